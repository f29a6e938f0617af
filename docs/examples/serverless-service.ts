// A microservice in one piece: an API, the function behind it and its table. Callers sign their requests with IAM.
import { join } from "node:path";
import { KeyType } from "../../infra/data";
import { ParameterPlace, RouteMethod, ServerlessService } from "../../infra/edge";

const returns = new ServerlessService("returns", {
  api: {
    // With an empty integration, a route goes to the function.
    routes: [
      {
        operationId: "announceReturn",
        method: RouteMethod.Post,
        path: "/returns",
        integration: {},
        authorizer: "callers",
      },
      {
        operationId: "getReturn",
        method: RouteMethod.Get,
        path: "/returns/{orderId}",
        parameters: [{ name: "orderId", place: ParameterPlace.Path, required: true }],
        integration: {},
        authorizer: "callers",
      },
    ],
    authorizers: { callers: { iam: true } },
    cloudwatchRoleArn: "arn:aws:iam::123456789012:role/api-gateway-logs",
  },
  function: { entry: join(__dirname, "functions/orders.ts"), timeoutSeconds: 20 },
  // Its name is in the function's TABLE_NAME.
  table: { partitionKey: { name: "orderId", type: KeyType.String } },
});

export const url = returns.url;
