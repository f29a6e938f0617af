import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { ClientConfig } from "../provider/handler";
import { Inputs, type Plain, type Props, ProviderError } from "../provider/values";
import type { StoredResource } from "../state";
import { at, matches } from "./pattern";
import { recordOf } from "./record";

/** How far a pipe is: the last sequence number of each shard that was delivered. */
export type Checkpoint = Record<string, string>;

/** What a pipe works with. */
export interface PipeOptions {
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T;
  region: string;
  checkpoint: Checkpoint;
  /** Told after every batch that was delivered. */
  onDelivered(records: number): void;
  /** Told of what went wrong; the same records are tried again. */
  onError(message: string): void;
  /** Milliseconds between two looks at a shard with nothing new. @default 100 */
  idleMs?: number;
}

const mostRecords = 500;
const retryMs = 1000;

/** A pipe of the program, as its resource says. */
interface Definition {
  name: string;
  source: string;
  streamName: string;
  partitionKey: string;
  filters: Plain[];
  fromOldest: boolean;
}

/** Why a pipe is not carried; undefined where it is. */
export function unsupported(pipe: StoredResource): string | undefined {
  const inputs = new Inputs(pipe.inputs);
  if (!inputs.text("source").includes(":dynamodb:")) return "its source is no DynamoDB stream";
  if (!inputs.text("target").includes(":kinesis:")) return "its target is no Kinesis stream";
  if (inputs.has("enrichment")) return "it has an enrichment";
  return undefined;
}

function definitionOf(pipe: StoredResource): Definition {
  const inputs = new Inputs(pipe.inputs);
  const source = inputs.child("sourceParameters");
  const target = inputs.child("targetParameters")?.child("kinesisStreamParameters");
  if (!target) throw new ProviderError(`the pipe ${pipe.name} has no kinesisStreamParameters`);
  return {
    name: pipe.name,
    source: inputs.text("source"),
    streamName: inputs.text("target").split("/").pop() ?? "",
    partitionKey: target.text("partitionKey"),
    filters: (source?.child("filterCriteria")?.children("filters") ?? []).map((filter): Plain => {
      const pattern: Plain = JSON.parse(filter.text("pattern"));
      return pattern;
    }),
    fromOldest: source?.child("dynamodbStreamParameters")?.maybe("startingPosition") !== "LATEST",
  };
}

/**
 * Carries the records of a table's stream to a Kinesis stream: in order, each at least once, from where it stopped.
 * The emulator's own pipes can't do that.
 */
export class RunningPipe {
  readonly done: Promise<void>;
  private readonly stopped = new AbortController();
  private readonly definition: Definition;

  constructor(
    pipe: StoredResource,
    private readonly options: PipeOptions,
  ) {
    this.definition = definitionOf(pipe);
    const running = new Inputs(pipe.inputs).maybe("desiredState") !== "STOPPED";
    this.done = running ? this.run() : Promise.resolve();
  }

  /** Settled once nothing is under way any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.done;
  }

  private get running(): boolean {
    return !this.stopped.signal.aborted;
  }

  private async run(): Promise<void> {
    const shards = new Map<string, Promise<void>>();
    while (this.running) {
      for (const shard of await this.attempt(() => this.shards(), [])) {
        if (!shards.has(shard)) shards.set(shard, this.follow(shard));
      }
      await this.pause(retryMs);
    }
    await Promise.all(shards.values());
  }

  private async shards(): Promise<string[]> {
    const { StreamDescription } = await this.options
      .client(DynamoDBStreamsClient)
      .send(new DescribeStreamCommand({ StreamArn: this.definition.source }));
    return (StreamDescription?.Shards ?? []).map(({ ShardId = "" }) => ShardId);
  }

  private async follow(shard: string): Promise<void> {
    const client = this.options.client(DynamoDBStreamsClient);
    let iterator: string | undefined;
    while (this.running) {
      iterator ??= await this.attempt(() => this.iterator(shard), undefined);
      if (iterator === undefined) continue;
      const from: string = iterator;
      const answer = await this.attempt(
        () => client.send(new GetRecordsCommand({ ShardIterator: from, Limit: mostRecords })),
        undefined,
      );
      const records = answer?.Records ?? [];
      if (records.length > 0 && !(await this.carry(shard, records))) return;
      iterator = answer?.NextShardIterator;
      // A closed shard has no next iterator; one that could not be read is looked up again.
      if (answer && iterator === undefined) return;
      if (records.length === 0) await this.pause(this.options.idleMs ?? 100);
    }
  }

  private async iterator(shard: string): Promise<string | undefined> {
    const { source, fromOldest } = this.definition;
    const after = this.options.checkpoint[shard];
    const { ShardIterator } = await this.options.client(DynamoDBStreamsClient).send(
      new GetShardIteratorCommand({
        StreamArn: source,
        ShardId: shard,
        ...(after === undefined
          ? { ShardIteratorType: fromOldest ? "TRIM_HORIZON" : "LATEST" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after }),
      }),
    );
    return ShardIterator;
  }

  /** Delivers a batch, however often it takes. @returns false where the pipe was stopped before */
  private async carry(shard: string, batch: StreamRecord[]): Promise<boolean> {
    const { source, filters, partitionKey, streamName } = this.definition;
    const records = batch.map((record) => recordOf(record, source, this.options.region));
    const wanted: Props[] = records.filter(
      (record) => filters.length === 0 || filters.some((pattern) => matches(pattern, record)),
    );
    let rest = wanted.map((record) => ({
      Data: Buffer.from(JSON.stringify(record)),
      PartitionKey: at(partitionKey, record),
    }));
    while (rest.length > 0) {
      if (!this.running) return false;
      const failed = await this.attempt(async () => {
        const { Records = [] } = await this.options
          .client(KinesisClient)
          .send(new PutRecordsCommand({ StreamName: streamName, Records: rest }));
        const first = Records.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
        // Everything from the first failure on once more: order goes before "once".
        return first < 0 ? [] : rest.slice(first);
      }, rest);
      if (failed.length > 0) await this.pause(retryMs);
      rest = failed;
    }
    const last = batch.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) this.options.checkpoint[shard] = last;
    this.options.onDelivered(wanted.length);
    return true;
  }

  private async attempt<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.running) {
        this.options.onError(`pipe ${this.definition.name}: ${error instanceof Error ? error.message : error}`);
        await this.pause(retryMs);
      }
      return otherwise;
    }
  }

  private pause(milliseconds: number): Promise<void> {
    const { signal } = this.stopped;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resume) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resume();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener("abort", end);
    });
  }
}
