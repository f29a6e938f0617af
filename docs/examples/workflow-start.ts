// An API operation that starts a workflow, with no function between them.
import { RestApi, RouteMethod } from "../../infra/edge";
import { Workflow, WorkflowStart } from "../../infra/workflow";

const importProducts = new Workflow("import-products", {
  definition: JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "Wait",
    TimeoutSeconds: 60,
    States: { Wait: { Type: "Wait", Seconds: 5, Next: "Done" }, Done: { Type: "Succeed" } },
  }),
});

const start = new WorkflowStart("start-import", { workflow: importProducts });

const api = new RestApi("imports", {
  routes: [
    {
      operationId: "startImport",
      method: RouteMethod.Post,
      path: "/imports",
      // The request's body becomes the input; the answer has the execution's ARN.
      integration: start.integration,
      authorizer: "callers",
    },
  ],
  authorizers: { callers: { iam: true } },
  stages: { live: { variables: start.stageVariables } },
  cloudwatchRoleArn: "arn:aws:iam::123456789012:role/api-gateway-logs",
});

export const url = api.url;
