import { createHash } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { orderSchemas } from "../../../../../services/orders/domain/events";
import { encodingOf } from "../../../../../services/shared/encoding";
import type { RecordedEvent } from "../../../../../services/shared/journal";
import { itemOf } from "../../../../../services/shared/journal-item";

const STREAM_ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";

/** A Kinesis stream: records of a partition key are in one shard, in the order in which they came. */
export class MemoryStream {
  readonly shards: KinesisStreamRecord[][];
  private sequence = 0n;

  constructor(shards: number) {
    this.shards = Array.from({ length: shards }, () => []);
  }

  /** @param data bytes of the record, as text */
  put(partitionKey: string, data: string, arrivedAt = 1_767_225_600): void {
    const index = createHash("md5").update(partitionKey).digest().readUInt32BE(0) % this.shards.length;
    this.sequence += 1n;
    const sequenceNumber = String(10n ** 55n + this.sequence);
    const shard = `shardId-${String(index).padStart(12, "0")}`;
    this.shards[index]?.push({
      awsRegion: "eu-central-1",
      eventID: `${shard}:${sequenceNumber}`,
      eventName: "aws:kinesis:record",
      eventSource: "aws:kinesis",
      eventSourceARN: STREAM_ARN,
      eventVersion: "1.0",
      invokeIdentityArn: "arn:aws:iam::123456789012:role/reader",
      kinesis: {
        approximateArrivalTimestamp: arrivedAt,
        data: Buffer.from(data).toString("base64"),
        kinesisSchemaVersion: "1.0",
        partitionKey,
        sequenceNumber,
      },
    });
  }
}

/** A record of the journal's stream, as the pipe puts it into Kinesis. @param encoding that the event was written in */
export async function streamRecordOf(event: RecordedEvent, encoding = "json"): Promise<string> {
  const image = marshall(await itemOf(event, orderSchemas, encodingOf(encoding)));
  // Bytes are base64 in a stream's record.
  const text = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
  return JSON.stringify({ eventName: "INSERT", dynamodb: { NewImage: plainBytes(image) } }, text);
}

/** Buffers would be written by their own `toJSON`. */
function plainBytes(image: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(image).map(([name, value]) => {
      const bytes: unknown = typeof value === "object" && value !== null && "B" in value ? value.B : undefined;
      return [name, bytes instanceof Uint8Array ? { B: Buffer.from(bytes).toString("base64") } : value];
    }),
  );
}

/** Records that a reader gave up, as the message in the failure queue points at them. */
export interface FailedBatch {
  readonly shard: number;
  readonly records: readonly KinesisStreamRecord[];
}

/** What invoking a function came to; `undefined` where it ended with an error or was killed. */
export type Invoke = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse | undefined>;

export interface PollerOptions {
  readonly batchSize: number;
  /** Attempts of a batch that is not cut any more. */
  readonly maxAttempts: number;
}

/**
 * Lambda's poller of a stream with ReportBatchItemFailures and BisectBatchOnFunctionError, as documented in
 * docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html and kinesis-on-failure-destination.html:
 * the lowest sequence number of `batchItemFailures` is the checkpoint, records before it are done, and the rest is tried
 * again; a batch of which nothing was done is cut in two, which counts as no attempt; what fails as often as it may goes
 * to the failure queue, and the shard goes on.
 */
export class Poller {
  readonly failed: FailedBatch[] = [];
  readonly counts = { invocations: 0, errors: 0, partial: 0, bisected: 0 };
  private readonly positions: number[];

  constructor(
    private readonly stream: MemoryStream,
    private readonly invoke: Invoke,
    private readonly options: PollerOptions,
  ) {
    this.positions = stream.shards.map(() => 0);
  }

  /** Reads all there is; shards at once, each in order. */
  async drain(): Promise<void> {
    await Promise.all(
      this.stream.shards.map(async (records, shard) => {
        for (
          let position = this.positions[shard] ?? 0;
          position < records.length;
          position = this.positions[shard] ?? 0
        ) {
          const batch = records.slice(position, position + this.options.batchSize);
          await this.deliver(shard, batch);
          this.positions[shard] = position + batch.length;
        }
      }),
    );
  }

  /** What an operator does with the failure queue: has the records handled that it points at. */
  async redrive(): Promise<void> {
    for (const { shard, records } of this.failed.splice(0)) await this.deliver(shard, records);
  }

  private async deliver(shard: number, records: readonly KinesisStreamRecord[]): Promise<void> {
    let rest = records;
    for (let attempt = 1; rest.length > 0; attempt++) {
      const done = await this.attempt(rest);
      rest = rest.slice(done);
      if (rest.length === 0) return;
      if (done > 0) {
        attempt = 0;
      } else if (rest.length > 1) {
        this.counts.bisected += 1;
        const middle = Math.ceil(rest.length / 2);
        await this.deliver(shard, rest.slice(0, middle));
        await this.deliver(shard, rest.slice(middle));
        return;
      } else if (attempt >= this.options.maxAttempts) {
        this.failed.push({ shard, records: rest });
        return;
      }
    }
  }

  /** Answers how many records, from the first, were done. */
  private async attempt(records: readonly KinesisStreamRecord[]): Promise<number> {
    this.counts.invocations += 1;
    const answer = await this.invoke({ Records: [...records] });
    if (!answer) {
      this.counts.errors += 1;
      return 0;
    }
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = records.findIndex(({ kinesis }) => failed.has(kinesis.sequenceNumber));
    if (first < 0 && failed.size > 0) return 0;
    if (first >= 0) this.counts.partial += 1;
    return first < 0 ? records.length : first;
  }
}
