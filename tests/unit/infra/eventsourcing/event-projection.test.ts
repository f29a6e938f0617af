import { strict as assert } from "node:assert";
import { StartingPosition } from "../../../../infra/compute";
import { EventProjection, type EventStoreArgs, type ProjectionArgs } from "../../../../infra/eventsourcing";
import type { TestGraph } from "../../../../testing";
import { ALARM, allows, arn, document, KEY, keyUse, orders, reader, refused, TOPIC } from "./fixtures";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const READS = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];

function view(args: ProjectionArgs = {}, storeArgs: EventStoreArgs = {}): Promise<TestGraph> {
  return orders({ withoutAlarms: true, ...storeArgs }, (store) => {
    new EventProjection("view", { ...args, store, reader: reader() });
  });
}

async function mapping(args: ProjectionArgs = {}, storeArgs: EventStoreArgs = {}): Promise<Record<string, unknown>> {
  const { tags: _, ...inputs } = (await view(args, storeArgs)).one("view-reader-from-view", MAPPING).inputs;
  return inputs;
}

const DEFAULTS = {
  functionName: `${arn("lambda", "view-reader")}:live`,
  eventSourceArn: arn("kinesis", "orders-stream"),
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  startingPosition: "TRIM_HORIZON",
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: 4,
  maximumRecordAgeInSeconds: 302_400,
  parallelizationFactor: 1,
  functionResponseTypes: ["ReportBatchItemFailures"],
  destinationConfig: { onFailure: { destinationArn: arn("sqs", "view-failures") } },
  enabled: true,
};

describe("EventProjection", () => {
  it("reads every event from the first on, finds the one that fails, and gives up within bounds", async () => {
    assert.deepEqual(await mapping(), DEFAULTS);
  });

  it("hands over events of the named types alone, by the journal's attribute", async () => {
    const { filterCriteria } = await mapping({ eventTypes: ["OrderPlaced", "OrderCancelled"] });
    const pattern = '{"data":{"dynamodb":{"NewImage":{"type":{"S":["OrderPlaced","OrderCancelled"]}}}}}';
    assert.deepEqual(filterCriteria, { filters: [{ pattern }] });
  });

  it("takes patterns of one's own instead", async () => {
    const pattern = '{"data":{"dynamodb":{"NewImage":{"schemaVersion":{"N":["2"]}}}}}';
    assert.deepEqual((await mapping({ filters: [pattern] }))["filterCriteria"], { filters: [{ pattern }] });
  });

  it("takes every setting of the mapping", async () => {
    const inputs = await mapping({
      batchSize: 7,
      maximumBatchingWindowSeconds: 3,
      startingPosition: StartingPosition.AtTimestamp,
      startingTimestamp: "2026-01-31T12:00:00Z",
      withoutBisect: true,
      maxAttempts: 2,
      maxAgeSeconds: 60,
      parallelization: 10,
      paused: true,
    });
    assert.deepEqual(inputs, {
      ...DEFAULTS,
      batchSize: 7,
      maximumBatchingWindowInSeconds: 3,
      startingPosition: "AT_TIMESTAMP",
      startingPositionTimestamp: "2026-01-31T12:00:00Z",
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: 1,
      maximumRecordAgeInSeconds: 60,
      parallelizationFactor: 10,
      enabled: false,
    });
  });

  it("takes a tumbling window", async () => {
    assert.equal((await mapping({ tumblingWindowSeconds: 30 }))["tumblingWindowInSeconds"], 30);
  });

  it("gives up half-way through what the stream keeps, so that pointers still point at something", async () => {
    assert.equal((await mapping({}, { retentionHours: 24 }))["maximumRecordAgeInSeconds"], 43_200);
    assert.equal((await mapping({}, { retentionHours: 8760 }))["maximumRecordAgeInSeconds"], 604_800);
  });

  it("has a failure queue of its own that keeps pointers for 14 days and admits the reader alone", async () => {
    const seen = await view();
    const { inputs } = seen.one("view-failures", "aws:sqs/queue:Queue");
    assert.equal(inputs["messageRetentionSeconds"], 1_209_600);
    assert.equal(inputs["redrivePolicy"], undefined);
    assert.deepEqual(
      document(seen, "view-failures-send-view-reader-view-failures"),
      allows(["sqs:SendMessage", "sqs:GetQueueUrl"], [arn("sqs", "view-failures")]),
    );
  });

  it("lets the reader read this stream and no more", async () => {
    const seen = await view();
    assert.deepEqual(document(seen, "view-reader-read-view"), allows(READS, [arn("kinesis", "orders-stream")]));
  });

  it("lets the reader decrypt, and encrypts the failure queue, under the store's key", async () => {
    const seen = await view({}, { kmsKeyArn: KEY });
    assert.deepEqual(
      document(seen, "view-reader-read-view"),
      allows(READS, [arn("kinesis", "orders-stream")], keyUse(["kms:Decrypt"], "kinesis")),
    );
    assert.equal(seen.one("view-failures", "aws:sqs/queue:Queue").inputs["kmsMasterKeyId"], KEY);
  });

  it("reads over a consumer of its own where asked, and may subscribe to that one alone", async () => {
    const seen = await view({ enhancedFanOut: true });
    const consumer = arn("kinesis", "view-reader-view-consumer");
    assert.equal(seen.one("view-reader-from-view", MAPPING).inputs["eventSourceArn"], consumer);
    assert.deepEqual(
      document(seen, "view-reader-subscribe-view"),
      allows(["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"], [consumer]),
    );
  });

  it("watches lag, errors and the failure queue, each by the dimension that its metric has", async () => {
    const seen = await view({ alarmTopicArn: TOPIC, maxLagSeconds: 20 });
    const watched = seen
      .all(ALARM)
      .map(({ name, inputs }) => [
        name,
        `${inputs["namespace"]} ${inputs["metricName"]} ${inputs["statistic"]} > ${inputs["threshold"]}`,
        inputs["dimensions"],
        inputs["alarmActions"],
      ]);
    assert.deepEqual(watched.sort(), [
      ["view-errors", "AWS/Lambda Errors Sum > 0", { FunctionName: "view-reader" }, [TOPIC]],
      [
        "view-failed-events",
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum > 0",
        { QueueName: "view-failures" },
        [TOPIC],
      ],
      ["view-lag", "AWS/Lambda IteratorAge Maximum > 20000", { FunctionName: "view-reader" }, [TOPIC]],
    ]);
  });

  it("has alarms without a topic, that allow five minutes of lag, and none where that is asked for", async () => {
    const silent = await view();
    assert.equal(silent.one("view-lag", ALARM).inputs["threshold"], 300_000);
    assert.equal(silent.one("view-lag", ALARM).inputs["alarmActions"], undefined);
    assert.deepEqual((await view({ withoutAlarms: true })).all(ALARM), []);
  });
});

