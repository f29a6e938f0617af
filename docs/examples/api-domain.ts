// One host name for several APIs: api.example.com/v1 and /v2 are different APIs, which are deployed apart.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { ApiDomain, RestApi, RouteMethod } from "../../infra/edge";

const domain = new ApiDomain("public", {
  domainName: "api.example.com",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/8f6a2f9e-3c1b-4f6e-9d55-0f3d1a7b2c44",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
});

const handler = new LambdaService("catalog-v1-handler", { entry: join(__dirname, "functions/orders.ts") });

new RestApi("catalog-v1", {
  routes: [
    {
      operationId: "listProducts",
      method: RouteMethod.Get,
      path: "/products",
      integration: { lambda: { functionArn: handler.arn } },
      authorizer: "callers",
    },
  ],
  authorizers: { callers: { iam: true } },
  stages: { live: {} },
  // The API's own address is off: clients go by the domain.
  sharedDomain: domain,
  basePaths: { live: "v1" },
  cloudwatchRoleArn: "arn:aws:iam::123456789012:role/api-gateway-logs",
});

export const address = domain.targetDomainName;
