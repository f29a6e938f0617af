import { strict as assert } from "node:assert";
import { Queue } from "../../../../infra/messaging";
import { Workflow, type WorkflowIntegrations } from "../../../../infra/workflow";
import { graph } from "../../../../testing";
import { aliasArn, allow, calls, fields, fn, KEY, list, PASS, PLACE, TOPIC } from "./fixtures";

/** What the role may do beside its logs and traces. */
async function granted(definition: string, integrations: () => WorkflowIntegrations): Promise<unknown[]> {
  const seen = await graph(
    () =>
      new Workflow("billing", { definition, integrations: integrations(), withoutLogs: true, withoutTracing: true }),
  );
  return list(fields(seen.json("billing-role-policy", "policy"))["Statement"]);
}

function rule(name: string) {
  const actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];
  return allow(actions, `arn:aws:events:${PLACE}:rule/StepFunctionsGetEventsFor${name}Rule`);
}

describe("the role of a workflow", () => {
  it("may do exactly what its definition does with functions, queues, topics, buses and tables", async () => {
    const table = `arn:aws:dynamodb:${PLACE}:table/orders`;
    const bus = `arn:aws:events:${PLACE}:event-bus/shop`;
    const services = ["lambda:invoke", "sqs:sendMessage.waitForTaskToken", "sns:publish", "events:putEvents"];
    const statements = await granted(
      calls(...services, "dynamodb:putItem", "dynamodb:getItem", "dynamodb:putItem"),
      () => ({
        functions: [fn("charge")],
        queues: [new Queue("plain"), new Queue("secret", { kmsKeyArn: KEY })],
        topicArns: [TOPIC],
        eventBusArns: [bus],
        tableArns: [table],
      }),
    );
    assert.deepEqual(statements, [
      allow("lambda:InvokeFunction", [aliasArn("charge")]),
      allow("sqs:SendMessage", [`arn:aws:sqs:${PLACE}:plain`, `arn:aws:sqs:${PLACE}:secret`]),
      allow(["kms:GenerateDataKey", "kms:Decrypt"], [KEY], {
        StringEquals: { "kms:ViaService": "sqs.eu-central-1.amazonaws.com" },
      }),
      allow("sns:Publish", [TOPIC]),
      allow("events:PutEvents", [bus]),
      allow(["dynamodb:GetItem", "dynamodb:PutItem"], [table]),
    ]);
  });

  it("may run an ECS task in one cluster with its roles, and watch it only where it waits for it", async () => {
    const taskDefinitionArn = `arn:aws:ecs:${PLACE}:task-definition/report`;
    const clusterArn = `arn:aws:ecs:${PLACE}:cluster/shop`;
    const roleArns = ["arn:aws:iam::123456789012:role/task"];
    const tasks = () => ({ ecsTasks: [{ taskDefinitionArn, clusterArn, roleArns }] });
    const start = [
      allow("ecs:RunTask", taskDefinitionArn, { ArnEquals: { "ecs:cluster": clusterArn } }),
      allow("iam:PassRole", roleArns, { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
    ];
    assert.deepEqual(await granted(calls("ecs:runTask"), tasks), start);
    assert.deepEqual(await granted(calls("ecs:runTask.sync"), tasks), [
      ...start,
      {
        Sid: "WatchTasks",
        ...allow(["ecs:StopTask", "ecs:DescribeTasks"], "*", { ArnEquals: { "ecs:cluster": [clusterArn] } }),
      },
      rule("ECSTask"),
    ]);
  });

  it("may start the named Glue job, and watch it only where it waits for it", async () => {
    const job = [`arn:aws:glue:${PLACE}:job/nightly`];
    const jobs = () => ({ glueJobs: ["nightly"] });
    assert.deepEqual(await granted(calls("glue:startJobRun"), jobs), [allow("glue:StartJobRun", job)]);
    const watch = ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"];
    assert.deepEqual(await granted(calls("glue:startJobRun.sync"), jobs), [allow(watch, job)]);
  });

  it("may start SageMaker jobs of one prefix, and watch them only where it waits for them", async () => {
    const roleArns = ["arn:aws:iam::123456789012:role/training"];
    const transform = `arn:aws:sagemaker:${PLACE}:transform-job/score-*`;
    const training = `arn:aws:sagemaker:${PLACE}:training-job/learn-*`;
    const both = () => ({ transformJobs: { namePrefix: "score-" }, trainingJobs: { namePrefix: "learn-", roleArns } });
    const pass = allow("iam:PassRole", roleArns, {
      StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" },
    });
    const two = calls("sagemaker:createTransformJob", "sagemaker:createTrainingJob");
    assert.deepEqual(await granted(two, both), [
      allow(["sagemaker:CreateTransformJob"], transform),
      allow(["sagemaker:CreateTrainingJob"], training),
      pass,
    ]);
    const watched = (kind: string) =>
      ["Create", "Describe", "Stop"].map((verb) => `sagemaker:${verb}${kind}Job`).concat("sagemaker:AddTags");
    const waiting = calls("sagemaker:createTransformJob.sync", "sagemaker:createTrainingJob.sync");
    assert.deepEqual(await granted(waiting, both), [
      allow(watched("Transform"), transform),
      allow("sagemaker:ListTags", transform),
      rule("SageMakerTransformJobs"),
      allow(watched("Training"), training),
      pass,
      allow("sagemaker:ListTags", training),
      rule("SageMakerTrainingJobs"),
    ]);
  });

  it("may start another workflow, and watch and stop its executions only where it waits for them", async () => {
    const inner = () => ({ workflows: [new Workflow("inner", { definition: PASS })] });
    const start = allow("states:StartExecution", [`arn:aws:sfn:${PLACE}:inner`]);
    assert.deepEqual(await granted(calls("states:startExecution"), inner), [start]);
    assert.deepEqual(await granted(calls("states:startExecution.sync:2"), inner), [
      start,
      allow(["states:DescribeExecution", "states:StopExecution"], [`arn:aws:states:${PLACE}:execution:inner:*`]),
      rule("StepFunctionsExecution"),
    ]);
  });
});