describe("EventProjection refuses", () => {
  const cases: [string, ProjectionArgs, RegExp][] = [
    ["types and patterns", { eventTypes: ["A"], filters: ['{"data":["A"]}'] }, /eventTypes and filters is .* only one/],
    ["an empty list of types", { eventTypes: [] }, /eventTypes is \[\]; give at least 1/],
    ["a type with a space", { eventTypes: ["Order placed"] }, /eventTypes\[0\] is "Order placed"/],
    ["a pattern that is no JSON", { filters: ["type = OrderPlaced"] }, /filters\[0\] is "type = OrderPlaced"/],
    ["to lag not at all", { maxLagSeconds: 0 }, /maxLagSeconds is 0/],
    ["a topic's name", { alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"/],
    ["a topic for no alarms", { withoutAlarms: true, alarmTopicArn: TOPIC }, /withoutAlarms is true; leave it out/],
    ["a lag for no alarms", { withoutAlarms: true, maxLagSeconds: 5 }, /withoutAlarms is true; leave it out/],
    ["an age below a minute", { maxAgeSeconds: 59 }, /maxAgeSeconds is 59; .* 60 to 604800/],
    ["a batch of none", { batchSize: 0 }, /batchSize is 0/],
    [
      "a window over several batches",
      { tumblingWindowSeconds: 1, parallelization: 2 },
      /parallelization is 2; leave it/,
    ],
    [
      "a time with another position",
      { startingTimestamp: "2026-01-31T12:00:00Z" },
      /startingTimestamp is .*AtTimestamp/,
    ],
  ];
  for (const [what, args, message] of cases) {
    it(what, async () => {
      assert.match(await refused(() => view(args)), message);
    });
  }

  it("an age that the stream does not keep events for, which would be lost with no word of it", async () => {
    const message = await refused(() => view({ maxAgeSeconds: 86_400 }, { retentionHours: 24 }));
    assert.match(message, /EventProjection "view": maxAgeSeconds is 86400; use less than 86400/);
  });
});
