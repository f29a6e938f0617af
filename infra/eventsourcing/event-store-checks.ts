import { ObjectLockMode } from "../audit/trail-args";
import { type ArgumentChecks, LOG_RETENTION_DAYS } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import { checkEncryption } from "../messaging/customer-key";
import { type EventStoreArgs, PipeLogLevel, StreamMetric } from "./event-store-args";

/** Hours that the stream keeps events where nothing else is said. */
export const DEFAULT_RETENTION_HOURS = 168;
/** Days after which archived events get colder where nothing else is said. */
export const DEFAULT_COLD_DAYS = 90;

/** Days that an object has to lie in Glacier Instant Retrieval: aws.amazon.com/s3/storage-classes/glacier */
const LEAST_COLD_DAYS = 90;

// Ranges: the provider's docstrings of kinesis.Stream and PipeSourceParametersDynamodbStreamParameters;
// 500: docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html, Kinesis as a target.

/** @throws ArgumentError where an argument is wrong */
export function checkEventStore(checks: ArgumentChecks, args: EventStoreArgs): void {
  const { pipe = {}, archive = {} } = args;
  checks
    .integer("shards", args.shards, 1, 10_000)
    .integer("retentionHours", args.retentionHours, 24, 8760, "hours")
    .integer("recoveryDays", args.recoveryDays, 1, 35, "days")
    .integer("pipe.batchSize", pipe.batchSize, 1, 500, "events")
    .integer("pipe.maximumBatchingWindowSeconds", pipe.maximumBatchingWindowSeconds, 0, 300, "seconds")
    .integer("pipe.maxAttempts", pipe.maxAttempts, 1, 10_001)
    .integer("pipe.maxAgeSeconds", pipe.maxAgeSeconds, 60, 86_400, "seconds")
    .oneOf("pipe.logLevel", pipe.logLevel, Object.values(PipeLogLevel))
    .oneOf("pipe.logRetentionDays", pipe.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("pipe.logKmsKeyArn", pipe.logKmsKeyArn, "kms", "a KMS key")
    .matches("archive.bucketName", archive.bucketName, BUCKET_NAME, BUCKET_NAME_RULE)
    .integer("archive.coldAfterDays", archive.coldAfterDays, 1, 36_500, "days")
    .integer("archive.supersededDays", archive.supersededDays, 1, 36_500, "days")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
  for (const [index, metric] of (args.shardMetrics ?? []).entries()) {
    checks.oneOf(`shardMetrics[${index}]`, metric, Object.values(StreamMetric));
  }
  const leastDeep = (archive.coldAfterDays ?? DEFAULT_COLD_DAYS) + LEAST_COLD_DAYS;
  checks.integer("archive.deepAfterDays", archive.deepAfterDays, leastDeep, 36_500, "days");
  if (archive.objectLock) {
    checks
      .integer("archive.objectLock.days", archive.objectLock.days, 1, 36_500, "days")
      .oneOf("archive.objectLock.mode", archive.objectLock.mode, Object.values(ObjectLockMode));
    if (args.deletableWithEvents) {
      checks.fail("deletableWithEvents", true, "leave it out: archive.objectLock keeps S3 from deleting the events");
    }
  }
  checks.idle("withoutAlarms", args.withoutAlarms, { alarmTopicArn: args.alarmTopicArn });
  checkEncryption(checks, args);
  checks.done();
}
