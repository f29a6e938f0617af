// An orders API from an OpenAPI document, with tokens of a user pool. What the document does not allow is refused by API
// Gateway, before any code runs.
import { join } from "node:path";
import { UserPool } from "@pulumi/aws/cognito";
import { LambdaService } from "../../infra/compute";
import { RestApi } from "../../infra/edge";

const shoppers = new UserPool("shoppers", {
  passwordPolicy: {
    minimumLength: 14,
    requireLowercase: true,
    requireNumbers: true,
    requireUppercase: true,
    requireSymbols: true,
  },
  mfaConfiguration: "OPTIONAL",
  softwareTokenMfaConfiguration: { enabled: true },
  deletionProtection: "ACTIVE",
});

const handler = new LambdaService("orders-handler", {
  entry: join(__dirname, "functions/orders.ts"),
  timeoutSeconds: 25,
});

const api = new RestApi("orders", {
  // Or `routes`, typed ones; see the example of ServerlessService.
  documentFile: join(__dirname, "functions/orders.openapi.yaml"),
  authorizers: { shopper: { cognito: { userPoolArns: [shoppers.arn] } } },
  // By the document's operation ids.
  integrations: {
    getHealth: { mock: {} },
    getOrder: { lambda: { functionArn: handler.arn } },
  },
  // Everything else needs a token.
  publicOperations: ["getHealth"],
  stages: { live: { throttle: { rateLimit: 100, burstLimit: 200 } } },
  // With a domain, the address that AWS made up answers no more.
  domain: {
    domainName: "orders.example.com",
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/2d1f0a7c-6f3e-4b0c-8f52-5d6f0f5b1c11",
  },
  // From the stack with the account's ApiGatewayAccount.
  cloudwatchRoleArn: "arn:aws:iam::123456789012:role/api-gateway-logs",
});

export const url = api.url;
/** For clients: they generate their code from it. */
export const document = api.exportDocument();
