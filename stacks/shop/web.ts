import { type UserPool, UserPoolClient } from "@pulumi/aws/cognito";
import * as pulumi from "@pulumi/pulumi";
import { WebApp } from "../../infra/edge";
import type { Environment } from "../environment";
import type { Customers } from "./customers";
import type { Orders } from "./orders";

/** The page that shoppers order on, with the orders API below /api and that of customers below /api/customers. */
export interface Web {
  readonly app: WebApp;
  /** What the page signs shoppers in as. */
  readonly client: UserPoolClient;
}

/** @returns undefined where the environment has no `web`: it has no page then */
export function createWeb(
  environment: Environment,
  shoppers: UserPool,
  { orders, customers }: { orders: Orders; customers: Customers },
): Web | undefined {
  const { web, region, logDays } = environment;
  if (!web) return undefined;
  const client = new UserPoolClient("web", {
    userPoolId: shoppers.id,
    // A page can keep no secret.
    generateSecret: false,
    explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    idTokenValidity: 60,
    accessTokenValidity: 60,
    refreshTokenValidity: 12,
    tokenValidityUnits: { idToken: "minutes", accessToken: "minutes", refreshToken: "hours" },
  });
  const app = new WebApp("web", {
    domain: web.domain,
    sources: { folder: "services/web" },
    files: { "config.json": pulumi.jsonStringify({ apiUrl: "/api", region, userPoolClientId: client.id }) },
    api: { url: orders.api.url },
    moreApis: { customers: { url: customers.api.url, path: "/api/customers" } },
    contentSecurity: { connectSources: [`https://cognito-idp.${region}.amazonaws.com`] },
    withoutWaf: !web.firewall,
    logs: { retentionInDays: logDays },
    deployFrom: web.repository === undefined ? undefined : { repository: web.repository },
  });
  return { app, client };
}
