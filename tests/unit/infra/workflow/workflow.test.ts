import { strict as assert } from "node:assert";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam";
import { Workflow, type WorkflowArgs, WorkflowType } from "../../../../infra/workflow";
import { graph, type TestGraph } from "../../../../testing";
import { allow, calls, fields, KEY, list, PASS, PLACE, STATE_MACHINE, TOPIC } from "./fixtures";

/** What `definitionSubstitutions.what` stands for. */
const PLACEHOLDER = ["$", "{what}"].join("");

function build(args: Partial<WorkflowArgs> = {}): Promise<TestGraph> {
  return graph(
    () => new Workflow("billing", { ...(args.definitionFile === undefined && { definition: PASS }), ...args }),
  );
}
describe("Workflow", () => {
  it("logs everything but data to a group of its own, traces, and has alarms, with nothing given", async () => {
    const seen = await build();
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:workflow:Workflow": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 3,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      [STATE_MACHINE]: 1,
    });
    const { tags, ...inputs } = seen.one("billing", STATE_MACHINE).inputs;
    assert.equal(fields(tags)["platform-component"], "workflow:Workflow/billing");
    assert.deepEqual(inputs, {
      type: "STANDARD",
      roleArn: "arn:aws:iam:eu-central-1:123456789012:billing-role",
      definition: PASS,
      publish: false,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: `arn:aws:cloudwatch:${PLACE}:billing-logs:*`,
      },
    });
    const logs = seen.one("billing-logs").inputs;
    assert.equal(logs["namePrefix"], "/aws/vendedlogs/states/billing-");
    assert.equal(logs["retentionInDays"], 90);
  });

  it("can be assumed for this account's state machines alone", async () => {
    const seen = await build();
    assert.deepEqual(list(fields(seen.json("billing-role", "assumeRolePolicy"))["Statement"]), [
      {
        Effect: "Allow",
        Principal: { Service: "states.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("has no role policy at all where it calls, logs and traces nothing", async () => {
    const seen = await build({ withoutLogs: true, withoutTracing: true, withoutAlarms: true });
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:workflow:Workflow": 1,
      "aws:iam/role:Role": 1,
      [STATE_MACHINE]: 1,
    });
    assert.deepEqual(seen.one("billing", STATE_MACHINE).inputs["loggingConfiguration"], { level: "OFF" });
  });

  it("tells of failed, timed-out and aborted executions, and of none where there are none", async () => {
    const seen = await build({ alarmTopicArn: TOPIC });
    const metrics = ["failed", "timed-out", "aborted"].map((kind) => seen.one(`billing-${kind}`).inputs);
    assert.deepEqual(
      metrics.map(({ metricName }) => metricName),
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"],
    );
    for (const alarm of metrics) {
      assert.deepEqual(alarm["dimensions"], { StateMachineArn: `arn:aws:sfn:${PLACE}:billing` });
      assert.deepEqual([alarm["threshold"], alarm["comparisonOperator"]], [0, "GreaterThanThreshold"]);
      assert.equal(alarm["treatMissingData"], "notBreaching");
      assert.deepEqual([alarm["alarmActions"], alarm["okActions"]], [[TOPIC], [TOPIC]]);
    }
  });

  it("lets the role use a key for this state machine's data and no other's", async () => {
    const seen = await build({ kmsKeyArn: KEY, logKmsKeyArn: KEY });
    assert.deepEqual(seen.one("billing", STATE_MACHINE).inputs["encryptionConfiguration"], {
      type: "CUSTOMER_MANAGED_KMS_KEY",
      kmsKeyId: KEY,
      kmsDataKeyReusePeriodSeconds: 300,
    });
    assert.equal(seen.one("billing-logs").inputs["kmsKeyId"], KEY);
    assert.deepEqual(list(fields(seen.json("billing-role-key", "policy"))["Statement"]), [
      allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY, {
        StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": `arn:aws:sfn:${PLACE}:billing` },
      }),
    ]);
  });

  it("publishes a version, and hands out the alias as what callers start", async () => {
    let arn = "";
    const version = `arn:aws:states:${PLACE}:stateMachine:billing:1`;
    const seen = await graph(
      () => {
        const workflow = new Workflow("billing", { definition: PASS, alias: "live" });
        const role = new Role("caller", { assumeRolePolicy: "{}" });
        workflow.grantStartExecution({ role }, "caller");
        workflow.grantAnswer({ role }, "caller");
        workflow.arn.apply((value) => {
          arn = value;
        });
      },
      { outputs: { [STATE_MACHINE]: { stateMachineVersionArn: version } } },
    );
    assert.equal(arn, `arn:aws:sfn:${PLACE}:billing-alias`);
    assert.equal(seen.one("billing", STATE_MACHINE).inputs["publish"], true);
    assert.deepEqual(seen.one("billing-alias").inputs["routingConfigurations"], [
      { stateMachineVersionArn: version, weight: 100 },
    ]);
    assert.deepEqual(list(fields(seen.json("billing-start-caller", "policy"))["Statement"]), [
      allow(["states:StartExecution"], [arn]),
    ]);
    const answers = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"];
    assert.deepEqual(list(fields(seen.json("billing-answer-caller", "policy"))["Statement"]), [
      allow(answers, [`arn:aws:sfn:${PLACE}:billing`]),
    ]);
  });

  it("puts values into the definition's texts in a way that leaves it JSON", async () => {
    const definition = JSON.stringify({
      StartAt: "say",
      States: {
        say: { Type: "Pass", Result: { text: `it is ${PLACEHOLDER}, ${PLACEHOLDER}`, path: "$.a{}" }, End: true },
      },
    });
    const seen = await build({ definition, definitionSubstitutions: { what: 'a "quote" and $& \n' } });
    const parsed = fields(fields(fields(seen.json("billing", "definition", STATE_MACHINE))["States"])["say"]);
    const text = 'it is a "quote" and $& \n, a "quote" and $& \n';
    assert.deepEqual(parsed["Result"], { text, path: "$.a{}" });
  });

  it("reads a YAML file", async () => {
    const definitionFile = join(tmpdir(), `workflow-${process.pid}.yaml`);
    writeFileSync(definitionFile, "StartAt: done\nStates:\n  done:\n    Type: Succeed\n");
    const seen = await build({ definitionFile });
    assert.equal(seen.one("billing", STATE_MACHINE).inputs["definition"], PASS);
  });

  const refused: [what: string, args: Partial<WorkflowArgs>, expected: RegExp][] = [
    [
      "two definitions",
      { definitionFile: "x.json", definition: PASS },
      /definition and definitionFile is .*; give only one/,
    ],
    ["text that is no JSON or YAML", { definition: "{" }, /definition is "\{"; give JSON or YAML/],
    [
      "a call that nothing was given for",
      { definition: calls("sqs:sendMessage") },
      /state "call-0"\.Resource is "sqs:sendMessage"; give integrations\.queues/,
    ],
    [
      "permissions that nothing uses",
      { integrations: { topicArns: [TOPIC] } },
      /integrations\.topicArns is "topicArns"; leave it out: no state/,
    ],
    [
      "an express workflow that waits",
      { definition: calls("glue:startJobRun.sync"), integrations: { glueJobs: ["x"] }, type: WorkflowType.Express },
      /state "call-0"\.Resource is "glue:startJobRun"; don't wait for it/,
    ],
    [
      "a placeholder with no value",
      { definition: calls(PLACEHOLDER) },
      /definitionSubstitutions\.what is null; give it/,
    ],
    [
      "a value with no placeholder",
      { definitionSubstitutions: { what: "x" } },
      /definitionSubstitutions\.what is "what"; leave it out/,
    ],
    ["an alias of digits alone", { alias: "123" }, /alias is "123"/],
    ["a topic that is none", { alarmTopicArn: "alarms" }, /alarmTopicArn is "alarms"; use the ARN of an SNS topic/],
    ["a key that is none", { kmsKeyArn: "alias/w" }, /kmsKeyArn is "alias\/w"; use the ARN of a KMS key/],
    ["a key of the logs that is none", { logKmsKeyArn: "alias/l" }, /logKmsKeyArn is "alias\/l"; use the ARN of a KMS/],
    ["days that CloudWatch can't keep", { logRetentionDays: 31 }, /logRetentionDays is 31/],
    [
      "settings of logs that are not kept",
      { withoutLogs: true, logRetentionDays: 30, logExecutionData: true },
      /withoutLogs is true; leave it out, or leave out logRetentionDays and logExecutionData/,
    ],
    [
      "a topic of alarms that are not made",
      { withoutAlarms: true, alarmTopicArn: TOPIC },
      /withoutAlarms is true; leave it out, or leave out alarmTopicArn/,
    ],
    ["a topic by name", { alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"; use the ARN of an SNS topic/],
    ["a key by alias", { kmsKeyArn: "alias/flow" }, /kmsKeyArn is "alias\/flow"; use the ARN of a KMS key/],
    ["a key of logs by alias", { logKmsKeyArn: "alias/logs" }, /logKmsKeyArn is "alias\/logs"/],
    [
      "a data key's time with no key",
      { kmsDataKeyReuseSeconds: 60 },
      /kmsDataKeyReuseSeconds is 60; give kmsKeyArn too/,
    ],
    [
      "a prefix that is every job's",
      { definition: calls("sagemaker:createTransformJob"), integrations: { transformJobs: { namePrefix: "*" } } },
      /integrations\.transformJobs\.namePrefix is "\*"/,
    ],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(args), expected);
    });
  }
});
