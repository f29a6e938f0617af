import { strict as assert } from "node:assert";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { LambdaService } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { Queue } from "../../../../infra/messaging";
import { type FunctionTarget, ServiceMonitoring, type ServiceMonitoringArgs } from "../../../../infra/observability";
import { Workflow } from "../../../../infra/workflow";
import { graph, type RecordedResource, type TestGraph } from "../../../../testing";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";
const fn: FunctionTarget = { functionName: "orders-api", timeoutSeconds: 30 };

function build(
  watch: (monitoring: ServiceMonitoring) => unknown,
  args: ServiceMonitoringArgs = {},
  preview = false,
): Promise<TestGraph> {
  return graph(() => watch(new ServiceMonitoring("orders", { alarmTopicArn: TOPIC, ...args })), { preview });
}

async function refusal(
  watch: (monitoring: ServiceMonitoring) => unknown,
  args?: ServiceMonitoringArgs,
): Promise<string> {
  try {
    await build(watch, args);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** What an alarm looks at, without its name, tags and actions. */
function looks(seen: TestGraph, name: string): Record<string, unknown> {
  const { tags, alarmActions, okActions, alarmDescription, ...rest } = seen.one(name, ALARM).inputs;
  assert.ok(tags && alarmActions && okActions && alarmDescription);
  return rest;
}

const names = (alarms: RecordedResource[]) => alarms.map(({ name }) => name).sort();

const simple = (namespace: string, metricName: string, dimensions: object, statistic: string, more: object) => ({
  namespace,
  metricName,
  dimensions,
  period: 60,
  statistic,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
  ...more,
});

const over = (threshold: number, periods: number, datapoints = periods) => ({
  threshold,
  evaluationPeriods: periods,
  datapointsToAlarm: datapoints,
});

describe("ServiceMonitoring", () => {
  it("watches a function's error rate, throttles, p99 near the timeout and lost events, by its name", async () => {
    const seen = await build((monitoring) => monitoring.watchFunction("api", fn));
    assert.deepEqual(names(seen.all(ALARM)), [
      "orders-api-dropped",
      "orders-api-duration",
      "orders-api-errors",
      "orders-api-throttles",
    ]);
    const dimensions = { FunctionName: "orders-api" };
    const metric = (metricName: string) => ({
      namespace: "AWS/Lambda",
      metricName,
      dimensions,
      period: 60,
      stat: "Sum",
    });
    assert.deepEqual(looks(seen, "orders-api-errors"), {
      metricQueries: [
        {
          id: "result",
          expression: "IF(invocations > 0, 100 * errors / invocations, 0)",
          label: "errors in per cent",
          returnData: true,
        },
        { id: "errors", returnData: false, metric: metric("Errors") },
        { id: "invocations", returnData: false, metric: metric("Invocations") },
      ],
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      ...over(1, 3),
    });
    assert.deepEqual(
      looks(seen, "orders-api-throttles"),
      simple("AWS/Lambda", "Throttles", dimensions, "Sum", over(0, 5)),
    );
    assert.deepEqual(
      looks(seen, "orders-api-dropped"),
      simple("AWS/Lambda", "AsyncEventsDropped", dimensions, "Sum", over(0, 1)),
    );
    assert.deepEqual(looks(seen, "orders-api-duration"), {
      namespace: "AWS/Lambda",
      metricName: "Duration",
      dimensions,
      period: 60,
      extendedStatistic: "p99",
      evaluateLowSampleCountPercentiles: "ignore",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      ...over(24_000, 5),
    });
  });

  it("takes a LambdaService with its dead letters, reserved concurrency and logs", async () => {
    const seen = await graph(() => {
      const code = new AssetArchive({ "index.js": new StringAsset("exports.handler = async () => 0;") });
      const handler = new LambdaService("orders-relay", {
        code,
        reservedConcurrency: 20,
        timeoutSeconds: 3,
        asynchronous: { deadLetterQueue: true },
      });
      const monitoring = new ServiceMonitoring("orders", { alarmTopicArn: TOPIC });
      monitoring.watchFunction("relay", handler, { maxIteratorAgeSeconds: 60 }).complete();
    });
    const dimensions = { FunctionName: "orders-relay" };
    assert.deepEqual(looks(seen, "orders-relay-concurrency"), {
      ...simple("AWS/Lambda", "ConcurrentExecutions", dimensions, "Maximum", over(18, 10)),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
    });
    assert.deepEqual(
      looks(seen, "orders-relay-iterator-age"),
      simple("AWS/Lambda", "IteratorAge", dimensions, "Maximum", over(60_000, 5)),
    );
    assert.deepEqual(
      looks(seen, "orders-relay-dead-letters"),
      simple("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "orders-relay-dlq" }, "Maximum", over(0, 1)),
    );
    assert.deepEqual(
      looks(seen, "orders-relay-dead-letter-errors"),
      simple("AWS/Lambda", "DeadLetterErrors", dimensions, "Sum", over(0, 1)),
    );
    assert.equal(looks(seen, "orders-relay-duration")["threshold"], 2400);
    assert.deepEqual(seen.one("orders-errors").inputs["logGroupNames"], ["orders-relay-logs"]);
  });

  it("watches a table's throttles with its indexes, and server errors by operation: the table has no number of its own", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchTable("journal", { tableName: "journal" }, { indexes: ["gsi1"] }),
    );
    const reads = JSON.stringify(looks(seen, "orders-journal-read-throttles"));
    assert.match(reads, /"expression":"SUM\(\[FILL\(m0, 0\), FILL\(m1, 0\)\]\)"/);
    assert.match(reads, /"dimensions":\{"TableName":"journal"\},"metricName":"ReadThrottleEvents"/);
    assert.match(reads, /"dimensions":\{"GlobalSecondaryIndexName":"gsi1","TableName":"journal"\}/);
    assert.match(JSON.stringify(looks(seen, "orders-journal-write-throttles")), /"WriteThrottleEvents"/);
    const errors = looks(seen, "orders-journal-system-errors");
    assert.equal(errors["datapointsToAlarm"], 3);
    const queries = errors["metricQueries"];
    assert.ok(Array.isArray(queries));
    assert.equal(queries.length, 11, "an alarm takes ten metrics and one expression");
    for (const query of queries.slice(1)) {
      assert.deepEqual(Object.keys(query.metric.dimensions).sort(), ["Operation", "TableName"]);
      assert.equal(query.metric.metricName, "SystemErrors");
    }
    assert.deepEqual(names(seen.all(ALARM)), [
      "orders-journal-read-throttles",
      "orders-journal-system-errors",
      "orders-journal-write-throttles",
    ]);
  });

  it("watches a table's latency where told", async () => {
    const seen = await build((monitoring) => monitoring.watchTable("journal", { tableName: "j" }, { latencyMs: 50 }));
    const alarm = looks(seen, "orders-journal-latency");
    assert.equal(alarm["threshold"], 50);
    const text = JSON.stringify(alarm["metricQueries"]);
    assert.match(text, /"MAX\(\[FILL\(m0, 0\), FILL\(m1, 0\), FILL\(m2, 0\)\]\)"/);
    for (const operation of ["GetItem", "Query", "PutItem"])
      assert.match(text, new RegExp(`"Operation":"${operation}"`));
  });

  it("watches a queue's oldest message and dead letters, and its depth where told", async () => {
    const seen = await graph(() => {
      const monitoring = new ServiceMonitoring("orders", { alarmTopicArn: TOPIC });
      monitoring.watchQueue("mail", new Queue("mail", { withoutAlarms: true }), { maxAgeSeconds: 120, maxDepth: 1000 });
      monitoring.watchQueue("plain", { queueName: "plain" });
    });
    const age = "ApproximateAgeOfOldestMessage";
    const depth = "ApproximateNumberOfMessagesVisible";
    const mail = { QueueName: "mail" };
    assert.deepEqual(looks(seen, "orders-mail-age"), simple("AWS/SQS", age, mail, "Maximum", over(120, 5)));
    assert.deepEqual(looks(seen, "orders-mail-depth"), simple("AWS/SQS", depth, mail, "Maximum", over(1000, 5)));
    const dead = { QueueName: "mail-dlq" };
    assert.deepEqual(looks(seen, "orders-mail-dead-letters"), simple("AWS/SQS", depth, dead, "Maximum", over(0, 1)));
    assert.equal(looks(seen, "orders-plain-age")["threshold"], 900);
    assert.equal(seen.all(ALARM).length, 4);
  });

  it("watches how far behind readers of a stream are, and throttling", async () => {
    const seen = await build((monitoring) => monitoring.watchStream("events", { name: "journal" }));
    const dimensions = { StreamName: "journal" };
    assert.deepEqual(
      looks(seen, "orders-events-iterator-age"),
      simple("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", dimensions, "Maximum", over(900_000, 5)),
    );
    for (const [suffix, metric] of [
      ["read-throttles", "ReadProvisionedThroughputExceeded"],
      ["write-throttles", "WriteProvisionedThroughputExceeded"],
    ] as const) {
      const expected = simple("AWS/Kinesis", metric, dimensions, "Sum", over(0, 5));
      assert.deepEqual(looks(seen, `orders-events-${suffix}`), expected);
    }
  });

  it("watches executions of a Workflow by the state machine's ARN, under the names that the metrics really have", async () => {
    const seen = await graph(() => {
      const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
      const workflow = new Workflow("pay", { definition, withoutAlarms: true, alias: "live" });
      new ServiceMonitoring("orders", { alarmTopicArn: TOPIC }).watchWorkflow("pay", workflow, { maxSeconds: 60 });
    });
    const dimensions = { StateMachineArn: "arn:aws:sfn:eu-central-1:123456789012:pay" };
    for (const [suffix, metric, periods] of [
      ["failed", "ExecutionsFailed", 1],
      ["timed-out", "ExecutionsTimedOut", 1],
      ["throttled", "ExecutionThrottled", 5],
    ] as const) {
      const expected = simple("AWS/States", metric, dimensions, "Sum", over(0, periods));
      assert.deepEqual(looks(seen, `orders-pay-${suffix}`), expected);
    }
    assert.equal(looks(seen, "orders-pay-duration")["threshold"], 60_000);
  });

  it("watches a stage of an API by the share of failures and p99", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchApi("http", { apiName: "orders", stageName: "v1" }, { clientErrorPercent: 20, latencyMs: 800 }),
    );
    const dimensions = { ApiName: "orders", Stage: "v1" };
    assert.deepEqual(
      looks(seen, "orders-http-server-errors"),
      simple("AWS/ApiGateway", "5XXError", dimensions, "Average", over(0.05, 3)),
    );
    assert.deepEqual(
      looks(seen, "orders-http-client-errors"),
      simple("AWS/ApiGateway", "4XXError", dimensions, "Average", over(0.2, 5)),
    );
    const latency = looks(seen, "orders-http-latency");
    assert.equal(latency["extendedStatistic"], "p99");
    assert.equal(latency["threshold"], 800);
    const plain = await build((monitoring) => monitoring.watchApi("http", { apiName: "orders", stageName: "v1" }));
    assert.deepEqual(names(plain.all(ALARM)), ["orders-http-latency", "orders-http-server-errors"]);
  });

  it("watches a metric of the service's own, and takes silence for an alarm where it must not fall", async () => {
    const seen = await build((monitoring) => {
      const dimensions = { service: "orders-api" };
      const base = { namespace: "shop", dimensions, threshold: 1, description: "Nobody orders" };
      monitoring.watchMetric("placed", {
        ...base,
        metricName: "OrdersPlaced",
        alarmBelow: true,
        periods: 5,
        periodSeconds: 300,
      });
      monitoring.watchMetric("payment", { ...base, metricName: "PaymentTime", statistic: "p95" });
    });
    assert.deepEqual(looks(seen, "orders-placed-metric"), {
      ...simple("shop", "OrdersPlaced", { service: "orders-api" }, "Sum", over(1, 5)),
      period: 300,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
    });
    const payment = looks(seen, "orders-payment-metric");
    assert.equal(payment["extendedStatistic"], "p95");
    assert.equal(payment["treatMissingData"], "notBreaching");
  });

  it("watches the account's concurrency at 90%", async () => {
    const seen = await build(() => undefined, { accountConcurrency: 1000 });
    assert.deepEqual(looks(seen, "orders-account-concurrency"), {
      ...simple("AWS/Lambda", "ClaimedAccountConcurrency", {}, "Maximum", over(900, 10)),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
    });
  });

  it("says what happened and links to what to do", async () => {
    const seen = await build((monitoring) => monitoring.watchQueue("mail", { queueName: "mail" }).complete(), {
      runbookUrl: "https://wiki.example.com/orders",
    });
    assert.equal(
      seen.one("orders-mail-age").inputs["alarmDescription"],
      "A message waits for more than 900 s (queue mail of orders). What to do: https://wiki.example.com/orders#mail-age",
    );
    assert.match(String(seen.one("orders-service").inputs["alarmDescription"]), /orders#service$/);
    assert.match(String(seen.one("orders-dashboard").inputs["dashboardBody"]), /\[Runbook\]\(https:\/\/wiki/);
  });

  it("tells people by each alarm, and by the composite alarm alone where asked", async () => {
    const watch = (monitoring: ServiceMonitoring) => monitoring.watchStream("events", { name: "journal" }).complete();
    const each = await build(watch);
    for (const { inputs } of each.all(ALARM)) {
      assert.deepEqual(inputs["alarmActions"], [TOPIC]);
      assert.deepEqual(inputs["okActions"], [TOPIC]);
    }
    assert.deepEqual(each.one("orders-service").inputs["alarmActions"], []);
    const one = await build(watch, { compositeOnly: true });
    for (const { inputs } of one.all(ALARM)) assert.deepEqual(inputs["alarmActions"], []);
    assert.deepEqual(one.one("orders-service").inputs["alarmActions"], [TOPIC]);
  });

  it("makes a composite alarm of every alarm, by the names that they got", async () => {
    const seen = await build((monitoring) => monitoring.watchStream("events", { name: "journal" }).complete());
    const { inputs } = seen.one("orders-service");
    assert.equal(inputs["alarmName"], "test-orders");
    assert.equal(
      inputs["alarmRule"],
      'ALARM("orders-events-iterator-age") OR ALARM("orders-events-read-throttles") OR ALARM("orders-events-write-throttles")',
    );
  });

  it("makes an encrypted topic that alarms may publish to where none is given", async () => {
    const seen = await graph(() => new ServiceMonitoring("orders", { emails: ["on-call@example.com"] }));
    assert.match(JSON.stringify(seen.json("orders-alarms-key", "policy")), /cloudwatch\.amazonaws\.com/);
    assert.match(
      JSON.stringify(seen.one("orders-alarms-policy").inputs),
      /cloudwatch:eu-central-1:123456789012:alarm:\*/,
    );
    assert.equal(seen.one("orders-alarms-on-call@example.com").inputs["protocol"], "email");
  });

  it("draws everything on one dashboard, with no two graphs on one place and no id used twice", async () => {
    const seen = await build((monitoring) =>
      monitoring
        .watchFunction("api", fn)
        .watchTable("journal", { tableName: "journal" }, { indexes: ["gsi1"], latencyMs: 50 })
        .watchQueue("mail", { queueName: "mail" })
        .watchStream("events", { name: "journal" })
        .watchWorkflow("pay", { stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:pay" })
        .watchApi("http", { apiName: "orders", stageName: "v1" })
        .complete(),
    );
    const body = seen.json("orders-dashboard", "dashboardBody");
    assert.ok(typeof body === "object" && body !== null && "widgets" in body && Array.isArray(body.widgets));
    const taken = new Set<string>();
    for (const { x, y, width, height, type, properties } of body.widgets) {
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          assert.ok(column < 24 && !taken.has(`${column}/${row}`), `${properties.title} lies on another`);
          taken.add(`${column}/${row}`);
        }
      }
      if (type !== "metric") continue;
      assert.equal(properties.region, "eu-central-1");
      const ids: string[] = properties.metrics.map((line: unknown[]) => Object(line.at(-1)).id).filter(Boolean);
      assert.equal(new Set(ids).size, ids.length, `ids of ${properties.title}`);
      for (const line of properties.metrics) {
        const { expression } = Object(line.at(-1));
        if (expression === undefined) {
          assert.equal(line.length % 2, 1, "namespace, name, dimensions in pairs, options");
          continue;
        }
        // What starts with a small letter is an id: functions are in capitals.
        for (const [id] of String(expression).matchAll(/\b[a-z]\w*\b/g))
          assert.ok(ids.includes(id), `${id} is not there`);
      }
    }
    const titles = body.widgets.flatMap(({ type, properties }) => (type === "text" ? [properties.markdown] : []));
    assert.deepEqual(titles, [
      "# orders",
      "## function api",
      "## table journal",
      "## queue mail",
      "## stream events",
      "## workflow pay",
      "## API http",
    ]);
    const alarms = body.widgets.find(({ type }) => type === "alarm");
    assert.equal(alarms.properties.alarms.length, seen.all(ALARM).length);
  });

  it("saves queries over the logs of functions and workflows", async () => {
    const seen = await build((monitoring) =>
      monitoring
        .watchFunction("api", { ...fn, logGroupName: "/aws/lambda/orders-api" })
        .watchWorkflow("pay", { stateMachineArn: "arn", logGroupName: "/aws/vendedlogs/states/pay" })
        .complete(),
    );
    const queries = seen.all("aws:cloudwatch/queryDefinition:QueryDefinition");
    assert.deepEqual(queries.map(({ inputs }) => inputs["name"]).sort(), [
      "test-orders/cold-starts",
      "test-orders/errors",
      "test-orders/errors-by-kind",
      "test-orders/one-request",
      "test-orders/slowest-invocations",
    ]);
    for (const { inputs } of queries) {
      assert.deepEqual(inputs["logGroupNames"], ["/aws/lambda/orders-api", "/aws/vendedlogs/states/pay"]);
    }
  });

  it("saves no queries over no logs", async () => {
    const seen = await build((monitoring) => monitoring.watchQueue("mail", { queueName: "mail" }).complete());
    assert.equal(seen.types()["aws:cloudwatch/queryDefinition:QueryDefinition"], undefined);
  });

  it("knows thresholds, dimensions and actions at preview", async () => {
    const seen = await build((monitoring) => monitoring.watchFunction("api", fn).complete(), {}, true);
    for (const { name } of seen.all(ALARM)) {
      seen.assertKnown(name, ["threshold", "dimensions", "metricQueries", "alarmActions", "treatMissingData"], ALARM);
    }
  });

  const metric = { namespace: "shop", metricName: "OrdersPlaced", threshold: 1, description: "Nobody orders" };
  const refused: [string, (monitoring: ServiceMonitoring) => unknown, RegExp][] = [
    ["a name in capitals", (m) => m.watchQueue("Mail", { queueName: "m" }), /name is "Mail"/],
    [
      "two things of one name",
      (m) => m.watchQueue("mail", { queueName: "m" }).watchStream("mail", { name: "s" }),
      /something is watched under that name/,
    ],
    ["completing nothing", (m) => m.complete(), /number of watched alarms is 0/],
    ["completing twice", (m) => m.watchStream("s", { name: "s" }).complete().complete(), /call it once/],
    [
      "watching after completing",
      (m) => m.watchStream("s", { name: "s" }).complete().watchStream("t", { name: "t" }),
      /watch it before complete/,
    ],
    ["an error rate of nothing", (m) => m.watchFunction("f", fn, { errorPercent: 0 }), /errorPercent is 0/],
    [
      "a duration beyond the timeout",
      (m) => m.watchFunction("f", fn, { durationPercent: 101 }),
      /durationPercent is 101/,
    ],
    [
      "a share of no reservation",
      (m) => m.watchFunction("f", fn, { concurrencyPercent: 50 }),
      /reserves no concurrency/,
    ],
    ["an age of 0", (m) => m.watchFunction("f", fn, { maxIteratorAgeSeconds: 0 }), /maxIteratorAgeSeconds is 0/],
    [
      "more indexes than an alarm has room for",
      (m) => m.watchTable("t", { tableName: "t" }, { indexes: Array.from({ length: 10 }, (_, i) => `gsi${i}`) }),
      /give 1 to 9 of them/,
    ],
    ["a latency of 0", (m) => m.watchTable("t", { tableName: "t" }, { latencyMs: 0 }), /latencyMs is 0/],
    [
      "a message older than can be",
      (m) => m.watchQueue("q", { queueName: "q" }, { maxAgeSeconds: 1_209_601 }),
      /maxAgeSeconds/,
    ],
    ["a negative depth", (m) => m.watchQueue("q", { queueName: "q" }, { maxDepth: -1 }), /maxDepth is -1/],
    ["a reader that is never behind", (m) => m.watchStream("s", { name: "s" }, { maxIteratorAgeSeconds: 0 }), /is 0/],
    [
      "an execution of no time",
      (m) => m.watchWorkflow("w", { stateMachineArn: "a" }, { maxSeconds: 0 }),
      /maxSeconds is 0/,
    ],
    [
      "a rate above all",
      (m) => m.watchApi("a", { apiName: "a", stageName: "b" }, { serverErrorPercent: 100 }),
      /serverErrorPercent is 100/,
    ],
    [
      "a metric of AWS's",
      (m) => m.watchMetric("x", { ...metric, namespace: "AWS/SQS" }),
      /watch method of that service/,
    ],
    [
      "a statistic that is none",
      (m) => m.watchMetric("x", { ...metric, statistic: "Median" }),
      /statistic is "Median"/,
    ],
    ["a period of 45 seconds", (m) => m.watchMetric("x", { ...metric, periodSeconds: 45 }), /periodSeconds is 45/],
    ["more than a day", (m) => m.watchMetric("x", { ...metric, periods: 1440, periodSeconds: 120 }), /at most a day/],
    ["no description", (m) => m.watchMetric("x", { ...metric, description: "" }), /description is ""/],
    [
      "more alarms than a composite alarm takes",
      (m) => {
        for (let i = 0; i < 34; i++) m.watchStream(`s${i}`, { name: "s" });
        m.complete();
      },
      /number of watched alarms is 102; use a whole number from 1 to 100/,
    ],
  ];
  for (const [what, watch, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(watch), expected));
  }

  it("refuses a rule that is longer than CloudWatch takes", async () => {
    const watch = (m: ServiceMonitoring) => {
      for (let i = 0; i < 33; i++) m.watchStream(`${"s".repeat(38)}${i}`, { name: "s" });
      m.complete();
    };
    const long = graph(() => watch(new ServiceMonitoring("o".repeat(40), { alarmTopicArn: TOPIC })));
    await assert.rejects(long, /rule of \d+ characters; CloudWatch takes 10240/);
  });

  const wrong: [string, ServiceMonitoringArgs, RegExp][] = [
    ["two topics", { emails: ["a@example.com"] }, /only one of them/],
    ["a topic by name", { alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"; use the ARN of an SNS topic/],
    ["a runbook over plain HTTP", { runbookUrl: "http://wiki.example.com" }, /runbookUrl is/],
    ["a runbook with a fragment", { runbookUrl: "https://wiki.example.com/#a" }, /without a fragment/],
    ["an account of no concurrency", { accountConcurrency: 0 }, /accountConcurrency is 0/],
  ];
  for (const [what, args, expected] of wrong) {
    it(`refuses ${what}`, async () => assert.match(await refusal(() => undefined, args), expected));
  }
});
