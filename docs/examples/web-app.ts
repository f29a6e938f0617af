// A single-page app under its own name: sources that are built on the way to the preview, an API below /api.
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../infra/core";
import { WebApp } from "../../infra/edge";

const shop = new WebApp("shop", {
  // The zone gets the records of the name, and those that prove a certificate, which is made in us-east-1.
  domain: { name: "shop.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
  sources: { folder: "../../services/web" },
  // One build serves every environment: what differs is read at run time.
  files: { "config.json": pulumi.jsonStringify({ apiUrl: "/api" }) },
  // The browser has one origin: no CORS, and no error of the API that a page hides.
  api: { url: "https://api.example.com" },
  contentSecurity: { connectSources: ["https://cognito-idp.eu-central-1.amazonaws.com"] },
  // Workflows on main, and no others, may deploy files beside Pulumi.
  deployFrom: { repository: "example/shop" },
});

// Whoever deploys from elsewhere gets the same, and nothing more.
const pipeline = new Role("pipeline", {
  assumeRolePolicy: policyDocument({
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  }),
});
shop.grantDeploy({ role: pipeline }, "pipeline");

export const url = shop.url;
export const deployRoleArn = shop.deployRoleArn;
