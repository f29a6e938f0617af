// The role with which API Gateway writes its logs. An account has one a region: one program makes it, and the others are
// given its ARN.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { ApiGatewayAccount, RestApi, RouteMethod } from "../../infra/edge";

const account = new ApiGatewayAccount("api-logs");

const handler = new LambdaService("status-handler", { entry: join(__dirname, "functions/orders.ts") });

new RestApi("status", {
  routes: [
    {
      operationId: "getStatus",
      method: RouteMethod.Get,
      path: "/status",
      integration: { lambda: { functionArn: handler.arn } },
      authorizer: "callers",
    },
  ],
  authorizers: { callers: { iam: true } },
  // Says that the API's stages may log only once the role is there.
  cloudwatchRoleArn: account.cloudwatchRoleArn,
});

export const cloudwatchRoleArn = account.cloudwatchRoleArn;
