import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService, StartingPosition } from "../compute";
import type { PlatformArgs } from "../core";
import type { EventStore } from "./event-store";

/** How a function reads the events of a store. */
export interface ProjectionArgs {
  /** Types of events to handle, such as `OrderPlaced`. Excludes `filters`. @default every type */
  eventTypes?: string[];
  /**
   * Patterns, as JSON text, of records to handle, at most 10; an event's item is under `data.dynamodb.NewImage`.
   * Excludes `eventTypes`. @default every event
   */
  filters?: string[];
  /** Most events of one invocation, 1 to 10,000. @default 100 */
  batchSize?: number;
  /** Longest wait for a batch to fill, in seconds, 0 to 300. @default 0 */
  maximumBatchingWindowSeconds?: number;
  /** Where reading starts where nothing was read yet. @default "TRIM_HORIZON": nothing is skipped */
  startingPosition?: StartingPosition;
  /** Time to start from, as RFC 3339, with `StartingPosition.AtTimestamp`. */
  startingTimestamp?: string;
  /** Do not cut a failing batch in two to find the event that fails. @default false */
  withoutBisect?: boolean;
  /** Attempts before a batch goes to the failure queue, 1 to 10,001; cutting it in two is none. @default 5 */
  maxAttempts?: number;
  /**
   * Age at which an event goes to the failure queue with no further attempt, in seconds, 60 to 604,800 and less than the
   * stream keeps it. @default half of the time that the stream keeps it
   */
  maxAgeSeconds?: number;
  /** Batches of one shard at once, 1 to 10; events of one aggregate stay in order. @default 1 */
  parallelization?: number;
  /** Length of a window that the function gets its own state over, in seconds, 1 to 900. @default none */
  tumblingWindowSeconds?: number;
  /** Read over a consumer of its own, with 2 MB a second of each shard that it shares with nobody. @default false */
  enhancedFanOut?: boolean;
  /** Do not read for now. @default false */
  paused?: boolean;
  /** Time that reading may lag behind before the alarm goes off, in seconds, 1 to 604,800. @default 300 */
  maxLagSeconds?: number;
  /** SNS topic that alarms tell. @default alarms tell nobody */
  alarmTopicArn?: pulumi.Input<string>;
  /** Make no alarms: nobody learns of a reader that lags or fails. @default false */
  withoutAlarms?: boolean;
}

/** Arguments of {@link EventProjection}. */
export interface EventProjectionArgs extends PlatformArgs, ProjectionArgs {
  /** Store whose events are read. */
  store: EventStore;
  /** Function that handles the events; it answers with `batchItemFailures`. */
  reader: LambdaService;
}
