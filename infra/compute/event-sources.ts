import type { RolePolicy } from "@pulumi/aws/iam";
import { StreamConsumer } from "@pulumi/aws/kinesis";
import type { EventSourceMapping, EventSourceMappingArgs } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { ArgumentChecks, grant } from "../core";
import type { MessageBus } from "../messaging";
import { checkPattern } from "../messaging/patterns";
import { Queue } from "../messaging/queue";
import type { LambdaService } from "./lambda-service";

// Ranges: docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html

/** What {@link consumeQueue} needs of a queue; a `Queue` is one. */
export interface QueueSource {
  readonly arn: pulumi.Output<string>;
  /** Time that a consumer has for a message, in seconds, where that is known. */
  readonly visibilityTimeoutSeconds?: number;
  grantConsume(to: Grantable, granteeName: string): Grant;
}

/** How a function consumes a queue. */
export interface QueueConsumerArgs {
  /** The queue; a `Queue` is one. */
  queue: QueueSource;
  /** Most messages of one invocation, 1 to 10,000; above 10 only with a window, and never of a FIFO queue. @default 10 */
  batchSize?: number;
  /** Longest wait for a batch to fill, in seconds, 0 to 300; not for a FIFO queue. @default 0 */
  maximumBatchingWindowSeconds?: number;
  /** Most invocations at once for this queue, 2 to 1,000. @default as many as the function gets */
  maximumConcurrency?: number;
  /** Patterns, as JSON text, of messages to handle, at most 10; what none matches is deleted. @default every message */
  filters?: string[];
  /** Do not invoke for now. @default false */
  paused?: boolean;
}

/** Where reading starts where nothing was read yet. Values from the provider's `startingPosition`. */
export const StartingPosition = {
  Oldest: "TRIM_HORIZON",
  Latest: "LATEST",
  /** Kinesis only. */
  AtTimestamp: "AT_TIMESTAMP",
} as const;
export type StartingPosition = (typeof StartingPosition)[keyof typeof StartingPosition];

/** What is common to readers of streams. */
export interface StreamReaderArgs {
  /** Where batches go, as references to the records, that failed to the end. */
  onFailure: Queue | MessageBus;
  /** Most records of one invocation, 1 to 10,000. @default 100 */
  batchSize?: number;
  /** Longest wait for a batch to fill, in seconds, 0 to 300. @default 0 */
  maximumBatchingWindowSeconds?: number;
  /** Where reading starts where nothing was read yet. @default "TRIM_HORIZON": nothing is skipped */
  startingPosition?: StartingPosition;
  /** Do not cut a failing batch in two to find the record that fails. @default false */
  withoutBisect?: boolean;
  /** Attempts before a batch goes to `onFailure`, 1 to 10,001; cutting it in two is none. @default 5 */
  maxAttempts?: number;
  /** Age at which a record goes to `onFailure` with no further attempt, in seconds, 60 to 604,800. @default 604800, a week */
  maxAgeSeconds?: number;
  /** Batches of one shard at once, 1 to 10; records of one partition key stay in order. @default 1 */
  parallelization?: number;
  /** Length of a window that the function gets its own state over, in seconds, 1 to 900. @default none */
  tumblingWindowSeconds?: number;
  /** Patterns, as JSON text, of records to handle, at most 10. @default every record */
  filters?: string[];
  /** Do not invoke for now. @default false */
  paused?: boolean;
}

