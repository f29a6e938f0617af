import { strict as assert } from "node:assert";
import {
  consumeQueue,
  consumeStream,
  consumeTable,
  type LambdaService,
  type QueueConsumerArgs,
  type QueueSource,
  StartingPosition,
  type StreamConsumerArgs,
} from "../../../../infra/compute";
import { KeyType, StreamView, Table } from "../../../../infra/data";
import { MessageBus, Queue } from "../../../../infra/messaging";
import type { TestGraph } from "../../../../testing";
import { hello, KEY_ARN, statements } from "./lambda-fixtures";

const STREAM = { arn: "arn:aws:kinesis:eu-central-1:123456789012:stream/journal", name: "journal" };
const FILTER = '{"body":{"type":["OrderPlaced"]}}';

/** The mapping's inputs, but for its tags. */
function mapping(seen: TestGraph): Record<string, unknown> {
  const { tags, ...inputs } = seen.one("hello-from-orders").inputs;
  assert.ok(tags);
  return inputs;
}

function queued(
  args: Partial<QueueConsumerArgs> = {},
  lambda: { timeoutSeconds?: number; reservedConcurrency?: number } = {},
) {
  return hello(lambda, (fn) =>
    consumeQueue(fn, "orders", { queue: new Queue("orders", { visibilityTimeoutSeconds: 900 }), ...args }),
  );
}

function queueOf(fn: LambdaService, visibilityTimeoutSeconds: number): QueueSource {
  return new Queue("orders", { visibilityTimeoutSeconds }, { parent: fn });
}

function streamed(args: Partial<StreamConsumerArgs> = {}) {
  return hello({}, (fn) => consumeStream(fn, "orders", { stream: STREAM, onFailure: new Queue("failed"), ...args }));
}

describe("consumeQueue", () => {
  it("hands batches of ten to the alias and has just the failed messages come again", async () => {
    assert.deepEqual(mapping(await queued()), {
      functionName: "arn:aws:lambda:eu-central-1:123456789012:hello:live",
      eventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:orders",
      batchSize: 10,
      maximumBatchingWindowInSeconds: 0,
      functionResponseTypes: ["ReportBatchItemFailures"],
      enabled: true,
    });
  });

  it("lets the function take messages, and not send any", async () => {
    assert.deepEqual(statements(await queued(), "orders-consume-hello-orders"), [
      {
        Effect: "Allow",
        Action: [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
        ],
        Resource: ["arn:aws:sqs:eu-central-1:123456789012:orders"],
      },
    ]);
  });

  it("hands each option on", async () => {
    const inputs = mapping(
      await queued({
        batchSize: 10_000,
        maximumBatchingWindowSeconds: 300,
        maximumConcurrency: 2,
        filters: [FILTER],
        paused: true,
      }),
    );
    assert.deepEqual(
      [inputs["batchSize"], inputs["maximumBatchingWindowInSeconds"], inputs["scalingConfig"], inputs["enabled"]],
      [10_000, 300, { maximumConcurrency: 2 }, false],
    );
    assert.deepEqual(inputs["filterCriteria"], { filters: [{ pattern: FILTER }] });
  });

  it("refuses a queue that hands messages out again while they are handled", async () => {
    const message =
      /queue\.visibilityTimeoutSeconds is 179; use at least 180: 6 times the function's timeoutSeconds, 30, plus maximumBatchingWindowSeconds/;
    await assert.rejects(
      hello({}, (fn) => consumeQueue(fn, "orders", { queue: queueOf(fn, 179) })),
      message,
    );
    await hello({}, (fn) => consumeQueue(fn, "orders", { queue: queueOf(fn, 180) }));
    await assert.rejects(
      hello({}, (fn) => consumeQueue(fn, "orders", { queue: queueOf(fn, 180), maximumBatchingWindowSeconds: 1 })),
      /is 180; use at least 181/,
    );
  });

  const wrong: [Partial<QueueConsumerArgs>, RegExp][] = [
    [{ batchSize: 0 }, /consumeQueue "orders" of hello: batchSize is 0/],
    [{ batchSize: 11 }, /batchSize is 11; .*1 to 10 messages; above 10 set maximumBatchingWindowSeconds/],
    [{ batchSize: 10_001, maximumBatchingWindowSeconds: 1 }, /batchSize is 10001; .*1 to 10000/],
    [{ maximumBatchingWindowSeconds: 301 }, /maximumBatchingWindowSeconds is 301; .*0 to 300/],
    [{ maximumConcurrency: 1 }, /maximumConcurrency is 1; .*2 to 1000/],
    [{ maximumConcurrency: 1001 }, /maximumConcurrency is 1001/],
    [{ filters: [] }, /filters is \[\]; give 1 to 10 of them/],
    [{ filters: ["type = OrderPlaced"] }, /filters\[0\] is .*use JSON text/],
    [{ filters: ['{"body":{"type":"OrderPlaced"}}'] }, /filters\[0\] is .*give what body\.type matches as a list/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      await assert.rejects(queued(args), message);
    });
  }

  it("refuses more at once than the function may have environments", async () => {
    await assert.rejects(
      queued({ maximumConcurrency: 11 }, { reservedConcurrency: 10 }),
      /maximumConcurrency is 11; .*2 to 10/,
    );
  });
});

