import { strict as assert } from "node:assert";
import aslValidator from "asl-validator";
import { Queue } from "../../../../infra/messaging";
import { Saga, type SagaArgs } from "../../../../infra/workflow";
import { graph, type TestGraph } from "../../../../testing";
import { aliasArn, fields, fn, list, PLACE, STATE_MACHINE } from "./fixtures";

const TOPIC = `arn:aws:sns:${PLACE}:alarms`;
const QUEUE_URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/queue";

function shop(): SagaArgs {
  return {
    steps: [
      { name: "reserve-stock", action: fn("reserve"), compensation: fn("release"), businessErrors: ["OutOfStock"] },
      {
        name: "prepare",
        branches: [
          [{ name: "take-payment", action: fn("pay", 60), compensation: fn("refund"), compensateWhenUncertain: true }],
          [{ name: "approve", approval: { queue: new Queue("approvals"), heartbeatSeconds: 600 } }],
        ],
      },
      { name: "confirm-order", action: fn("confirm"), timeoutSeconds: 7 },
    ],
    businessErrors: ["PaymentDeclined"],
    onFailed: fn("reject"),
    alarmTopicArn: TOPIC,
  };
}

function build(args: () => SagaArgs = shop): Promise<TestGraph> {
  return graph(() => new Saga("order", args()), { outputs: { "aws:sqs/queue:Queue": { url: QUEUE_URL } } });
}

function stateOf(seen: TestGraph, name: string): Record<string, unknown> {
  return fields(fields(fields(seen.json("order", "definition", STATE_MACHINE))["States"])[name]);
}

