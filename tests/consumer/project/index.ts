import { DomainName } from "@pulumi/aws/apigateway";
import { overrideChild, policyDocument } from "aws-microservices-platform/infra/core";
import { RestApi } from "aws-microservices-platform/infra/edge";
import { NatGateways, Vpc } from "aws-microservices-platform/infra/network";

const vpc = new Vpc(
  "team",
  {
    cidrBlock: "10.20.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b"],
    natGateways: NatGateways.None,
    withoutFlowLogs: true,
  },
  { transforms: [overrideChild({ type: "aws:ec2/vpc:Vpc" }, { enableNetworkAddressUsageMetrics: true })] },
);

const api = new RestApi("hello", {
  title: "Hello",
  version: "1.0.0",
  routes: [{ method: "GET", path: "/hello", operationId: "hello", integration: { mock: {} } }],
  publicOperations: ["hello"],
});

// What the pack has to find: a domain that lets clients negotiate TLS 1.0.
new DomainName("old-domain", {
  domainName: "old.example.com",
  regionalCertificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: "TLS_1_0",
});

export const privateSubnetIds = vpc.privateSubnetIds;
export const url = api.url;
export const document = policyDocument({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