/** A Kinesis stream. */
export interface StreamSource {
  readonly arn: pulumi.Input<string>;
  readonly name: pulumi.Input<string>;
  /** Customer-managed key of the stream. @default none */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/** How a function reads a Kinesis stream. */
export interface StreamConsumerArgs extends StreamReaderArgs {
  /** The stream; the one of an `EventStore` is one. */
  stream: StreamSource;
  /** Time to start from, as RFC 3339, with `StartingPosition.AtTimestamp`. */
  startingTimestamp?: string;
  /** Read over a consumer of its own, with 2 MB a second of each shard that it shares with nobody. @default false */
  enhancedFanOut?: boolean;
}

/** A DynamoDB table with a stream; a `Table` is one. */
export interface TableSource {
  readonly streamArn: pulumi.Output<string> | undefined;
  grantStream(to: Grantable, granteeName: string): Grant;
}

/** How a function reads the stream of a table. */
export interface TableConsumerArgs extends StreamReaderArgs {
  /** The table, with a stream; a `Table` is one. */
  table: TableSource;
}

/** Function timeouts that a queue's visibility timeout has to have: docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_FACTOR = 6;

/** docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html: five, and ten where the quota was raised. */
const MAX_FILTERS = 10;

/** Tells Lambda that the answer names the failed records, and that the others are done. */
const PARTIAL_BATCHES = ["ReportBatchItemFailures"];

/**
 * Has a function handle the messages of a queue, and lets it. The function has to answer with `batchItemFailures`: just
 * those messages come again.
 * @param name names the consumption: letters, digits and hyphens, one of a kind for the function
 * @throws ArgumentError where an argument is out of range, or the queue hands messages out again while they are handled
 */
export function consumeQueue(fn: LambdaService, name: string, args: QueueConsumerArgs): EventSourceMapping {
  const { queue, batchSize = 10, maximumBatchingWindowSeconds = 0, maximumConcurrency } = args;
  const checks = new ArgumentChecks(`consumeQueue "${name}" of ${fn.logicalName}`);
  checks
    .integer(
      "batchSize",
      batchSize,
      1,
      maximumBatchingWindowSeconds === 0 ? 10 : 10_000,
      "messages; above 10 set maximumBatchingWindowSeconds",
    )
    .integer("maximumBatchingWindowSeconds", maximumBatchingWindowSeconds, 0, 300, "seconds")
    .integer("maximumConcurrency", maximumConcurrency, 2, Math.min(1000, fn.reservedConcurrency ?? 1000));
  checkFilters(checks, args.filters);
  // A batch may wait for the window before it is handled: AWS asks for the window on top.
  const least = VISIBILITY_FACTOR * fn.timeoutSeconds + maximumBatchingWindowSeconds;
  const visibility = queue.visibilityTimeoutSeconds;
  checks.that(
    "queue.visibilityTimeoutSeconds",
    visibility,
    visibility === undefined || visibility >= least,
    `use at least ${least}: ${VISIBILITY_FACTOR} times the function's timeoutSeconds, ${fn.timeoutSeconds}, plus maximumBatchingWindowSeconds`,
  );
  checks.done();
  const { policy } = queue.grantConsume(fn, `${fn.logicalName}-${name}`);
  return fn.mapEvents(
    name,
    {
      eventSourceArn: queue.arn,
      batchSize,
      maximumBatchingWindowInSeconds: maximumBatchingWindowSeconds,
      scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
      functionResponseTypes: PARTIAL_BATCHES,
      filterCriteria: filterCriteria(args.filters),
      enabled: !args.paused,
    },
    [policy],
  );
}

/** Has a function handle the records of a Kinesis stream, and lets it. See {@link consumeQueue} for name and answer. */
export function consumeStream(fn: LambdaService, name: string, args: StreamConsumerArgs): EventSourceMapping {
  const checks = new ArgumentChecks(`consumeStream "${name}" of ${fn.logicalName}`);
  checkReader(checks, args);
  const timed = args.startingPosition === StartingPosition.AtTimestamp;
  checks.that(
    "startingTimestamp",
    args.startingTimestamp ?? null,
    timed === (args.startingTimestamp !== undefined),
    "give it with StartingPosition.AtTimestamp, and with nothing else",
  );
  checks.matches(
    "startingTimestamp",
    args.startingTimestamp,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    "use RFC 3339, such as 2026-01-31T12:00:00Z",
  );
  checks.done();
  const { stream } = args;
  const arn = pulumi.output(stream.arn);
  const reads = [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
  ];
  const key =
    stream.kmsKeyArn === undefined
      ? undefined
      : {
          keyArn: stream.kmsKeyArn,
          actions: ["kms:Decrypt" as const],
          viaService: arn.apply((text) => `kinesis.${text.split(":")[3]}.amazonaws.com`),
        };
  const policies = [grant(fn, fn.logicalName, "read", fn, name, reads, [arn], key).policy];
  let source = arn;
  if (args.enhancedFanOut) {
    const consumer = new StreamConsumer(`${fn.logicalName}-${name}-consumer`, { streamArn: arn }, { parent: fn });
    source = consumer.arn;
    policies.push(
      grant(
        fn,
        fn.logicalName,
        "subscribe",
        fn,
        name,
        ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"],
        [consumer.arn],
      ).policy,
    );
  }
  return mapReader(
    fn,
    name,
    args,
    { eventSourceArn: source, startingPositionTimestamp: args.startingTimestamp },
    policies,
  );
}

/** Has a function handle the changes of a DynamoDB table, and lets it. See {@link consumeQueue} for name and answer. */
export function consumeTable(fn: LambdaService, name: string, args: TableConsumerArgs): EventSourceMapping {
  const checks = new ArgumentChecks(`consumeTable "${name}" of ${fn.logicalName}`);
  checkReader(checks, args);
  checks.that(
    "startingPosition",
    args.startingPosition,
    args.startingPosition !== StartingPosition.AtTimestamp,
    "use TRIM_HORIZON or LATEST: only Kinesis knows times",
  );
  const { streamArn } = args.table;
  if (streamArn === undefined) checks.fail("table", "no stream", "give the table a stream");
  checks.done();
  return mapReader(fn, name, args, { eventSourceArn: streamArn }, [
    args.table.grantStream(fn, `${fn.logicalName}-${name}`).policy,
  ]);
}

function checkFilters(checks: ArgumentChecks, filters: string[] | undefined): void {
  checks.length("filters", filters, 1, MAX_FILTERS);
  for (const [index, filter] of (filters ?? []).entries()) checkPattern(checks, `filters[${index}]`, filter);
}

function checkReader(checks: ArgumentChecks, args: StreamReaderArgs): void {
  const { batchSize, maximumBatchingWindowSeconds } = args;
  checks
    .integer("batchSize", batchSize, 1, 10_000, "records")
    .integer("maximumBatchingWindowSeconds", maximumBatchingWindowSeconds, 0, 300, "seconds")
    .oneOf("startingPosition", args.startingPosition, Object.values(StartingPosition))
    .integer("maxAttempts", args.maxAttempts, 1, 10_001)
    .integer("maxAgeSeconds", args.maxAgeSeconds, 60, 604_800, "seconds")
    .integer("parallelization", args.parallelization, 1, 10)
    .integer("tumblingWindowSeconds", args.tumblingWindowSeconds, 1, 900, "seconds");
  if (args.tumblingWindowSeconds !== undefined && (args.parallelization ?? 1) > 1) {
    // docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
    checks.fail(
      "parallelization",
      args.parallelization,
      "leave it out: a tumbling window has one batch of a shard at once",
    );
  }
  checkFilters(checks, args.filters);
}

function filterCriteria(filters: string[] | undefined) {
  return filters && { filters: filters.map((pattern) => ({ pattern })) };
}

function mapReader(
  fn: LambdaService,
  name: string,
  args: StreamReaderArgs,
  source: Pick<EventSourceMappingArgs, "eventSourceArn" | "startingPositionTimestamp">,
  policies: RolePolicy[],
): EventSourceMapping {
  const { onFailure } = args;
  const grantee = `${fn.logicalName}-${name}-failures`;
  const failures =
    onFailure instanceof Queue
      ? { arn: onFailure.arn, grant: onFailure.grantSend(fn, grantee) }
      : { arn: onFailure.topicArn, grant: onFailure.grantPublish(fn, grantee) };
  return fn.mapEvents(
    name,
    {
      ...source,
      batchSize: args.batchSize ?? 100,
      maximumBatchingWindowInSeconds: args.maximumBatchingWindowSeconds ?? 0,
      startingPosition: args.startingPosition ?? StartingPosition.Oldest,
      bisectBatchOnFunctionError: !args.withoutBisect,
      maximumRetryAttempts: (args.maxAttempts ?? 5) - 1,
      maximumRecordAgeInSeconds: args.maxAgeSeconds ?? 604_800,
      parallelizationFactor: args.parallelization ?? 1,
      tumblingWindowInSeconds: args.tumblingWindowSeconds,
      functionResponseTypes: PARTIAL_BATCHES,
      filterCriteria: filterCriteria(args.filters),
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
      enabled: !args.paused,
    },
    [...policies, failures.grant.policy],
  );
}