describe("consumeStream", () => {
  it("starts at the oldest record, finds the one that fails, gives up on it, and keeps it", async () => {
    assert.deepEqual(mapping(await streamed()), {
      functionName: "arn:aws:lambda:eu-central-1:123456789012:hello:live",
      eventSourceArn: STREAM.arn,
      batchSize: 100,
      maximumBatchingWindowInSeconds: 0,
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 4,
      maximumRecordAgeInSeconds: 604_800,
      parallelizationFactor: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: "arn:aws:sqs:eu-central-1:123456789012:failed" } },
      enabled: true,
    });
  });

  it("lets the function read that stream, and send what failed", async () => {
    const seen = await streamed();
    assert.deepEqual(statements(seen, "hello-read-orders"), [
      {
        Effect: "Allow",
        Action: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
        Resource: [STREAM.arn],
      },
    ]);
    assert.match(JSON.stringify(statements(seen, "failed-send-hello-orders-failures")), /"sqs:SendMessage"/);
  });

  it("lets the function decrypt the stream through Kinesis only", async () => {
    const seen = await streamed({ stream: { ...STREAM, kmsKeyArn: KEY_ARN } });
    assert.match(
      JSON.stringify(statements(seen, "hello-read-orders")),
      /"Action":\["kms:Decrypt"\],"Resource":"arn:aws:kms:[^"]*","Condition":\{"StringEquals":\{"kms:ViaService":"kinesis\.eu-central-1\.amazonaws\.com"\}\}/,
    );
  });

  it("hands each option on", async () => {
    const inputs = mapping(
      await streamed({
        batchSize: 10_000,
        maximumBatchingWindowSeconds: 300,
        startingPosition: StartingPosition.AtTimestamp,
        startingTimestamp: "2026-01-31T12:00:00Z",
        withoutBisect: true,
        maxAttempts: 1,
        maxAgeSeconds: 60,
        parallelization: 10,
        filters: [FILTER],
        paused: true,
      }),
    );
    assert.deepEqual(
      [inputs["batchSize"], inputs["maximumBatchingWindowInSeconds"], inputs["startingPosition"]],
      [10_000, 300, "AT_TIMESTAMP"],
    );
    assert.deepEqual(
      [inputs["startingPositionTimestamp"], inputs["bisectBatchOnFunctionError"], inputs["maximumRetryAttempts"]],
      ["2026-01-31T12:00:00Z", false, 0],
    );
    assert.deepEqual(
      [inputs["maximumRecordAgeInSeconds"], inputs["parallelizationFactor"], inputs["enabled"]],
      [60, 10, false],
    );
    assert.deepEqual(inputs["filterCriteria"], { filters: [{ pattern: FILTER }] });
    assert.equal(mapping(await streamed({ tumblingWindowSeconds: 900 }))["tumblingWindowInSeconds"], 900);
  });

  it("sends what failed to a topic where that was given", async () => {
    const seen = await hello({}, (fn) =>
      consumeStream(fn, "orders", { stream: STREAM, onFailure: new MessageBus("failed", {}) }),
    );
    assert.match(JSON.stringify(mapping(seen)["destinationConfig"]), /arn:aws:sns:[^"]*:failed/);
    assert.match(JSON.stringify(statements(seen, "failed-publish-hello-orders-failures")), /"sns:Publish"/);
  });

  it("reads over a consumer of its own where that was wanted", async () => {
    const seen = await streamed({ enhancedFanOut: true });
    const arn = "arn:aws:kinesis:eu-central-1:123456789012:hello-orders-consumer";
    assert.equal(mapping(seen)["eventSourceArn"], arn);
    assert.equal(seen.one("hello-orders-consumer").inputs["streamArn"], STREAM.arn);
    assert.deepEqual(statements(seen, "hello-subscribe-orders"), [
      { Effect: "Allow", Action: ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"], Resource: [arn] },
    ]);
  });

  const wrong: [Partial<StreamConsumerArgs>, RegExp][] = [
    [{ batchSize: 10_001 }, /consumeStream "orders" of hello: batchSize is 10001/],
    [{ maximumBatchingWindowSeconds: 301 }, /maximumBatchingWindowSeconds is 301/],
    [{ maxAttempts: 0 }, /maxAttempts is 0; .*1 to 10001/],
    [{ maxAgeSeconds: 59 }, /maxAgeSeconds is 59; .*60 to 604800/],
    [{ parallelization: 11 }, /parallelization is 11; .*1 to 10/],
    [{ tumblingWindowSeconds: 901 }, /tumblingWindowSeconds is 901; .*1 to 900/],
    [{ tumblingWindowSeconds: 60, parallelization: 2 }, /parallelization is 2; leave it out: a tumbling window/],
    [
      { startingTimestamp: "2026-01-31T12:00:00Z" },
      /startingTimestamp is .*give it with StartingPosition\.AtTimestamp/,
    ],
    [{ startingPosition: "AT_TIMESTAMP" }, /startingTimestamp is null; give it with StartingPosition\.AtTimestamp/],
    [
      { startingPosition: "AT_TIMESTAMP", startingTimestamp: "yesterday" },
      /startingTimestamp is "yesterday"; use RFC 3339/,
    ],
    [{ filters: ["{}"] }, /filters\[0\] is "\{\}"; use a JSON object with at least one key/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      await assert.rejects(streamed(args), message);
    });
  }
});

