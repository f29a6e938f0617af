import { strict as assert } from "node:assert";
import type { EventStoreArgs } from "../../../../infra/eventsourcing";
import { KEY, orders, refused, TOPIC } from "./fixtures";

describe("EventStore refuses", () => {
  const cases: [string, EventStoreArgs, RegExp][] = [
    ["no shards", { shards: 0 }, /shards is 0; use a whole number from 1 to 10000/],
    ["a retention of less than a day", { retentionHours: 23 }, /retentionHours is 23; .* 24 to 8760 hours/],
    ["a retention of more than a year", { retentionHours: 8761 }, /retentionHours is 8761/],
    ["36 days of recovery", { recoveryDays: 36 }, /recoveryDays is 36/],
    ["a batch that Kinesis can't take", { pipe: { batchSize: 501 } }, /pipe\.batchSize is 501; .* 1 to 500/],
    ["a window of more than 5 minutes", { pipe: { maximumBatchingWindowSeconds: 301 } }, /pipe\.maximumBatching/],
    ["endless attempts", { pipe: { maxAttempts: 10_002 } }, /pipe\.maxAttempts is 10002/],
    ["no attempt", { pipe: { maxAttempts: 0 } }, /pipe\.maxAttempts is 0/],
    [
      "an age past what the journal's stream keeps",
      { pipe: { maxAgeSeconds: 86_401 } },
      /pipe\.maxAgeSeconds is 86401/,
    ],
    ["days that no log group has", { pipe: { logRetentionDays: 8 } }, /pipe\.logRetentionDays is 8; use one of 1, 3/],
    ["a key's alias for the logs", { pipe: { logKmsKeyArn: "alias/logs" } }, /pipe\.logKmsKeyArn is "alias\/logs"/],
    ["a bucket name with capitals", { archive: { bucketName: "Events" } }, /archive\.bucketName is "Events"/],
    ["no days until cold", { archive: { coldAfterDays: 0 } }, /archive\.coldAfterDays is 0/],
    ["no days of old versions", { archive: { supersededDays: 0 } }, /archive\.supersededDays is 0/],
    ["deep too soon after cold", { archive: { deepAfterDays: 179 } }, /archive\.deepAfterDays is 179; .* 180 to/],
    ["a lock of no days", { archive: { objectLock: { days: 0 } } }, /archive\.objectLock\.days is 0/],
    [
      "to delete what is locked",
      { archive: { objectLock: { days: 1 } }, deletableWithEvents: true },
      /deletableWithEvents is true; leave it out: archive\.objectLock/,
    ],
    // A program in plain JavaScript can give anything.
    ["a metric that Kinesis does not have", JSON.parse('{"shardMetrics":["ALL"]}'), /shardMetrics\[0\] is "ALL"/],
    [
      "a level that pipes do not have",
      JSON.parse('{"pipe":{"logLevel":"OFF"}}'),
      /pipe\.logLevel is "OFF"; use one of/,
    ],
    [
      "a lock that S3 does not have",
      JSON.parse('{"archive":{"objectLock":{"days":1,"mode":"SOFT"}}}'),
      /archive\.objectLock\.mode is "SOFT"/,
    ],
    ["a key's id", { kmsKeyArn: "1234" }, /kmsKeyArn is "1234"; use the ARN/],
    ["two keys", { kmsKeyArn: KEY, customerKey: true }, /customerKey and kmsKeyArn is .*; give only one/],
    ["a topic's name", { alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"/],
    ["a topic for no alarms", { withoutAlarms: true, alarmTopicArn: TOPIC }, /withoutAlarms is true; leave it out/],
  ];
  for (const [what, args, message] of cases) {
    it(what, async () => {
      assert.match(await refused(() => orders(args)), message);
    });
  }
});