describe("Saga", () => {
  it("is a state machine that asl-validator finds nothing wrong with", async () => {
    const seen = await build();
    // Its schema knows JSONata's fields; it reads no expression: those are run by the interpreter's and emulator's tests.
    const { isValid, errorsText } = aslValidator(
      JSON.parse(String(seen.one("order", STATE_MACHINE).inputs["definition"])),
    );
    assert.ok(isValid, errorsText());
  });

  it("shows asl-validator's worth: it refuses a state that leads nowhere", async () => {
    const seen = await build();
    const text = String(seen.one("order", STATE_MACHINE).inputs["definition"]);
    const broken = text.replace('"Next":"confirm-order"', '"Next":"nowhere"');
    assert.notEqual(broken, text);
    assert.equal(aslValidator(JSON.parse(broken)).isValid, false);
  });

  it("may invoke just its functions' aliases, send to just its queues, log and trace", async () => {
    const seen = await build();
    const statements = list(fields(seen.json("order-role-policy", "policy"))["Statement"]).map(fields);
    const aliases = ["release", "reserve", "refund", "pay", "confirm", "reject"].map(aliasArn);
    assert.deepEqual(statements.slice(0, 2), [
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: aliases },
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: [`arn:aws:sqs:${PLACE}:order-failures`, `arn:aws:sqs:${PLACE}:approvals`],
      },
    ]);
    const rest = statements
      .slice(2)
      .flatMap(({ Action }) => list(Action).map((action) => String(action).split(":")[0]));
    assert.deepEqual([...new Set(rest)], ["logs", "xray"]);
    assert.equal(statements.length, 4);
  });

  it("never retries business errors, and others with full jitter and a bounded delay", async () => {
    const seen = await build();
    const others = {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: 1,
      MaxAttempts: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 30,
      JitterStrategy: "FULL",
    };
    assert.deepEqual(stateOf(seen, "reserve-stock")["Retry"], [
      { ErrorEquals: ["OutOfStock"], MaxAttempts: 0 },
      others,
    ]);
    assert.deepEqual(stateOf(seen, "confirm-order")["Retry"], [
      { ErrorEquals: ["PaymentDeclined"], MaxAttempts: 0 },
      others,
    ]);
    assert.deepEqual(stateOf(seen, "Compensate reserve-stock")["Retry"], [{ ...others, MaxAttempts: 5 }]);
  });

  it("gives each call its function's own time and five seconds, the whole enough for the longest way", async () => {
    const seen = await build();
    const definition = fields(seen.json("order", "definition", STATE_MACHINE));
    assert.equal(stateOf(seen, "reserve-stock")["TimeoutSeconds"], 35);
    assert.equal(stateOf(seen, "confirm-order")["TimeoutSeconds"], 7);
    // Delays: 1+2+4 s for three retries, 1+2+4+8+16 s for five.
    const reserve = 4 * 35 + 7;
    const undo = 6 * 35 + 31 + (6 * 30 + 31);
    const approve = 86_400;
    const confirm = 4 * 7 + 7;
    assert.equal(definition["TimeoutSeconds"], reserve + approve + confirm + undo + undo + undo + 300);
  });

  it("watches executions and the queue of failed compensations", async () => {
    const seen = await build();
    // The queue of approvals is not the saga's own.
    const alarms = seen
      .all("aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter(({ name }) => !name.startsWith("approvals"));
    assert.deepEqual(alarms.map(({ inputs }) => inputs["metricName"]).sort(), [
      "ApproximateNumberOfMessagesVisible",
      "ExecutionsAborted",
      "ExecutionsFailed",
      "ExecutionsTimedOut",
    ]);
    for (const { inputs } of alarms) assert.deepEqual(inputs["alarmActions"], [TOPIC]);
    assert.deepEqual(seen.one("order-not-compensated").inputs["dimensions"], { QueueName: "order-failures" });
    assert.equal(seen.one("order-failures", "aws:sqs/queue:Queue").inputs["messageRetentionSeconds"], 1_209_600);
  });

  it("compensates a step of uncertain outcome on any error but the business's", async () => {
    const steps = () => [
      {
        name: "pay",
        action: fn("pay"),
        compensation: fn("refund"),
        compensateWhenUncertain: true,
        businessErrors: ["No"],
      },
    ];
    const seen = await build(() => ({ steps: steps() }));
    const next = list(stateOf(seen, "pay")["Catch"]).map((rule) => [fields(rule)["ErrorEquals"], fields(rule)["Next"]]);
    assert.deepEqual(next, [
      [["No"], "Saga failed"],
      [["States.ALL"], "Compensate pay"],
    ]);
  });

  it("tries compensations as often as the saga says, or the step where it does, and onFailed as the saga", async () => {
    const step = (name: string) => ({ name, action: fn(name), compensation: fn(`undo-${name}`) });
    const seen = await build(() => ({
      steps: [{ ...step("a"), compensationRetry: { maxAttempts: 9 } }, step("b"), { name: "z", action: fn("z") }],
      compensationRetry: { maxAttempts: 7, backoffRate: 3 },
      onFailed: fn("reject"),
    }));
    const retryOf = (state: string) => {
      const { MaxAttempts, BackoffRate } = fields(list(stateOf(seen, state)["Retry"])[0]);
      return [MaxAttempts, BackoffRate];
    };
    assert.deepEqual(retryOf("Compensate a"), [9, 3]);
    assert.deepEqual(retryOf("Compensate b"), [7, 3]);
    assert.deepEqual(retryOf("Saga failed"), [7, 3]);
    assert.deepEqual(retryOf("a"), [3, 2]);
  });

  it("logs what passes through it just where that was asked for by name", async () => {
    const logged = async (args: Partial<SagaArgs>) =>
      fields((await build(() => ({ ...shop(), ...args }))).one("order", STATE_MACHINE).inputs["loggingConfiguration"]);
    assert.equal((await logged({}))["includeExecutionData"], false);
    assert.equal((await logged({ logExecutionData: true }))["includeExecutionData"], true);
  });

  const one = () => ({ name: "a", action: fn("a"), compensation: fn("undo-a") });
  const last = () => ({ name: "z", action: fn("z") });
  const refused: [what: string, args: () => SagaArgs, expected: RegExp][] = [
    ["no steps", () => ({ steps: [] }), /steps is \[\]; give 1 to 100 of them/],
    ["a name with capitals", () => ({ steps: [{ ...one(), name: "Pay" }, last()] }), /steps\[0\]\.name is "Pay"/],
    [
      "a name twice",
      () => ({ steps: [one(), { ...last(), name: "a" }] }),
      /steps\[1\]\.name is "a"; use a name that no other/,
    ],
    [
      "the name of the last word",
      () => ({ steps: [one(), { ...last(), name: "on-failed" }] }),
      /steps\[1\]\.name is "on-failed"/,
    ],
    [
      "a step that does nothing",
      () => ({ steps: [one(), { name: "z" }] }),
      /steps\[1\]\.action or .* is null; give one of them/,
    ],
    [
      "a step that does two things",
      () => ({ steps: [one(), { ...last(), branches: [[one()]] }] }),
      /steps\[1\]\.action and steps\[1\]\.branches is .*; give only one/,
    ],
    [
      "a compensation of a whole block",
      () => ({ steps: [one(), { name: "z", branches: [[last()]], compensation: fn("undo-z") }] }),
      /steps\[1\]\.compensation is "compensation"; give it to the steps of the branches/,
    ],
    ["an empty branch", () => ({ steps: [one(), { name: "z", branches: [[]] }] }), /steps\[1\]\.branches\[0\] is \[\]/],
    [
      "a wrong step in a branch",
      () => ({ steps: [one(), { name: "z", branches: [[{ name: "Y", action: fn("y") }]] }] }),
      /steps\[1\]\.branches\[0\]\[0\]\.name is "Y"/,
    ],
    ["too many retries", () => ({ steps: [one(), last()], retry: { maxAttempts: 21 } }), /retry\.maxAttempts is 21/],
    [
      "a longest delay below the first",
      () => ({ steps: [{ ...one(), retry: { intervalSeconds: 60 } }, last()] }),
      /steps\[0\]\.retry\.maxDelaySeconds is 30; use at least intervalSeconds, 60/,
    ],
    ["a topic that is none", () => ({ steps: [one(), last()], alarmTopicArn: "alarms" }), /alarmTopicArn is "alarms"/],
    ["a key that is none", () => ({ steps: [one(), last()], kmsKeyArn: "alias/saga" }), /kmsKeyArn is "alias\/saga"/],
    [
      "a compensation's retries with nothing to undo",
      () => ({ steps: [one(), { ...last(), compensationRetry: {} }] }),
      /steps\[1\]\.compensationRetry is .*; give compensation too/,
    ],
    [
      "compensations that wait longer than they may",
      () => ({ steps: [one(), last()], compensationRetry: { maxDelaySeconds: 3601 } }),
      /compensationRetry\.maxDelaySeconds is 3601/,
    ],
    [
      "Step Functions' own errors as the business's",
      () => ({ steps: [one(), last()], businessErrors: ["States.ALL"] }),
      /businessErrors is "States\.ALL"/,
    ],
    [
      "uncertainty with nothing to undo",
      () => ({ steps: [one(), { ...last(), compensateWhenUncertain: true }] }),
      /steps\[1\]\.compensateWhenUncertain is .*; give compensation too/,
    ],
    [
      "less time than its steps may take, which would leave them uncompensated",
      () => ({ steps: [one(), last()], timeoutSeconds: 60 }),
      /timeoutSeconds is 60; use a whole number from \d+ to 31536000 seconds: .* is not compensated/,
    ],
    [
      "a topic by name",
      () => ({ steps: [one(), last()], alarmTopicArn: "alerts" }),
      /alarmTopicArn is "alerts"; use the ARN of an SNS topic/,
    ],
    ["a key by alias", () => ({ steps: [one(), last()], kmsKeyArn: "alias/saga" }), /kmsKeyArn is "alias\/saga"/],
    [
      "a saga that undoes nothing",
      () => ({ steps: [one()] }),
      /steps is \["a"\]; give a step before the last a compensation/,
    ],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(args), expected);
    });
  }

  it("refuses a name that leaves its queue none", async () => {
    await assert.rejects(
      graph(() => new Saga("a".repeat(32), shop())),
      /name is "a+"; use at most 31 characters/,
    );
  });
});
