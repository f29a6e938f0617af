import type * as pulumi from "@pulumi/pulumi";
import type { ObjectLockMode } from "../audit/trail-args";
import type { PlatformArgs } from "../core";

/** Metrics that Kinesis can send for each shard, at a price. Values from the provider's `Stream.shardLevelMetrics`. */
export const StreamMetric = {
  IncomingBytes: "IncomingBytes",
  IncomingRecords: "IncomingRecords",
  OutgoingBytes: "OutgoingBytes",
  OutgoingRecords: "OutgoingRecords",
  WriteProvisionedThroughputExceeded: "WriteProvisionedThroughputExceeded",
  ReadProvisionedThroughputExceeded: "ReadProvisionedThroughputExceeded",
  IteratorAgeMilliseconds: "IteratorAgeMilliseconds",
} as const;
export type StreamMetric = (typeof StreamMetric)[keyof typeof StreamMetric];

/** What a pipe logs. Values from the provider's `PipeLogConfiguration.level`. */
export const PipeLogLevel = { Error: "ERROR", Info: "INFO", Trace: "TRACE" } as const;
export type PipeLogLevel = (typeof PipeLogLevel)[keyof typeof PipeLogLevel];

/** How events get from the journal to the stream. */
export interface JournalPipeArgs {
  /**
   * Most events of one write to the stream, 1 to 500. Kinesis may take some of a write and refuse the others, which then
   * come later: readers have to go by an event's `sequence`. With 1, events of an aggregate arrive in order, slower.
   * @default 100
   */
  batchSize?: number;
  /** Longest wait for a batch to fill, in seconds, 0 to 300. @default 0 */
  maximumBatchingWindowSeconds?: number;
  /** Attempts before events go to the queue of undelivered ones, 1 to 10,001. @default 100 */
  maxAttempts?: number;
  /**
   * Age at which events go there with no further attempt, in seconds, 60 to 86,400. What lies in the queue points into
   * the journal's stream, which keeps events for 24 hours. @default 43200, half of that
   */
  maxAgeSeconds?: number;
  /** How much the pipe logs. @default "ERROR" */
  logLevel?: PipeLogLevel;
  /** Have the logs show the events themselves. @default false */
  logEvents?: boolean;
  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 90 */
  logRetentionDays?: number;
  /** ARN of the KMS key of the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Send nothing on for now; what is older than 24 hours by the time it runs again never gets to the stream. @default false */
  paused?: boolean;
}

/** How long S3 refuses to delete an object. */
export interface ArchiveLockArgs {
  /** With `GOVERNANCE` roles that may bypass it still can; with `COMPLIANCE` nobody can. @default "GOVERNANCE" */
  mode?: ObjectLockMode;
  /** Days that each object is locked, 1 to 36,500. */
  days: number;
}

/** The bucket that keeps every event for good. */
export interface EventArchiveArgs {
  /** Its name in S3, one of a kind in the world. @default `<stack>-<name>-archive-<account>-<region>` */
  bucketName?: string;
  /** Refuse to delete or overwrite an object before its time. It can't be added to a bucket that exists. @default none */
  objectLock?: ArchiveLockArgs;
  /** Days after which an object gets cheaper to keep and dearer to read (Glacier Instant Retrieval), at least 1. @default 90 */
  coldAfterDays?: number;
  /**
   * Days after which it moves to Glacier Deep Archive, at least 90 more: whoever rebuilds state has to restore it first,
   * which takes up to 48 hours. @default never
   */
  deepAfterDays?: number;
  /** Days that a version is kept after its object was overwritten or deleted, at least 1. @default 90 */
  supersededDays?: number;
  /** Bucket, by name, that S3 logs every access to; it has to admit `logging.s3.amazonaws.com`. @default none */
  accessLogBucketName?: pulumi.Input<string>;
}

/** Arguments of {@link EventStore}. */
export interface EventStoreArgs extends PlatformArgs {
  /** Shards of the stream, 1 to 10,000, paid by the hour; 1 MB or 1,000 events a second each. @default on demand */
  shards?: number;
  /** Hours that the stream keeps events, 24 to 8,760. @default 168, a week */
  retentionHours?: number;
  /** Metrics of each shard. @default none */
  shardMetrics?: StreamMetric[];
  /** How events get from the journal to the stream. @default the default of each option */
  pipe?: JournalPipeArgs;
  /** The bucket that keeps every event for good. @default the default of each option */
  archive?: EventArchiveArgs;
  /** Days that one can take the journal back to any second of, 1 to 35. @default 35 */
  recoveryDays?: number;
  /**
   * Make one customer-managed KMS key for journal, stream, archive and queue, rotated every year. Excludes `kmsKeyArn`.
   * @default false: keys that AWS owns or manages
   */
  customerKey?: boolean;
  /** ARN of a KMS key that exists already, for all of them. Excludes `customerKey`. @default none */
  kmsKeyArn?: pulumi.Input<string>;
  /** Let `pulumi destroy` delete the journal and the archive with all events. @default false */
  deletableWithEvents?: boolean;
  /** SNS topic that alarms tell. @default alarms tell nobody */
  alarmTopicArn?: pulumi.Input<string>;
  /** Make no alarms: nobody learns of events that do not reach the stream. @default false */
  withoutAlarms?: boolean;
}
