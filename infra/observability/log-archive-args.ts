import type * as pulumi from "@pulumi/pulumi";
import { ObjectLockMode } from "../audit/trail-args";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import type { ArchiveLockArgs } from "../eventsourcing";
import { type AlarmRecipientArgs, checkRecipients } from "./alarm-recipients";

/** How archived logs are laid out in the bucket, and with it what a query has to say to read only what it needs. */
export const LogPartitioning = {
  /** By day: one query sees all log groups. */
  Day: "day",
  /** By log group and day: a query names its log groups and reads nothing else. Up to 500 groups at once write. */
  LogGroupAndDay: "log-group-and-day",
} as const;
export type LogPartitioning = (typeof LogPartitioning)[keyof typeof LogPartitioning];

/** The subscription of all log groups of the account in the region, also of those that come later. */
export interface AccountSubscriptionArgs {
  /**
   * Names of log groups to leave out: those of whatever takes part in the delivery itself, which would log about its own
   * logs for ever. The archive's own is always left out. @default none
   */
  exceptLogGroupNames?: pulumi.Input<string>[];
  /** Filter pattern of CloudWatch Logs. @default "": every event */
  filterPattern?: string;
}

/** Arguments of {@link LogArchive}. */
export interface LogArchiveArgs extends PlatformArgs, AlarmRecipientArgs {
  /**
   * How logs are laid out in the bucket.
   * @default by log group and day; by day with `accountWide`, where there may be more groups than Firehose has partitions
   */
  partitioning?: LogPartitioning;
  /** Archive all log groups; AWS has one such policy an account and region. @default just those of `subscribe` */
  accountWide?: AccountSubscriptionArgs;

  /** Days that logs are kept, 1 to 36,500. @default 365 */
  retentionDays?: number;
  /**
   * Days after which logs get cheaper to keep and dearer to read (Glacier Instant Retrieval, which Athena reads), at least
   * 90 before they are deleted. @default 90, or never where retentionDays is below 180
   */
  coldAfterDays?: number;
  /** Refuse to delete or overwrite logs before their time. It can't be added to a bucket that exists. @default none */
  objectLock?: ArchiveLockArgs;
  /** Name of the bucket in S3, one of a kind in the world. @default `<stack>-<name>-<account>-<region>` */
  bucketName?: string;
  /** Bucket, by name, that S3 logs every access to; it has to admit `logging.s3.amazonaws.com`. @default none */
  accessLogBucketName?: pulumi.Input<string>;
  /** Let the buckets be destroyed with the logs in them. @default false */
  deletableWithLogs?: boolean;

  /** Most seconds that events wait for others before they are written, 60 to 900. @default 300 */
  bufferSeconds?: number;
  /** Most MiB that are written at once, 64 to 128. @default 64 */
  bufferMegabytes?: number;

  /** Most gigabytes that a query may read; it is stopped then. 1 to 100,000. @default 100 */
  maxScanGigabytes?: number;
  /** Days that results of queries are kept, 1 to 365. @default 7 */
  resultRetentionDays?: number;
  /** Queries to save beside those that are always there, as SQL by name. @default none */
  savedQueries?: Record<string, string>;

  /**
   * ARN of a KMS key that exists already; it has to let CloudWatch Logs use it for the log group of Firehose's errors.
   * @default a key is made
   */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that Firehose's own errors are kept, one of CloudWatch Logs' numbers. @default 30 */
  errorLogRetentionDays?: number;
}

/** What of a log group is archived. */
export interface LogSubscriptionArgs {
  /** Filter pattern of CloudWatch Logs. @default "": every event */
  filterPattern?: string;
}

/** Days that an object has to lie in Glacier Instant Retrieval: aws.amazon.com/s3/storage-classes/glacier */
const LEAST_COLD_DAYS = 90;
export const DEFAULT_RETENTION_DAYS = 365;

/** Days after which logs get cold; undefined where they are deleted before it would pay. */
export function coldAfter(args: LogArchiveArgs): number | undefined {
  const retention = args.retentionDays ?? DEFAULT_RETENTION_DAYS;
  return args.coldAfterDays ?? (retention >= 2 * LEAST_COLD_DAYS ? 90 : undefined);
}

export function partitioningOf(args: LogArchiveArgs): LogPartitioning {
  return args.partitioning ?? (args.accountWide ? LogPartitioning.Day : LogPartitioning.LogGroupAndDay);
}

export function checkLogArchive(checks: ArgumentChecks, args: LogArchiveArgs): void {
  const retention = args.retentionDays ?? DEFAULT_RETENTION_DAYS;
  checks
    .oneOf("partitioning", args.partitioning, Object.values(LogPartitioning))
    .integer("retentionDays", args.retentionDays, 1, 36_500, "days")
    .integer("coldAfterDays", args.coldAfterDays, 1, Math.max(1, retention - LEAST_COLD_DAYS), "days")
    .matches("bucketName", args.bucketName, BUCKET_NAME, BUCKET_NAME_RULE)
    // 60 to 900 s, 64 to 128 MiB: docs.aws.amazon.com/firehose/latest/dev/buffering-hints.html, with dynamic partitioning.
    .integer("bufferSeconds", args.bufferSeconds, 60, 900, "seconds")
    .integer("bufferMegabytes", args.bufferMegabytes, 64, 128, "MiB")
    .integer("maxScanGigabytes", args.maxScanGigabytes, 1, 100_000, "GB")
    .integer("resultRetentionDays", args.resultRetentionDays, 1, 365, "days")
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .oneOf("errorLogRetentionDays", args.errorLogRetentionDays, LOG_RETENTION_DAYS);
  if (args.objectLock) {
    checks
      .integer("objectLock.days", args.objectLock.days, 1, retention, "days, no more than retentionDays")
      .oneOf("objectLock.mode", args.objectLock.mode, Object.values(ObjectLockMode));
    if (args.deletableWithLogs) {
      checks.fail("deletableWithLogs", true, "leave it out: objectLock keeps S3 from deleting the logs");
    }
  }
  checkFilter(checks, "accountWide.filterPattern", args.accountWide?.filterPattern);
  for (const [name, query] of Object.entries(args.savedQueries ?? {})) {
    checks
      .matches(
        `savedQueries.${name}`,
        name,
        /^[a-z][a-z0-9-]{0,39}$/,
        "name it with lower-case letters, digits, hyphens",
      )
      .that(
        `savedQueries.${name}`,
        query,
        query.trim() !== "" && query.length <= 262_144,
        "give 1 to 262,144 characters",
      );
  }
  checkRecipients(checks, args);
}

/** docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html */
export function checkFilter(checks: ArgumentChecks, argument: string, pattern: string | undefined): void {
  checks.that(argument, pattern, (pattern ?? "").length <= 1024, "use a pattern of at most 1,024 characters");
}
