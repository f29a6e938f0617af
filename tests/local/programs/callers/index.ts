import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";

const role = new iam.Role("role", { assumeRolePolicy: "{}" });
const service = (name: string, text: string) =>
  new lambda.Function(name, {
    code: new AssetArchive({ "index.js": new StringAsset(text) }),
    handler: "index.handler",
    runtime: "nodejs24.x",
    role: role.arn,
    timeout: 10,
  });

/** Tells what it is told of the caller. */
const backend = service(
  "backend",
  `exports.handler = async ({ requestContext: { authorizer } }) =>
    ({ statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(authorizer ?? {}) });`,
);
/** Friends may come in; those who say nothing sensible are not known; others are refused. */
const doorman = service(
  "doorman",
  `exports.handler = async ({ type, authorizationToken, headers, methodArn }) => {
    const said = type === "TOKEN" ? authorizationToken : headers["x-tenant"] ?? headers["X-Tenant"];
    if (said === "t-stranger") throw new Error("Unauthorized");
    const Effect = said === "t-friend" ? "Allow" : "Deny";
    return {
      principalId: said,
      policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource: methodArn }] },
      context: { by: type },
    };
  };`,
);

const staff = new cognito.UserPool("staff", { passwordPolicy: { minimumLength: 20 } });
const others = new cognito.UserPool("others", { usernameAttributes: ["email"] });
const orders = new cognito.ResourceServer("orders", {
  userPoolId: staff.id,
  identifier: "orders",
  scopes: ["read", "write"].map((scopeName) => ({ scopeName, scopeDescription: `May ${scopeName}.` })),
});
new cognito.UserPoolDomain("staff-domain", { userPoolId: staff.id, domain: "staff-of-callers" });
const machine = (name: string, scope: string) =>
  new cognito.UserPoolClient(name, {
    userPoolId: staff.id,
    generateSecret: true,
    allowedOauthFlows: ["client_credentials"],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthScopes: orders.scopeIdentifiers.apply((all) => all.filter((one) => one.endsWith(`/${scope}`))),
  });
machine("reader", "read");
machine("writer", "write");
for (const [name, userPoolId] of [
  ["staff-brief", staff.id],
  ["others-app", others.id],
] as const) {
  new cognito.UserPoolClient(name, {
    userPoolId,
    explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    // AWS takes five minutes at least; the emulator takes what a test can wait for.
    idTokenValidity: 5,
    tokenValidityUnits: { idToken: "seconds" },
  });
}

const at = (name: string) => `${"$"}{stageVariables.${name}}`;
const accountId = "210987654321";
const region = "eu-central-1";
const uriOf = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${accountId}:function:${at(name)}/invocations`;
const scheme = (name: string, authType: string, authorizer: object) => ({
  type: "apiKey",
  in: "header",
  name,
  "x-amazon-apigateway-authtype": authType,
  "x-amazon-apigateway-authorizer": authorizer,
});
const operation = (security: object[]) => ({
  get: {
    security,
    "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: uriOf("backend") },
  },
});
const rest = new apigateway.RestApi("callers", {
  body: JSON.stringify({
    openapi: "3.0.3",
    info: { title: "callers", version: "1" },
    paths: {
      "/open": operation([]),
      "/staff": operation([{ staff: [] }]),
      "/write": operation([{ staff: ["orders/write"] }]),
      "/token": operation([{ token: [] }]),
      "/tenant": operation([{ tenant: [] }]),
    },
    components: {
      securitySchemes: {
        staff: scheme("Authorization", "cognito_user_pools", {
          type: "cognito_user_pools",
          providerARNs: [`arn:aws:cognito-idp:${region}:${accountId}:userpool/${at("staff")}`],
        }),
        token: scheme("X-Token", "custom", {
          type: "token",
          authorizerUri: uriOf("doorman"),
          identityValidationExpression: "t-[a-z]+",
          authorizerResultTtlInSeconds: 0,
        }),
        tenant: scheme("Unused", "custom", {
          type: "request",
          authorizerUri: uriOf("doorman"),
          identitySource: "method.request.header.X-Tenant",
          authorizerResultTtlInSeconds: 60,
        }),
      },
    },
  }),
});
const deployment = new apigateway.Deployment("callers-deployment", { restApi: rest.id });
new apigateway.Stage("callers-live", {
  restApi: rest.id,
  deployment: deployment.id,
  stageName: "live",
  variables: { staff: staff.id, backend: backend.name, doorman: doorman.name },
});
