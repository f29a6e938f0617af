import { strict as assert } from "node:assert";
import { RestApi, RouteMethod } from "../../../../infra/edge";
import { Workflow, WorkflowStart, WorkflowType } from "../../../../infra/workflow";
import { graph } from "../../../../testing";
import { allow, fields, list, PASS, PLACE } from "./fixtures";

describe("WorkflowStart", () => {
  it("starts the workflow with the body as input, by a role that can do nothing else", async () => {
    let start: WorkflowStart | undefined;
    let variable = "";
    const seen = await graph(() => {
      const workflow = new Workflow("billing", { definition: PASS });
      start = new WorkflowStart("start-billing", { workflow, executionName: "$input.path('$.orderId')" });
      start.stageVariables["start_billing_workflow"]?.apply((arn) => {
        variable = arn;
      });
    });
    const arn = `arn:aws:sfn:${PLACE}:billing`;
    assert.equal(variable, arn);
    assert.equal(start?.integration.awsService?.action, "StartExecution");
    assert.equal(
      start?.integration.requestTemplates?.["application/json"],
      `{"name": "$util.escapeJavaScript($input.path('$.orderId'))", "stateMachineArn": "$stageVariables.start_billing_workflow", "input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")"}`,
    );
    assert.equal(start?.integration.responses?.["default"]?.statusCode, 202);
    assert.deepEqual(list(fields(seen.json("billing-start-start-billing", "policy"))["Statement"]), [
      allow(["states:StartExecution"], [arn]),
    ]);
  });

  it("is a backend that a REST API takes, with its document known before the workflow is", async () => {
    const seen = await graph(
      () => {
        const workflow = new Workflow("billing", { definition: PASS });
        const start = new WorkflowStart("start-billing", { workflow });
        new RestApi("api", {
          routes: [
            {
              method: RouteMethod.Post,
              path: "/bills",
              operationId: "startBilling",
              public: true,
              integration: start.integration,
              statusCodes: [202, 400, 502],
            },
          ],
          stages: { live: { variables: start.stageVariables } },
        });
      },
      { preview: true },
    );
    seen.assertKnown("api", ["body"], "aws:apigateway/restApi:RestApi");
    const body = JSON.stringify(seen.one("api", "aws:apigateway/restApi:RestApi").inputs["body"]);
    assert.match(body, /states:action\/StartExecution/);
    assert.match(body, /stageVariables\.start_billing_workflow/);
    const [stage] = seen.all("aws:apigateway/stage:Stage");
    assert.ok(Object.keys(fields(stage?.inputs["variables"])).includes("start_billing_workflow"));
  });

  it("waits for express workflows only", async () => {
    const make = (type: WorkflowType) =>
      graph(() => {
        const workflow = new Workflow("billing", { definition: PASS, type });
        const start = new WorkflowStart("start-billing", { workflow, synchronous: true });
        assert.equal(start.integration.awsService?.action, "StartSyncExecution");
      });
    await make(WorkflowType.Express);
    await assert.rejects(
      make(WorkflowType.Standard),
      /WorkflowStart "start-billing": synchronous is true; leave it out/,
    );
  });
});