describe("consumeTable", () => {
  const KEYS = { partitionKey: { name: "pk", type: KeyType.String } };

  it("reads the stream of the table, and may do nothing else with it", async () => {
    const streamArn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/1";
    const seen = await hello(
      {},
      (fn) => {
        const table = new Table("orders", { ...KEYS, stream: StreamView.NewImage });
        return consumeTable(fn, "orders", { table, onFailure: new Queue("failed") });
      },
      { outputs: { "aws:dynamodb/table:Table": { streamArn } } },
    );
    const { eventSourceArn, startingPosition, maximumRetryAttempts } = mapping(seen);
    assert.deepEqual([eventSourceArn, startingPosition, maximumRetryAttempts], [streamArn, "TRIM_HORIZON", 4]);
    assert.deepEqual(statements(seen, "orders-stream-hello-orders"), [
      {
        Effect: "Allow",
        Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        Resource: [streamArn],
      },
    ]);
  });

  it("refuses a table with no stream, and a time to start from", async () => {
    await assert.rejects(
      hello({}, (fn) =>
        consumeTable(fn, "orders", { table: new Table("orders", KEYS), onFailure: new Queue("failed") }),
      ),
      /table is "no stream"; give the table a stream/,
    );
    await assert.rejects(
      hello({}, (fn) => {
        const table = new Table("orders", { ...KEYS, stream: StreamView.NewImage });
        const startingPosition = StartingPosition.AtTimestamp;
        return consumeTable(fn, "orders", { table, onFailure: new Queue("failed"), startingPosition });
      }),
      /startingPosition is "AT_TIMESTAMP"; use TRIM_HORIZON or LATEST/,
    );
  });
});
