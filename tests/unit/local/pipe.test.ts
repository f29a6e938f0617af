import { strict as assert } from "node:assert";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { mockClient } from "aws-sdk-client-mock";
import { at, matches } from "../../../local/pipes/pattern";
import { type Checkpoint, RunningPipe, unsupported } from "../../../local/pipes/pipe";
import type { ClientConfig } from "../../../local/provider/handler";
import type { StoredResource } from "../../../local/state";
import { until } from "../../../local/until";

const pipe: StoredResource = {
  type: "aws:pipes/pipe:Pipe",
  name: "pipe",
  urn: "urn",
  id: "pipe",
  outputs: {},
  sequence: 1,
  inputs: {
    source: "arn:aws:dynamodb:eu-west-1:1:table/t/stream/s",
    target: "arn:aws:kinesis:eu-west-1:1:stream/events",
    sourceParameters: {
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
      dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON" },
    },
    targetParameters: { kinesisStreamParameters: { partitionKey: "$.dynamodb.Keys.id.S" } },
  },
};

/** A stream with these records, and a Kinesis stream whose answers are given; the pipe runs until both are done. */
class World {
  readonly streams = mockClient(DynamoDBStreamsClient);
  readonly kinesis = mockClient(KinesisClient);
  readonly errors: string[] = [];
  readonly checkpoint: Checkpoint;
  delivered = 0;

  constructor(records: { id: string; event?: "INSERT" | "MODIFY" }[], checkpoint: Checkpoint = {}) {
    this.checkpoint = checkpoint;
    this.streams.on(DescribeStreamCommand).resolves({ StreamDescription: { Shards: [{ ShardId: "shard" }] } });
    this.streams.on(GetShardIteratorCommand).resolves({ ShardIterator: "first" });
    this.streams.on(GetRecordsCommand, { ShardIterator: "first" }).resolves({
      NextShardIterator: "second",
      Records: records.map(({ id, event = "INSERT" }, index) => ({
        eventName: event,
        dynamodb: { Keys: { id: { S: id } }, NewImage: { id: { S: id } }, SequenceNumber: String(index + 1) },
      })),
    });
    this.streams
      .on(GetRecordsCommand, { ShardIterator: "second" })
      .resolves({ NextShardIterator: "second", Records: [] });
  }

  async run(): Promise<string[][]> {
    const clients = new Map<unknown, { destroy(): void }>();
    const running = new RunningPipe(pipe, {
      client: <T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T => {
        const known = clients.get(make);
        if (known instanceof make) return known;
        const made = new make({
          endpoint: "http://127.0.0.1:1",
          region: "eu-west-1",
          credentials: { accessKeyId: "x", secretAccessKey: "x" },
          maxAttempts: 1,
          forcePathStyle: true,
          requestHandler: new NodeHttpHandler(),
        });
        clients.set(make, made);
        return made;
      },
      region: "eu-west-1",
      checkpoint: this.checkpoint,
      idleMs: 1,
      onDelivered: (records) => {
        this.delivered += records;
      },
      onError: (message) => this.errors.push(message),
    });
    await until("the records are carried", async () => this.streams.commandCalls(GetRecordsCommand).length > 2);
    await running.stop();
    return this.kinesis
      .commandCalls(PutRecordsCommand)
      .map(({ args: [{ input }] }) => (input.Records ?? []).map(({ PartitionKey = "" }) => PartitionKey));
  }

  end(): void {
    this.streams.restore();
    this.kinesis.restore();
  }
}

describe("a pipe from a table to a stream", () => {
  let world: World | undefined;
  afterEach(() => world?.end());

  it("carries what its filter lets through, in order, with the key of each, and remembers how far it is", async () => {
    world = new World([{ id: "a" }, { id: "b", event: "MODIFY" }, { id: "c" }]);
    world.kinesis.on(PutRecordsCommand).resolves({ FailedRecordCount: 0, Records: [{}, {}] });
    assert.deepEqual(await world.run(), [["a", "c"]]);
    assert.deepEqual(world.checkpoint, { shard: "3" });
    assert.equal(world.delivered, 2);
  });

  it("sends everything from the first failure on once more, so that nothing overtakes it", async () => {
    world = new World([{ id: "a" }, { id: "b" }, { id: "c" }]);
    world.kinesis
      .on(PutRecordsCommand)
      .resolvesOnce({ FailedRecordCount: 1, Records: [{}, { ErrorCode: "Throttled" }, {}] })
      .resolves({ FailedRecordCount: 0, Records: [{}, {}] });
    assert.deepEqual(await world.run(), [
      ["a", "b", "c"],
      ["b", "c"],
    ]);
  });

  it("does not go on before a batch is delivered, and says why it waits", async () => {
    world = new World([{ id: "a" }]);
    world.kinesis
      .on(PutRecordsCommand)
      .rejectsOnce(new Error("the stream is busy"))
      .resolves({ FailedRecordCount: 0, Records: [{}] });
    assert.deepEqual(await world.run(), [["a"], ["a"]]);
    assert.deepEqual(world.errors, ["pipe pipe: the stream is busy"]);
  });

  it("begins behind what it delivered before", async () => {
    world = new World([], { shard: "41" });
    await world.run();
    const [call] = world.streams.commandCalls(GetShardIteratorCommand);
    assert.equal(call?.args[0].input.ShardIteratorType, "AFTER_SEQUENCE_NUMBER");
    assert.equal(call?.args[0].input.SequenceNumber, "41");
  });

  it("says what kind of pipe it does not carry", () => {
    assert.equal(unsupported(pipe), undefined);
    const toQueue = { ...pipe, inputs: { ...pipe.inputs, target: "arn:aws:sqs:eu-west-1:1:q" } };
    assert.equal(unsupported(toQueue), "its target is no Kinesis stream");
  });
});

describe("a pipe's filter", () => {
  const record = { eventName: "INSERT", dynamodb: { NewImage: { type: { S: "OrderPlaced" } } } };
  for (const [pattern, expected] of [
    [{ eventName: ["INSERT", "MODIFY"] }, true],
    [{ eventName: ["REMOVE"] }, false],
    [{ dynamodb: { NewImage: { type: { S: [{ prefix: "Order" }] } } } }, true],
    [{ dynamodb: { NewImage: { type: { S: [{ "anything-but": ["OrderPlaced"] }] } } } }, false],
    [{ dynamodb: { OldImage: [{ exists: false }] } }, true],
    [{ dynamodb: { NewImage: { gone: { S: ["x"] } } } }, false],
  ] as const) {
    it(`${expected ? "lets through" : "keeps back"} by ${JSON.stringify(pattern)}`, () => {
      assert.equal(matches(JSON.parse(JSON.stringify(pattern)), record), expected);
    });
  }

  it("refuses a kind that it does not know, instead of letting everything through", () => {
    assert.throws(() => matches({ eventName: [{ wildcard: "*" }] }, record), /"wildcard" are not emulated/);
  });

  it("refuses a record with no partition key", () => {
    assert.throws(() => at("$.dynamodb.Keys.id.S", record), /nothing at \$\.dynamodb\.Keys\.id\.S/);
  });
});
