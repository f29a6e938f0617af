import { strict as assert } from "node:assert";
import { LockMode, type RecoveryPlanArgs, type RecoveryStoreArgs, StoreKind } from "../../../../infra/recovery";
import { build, orders, TABLE } from "./fixtures";

describe("RecoveryPlan refuses", () => {
  const store = (more: Partial<RecoveryStoreArgs>): Partial<RecoveryPlanArgs> => ({
    stores: { orders: { ...orders, ...more } },
  });
  const bare = { resource: { arn: TABLE, kind: StoreKind.DynamoDb } };
  const refusals: [string, Partial<RecoveryPlanArgs>, RegExp][] = [
    [
      "a promise that snapshots can't keep, with the sum",
      store({ ...bare, rpoMinutes: 60 }),
      /stores.orders.rpoMinutes is 60; snapshots every 1 h, begun up to 60 minutes late, complete up to 180 minutes after, lose up to 300 minutes; turn on the table's point-in-time recovery/,
    ],
    [
      "a promise that the restore can't keep, with the sum",
      store({ rtoMinutes: 60, restoreMinutes: 90 }),
      /stores.orders.rtoMinutes is 60; 30 minutes until somebody reacts and 90 to restore take 120/,
    ],
    [
      "a region that nothing leaves",
      store({ regionRpoMinutes: 600 }),
      /regionRpoMinutes is 600; nothing leaves the region/,
    ],
    ["no store", { stores: {} }, /name at least one: there is nothing to back up/],
    [
      "a store that is none",
      { stores: { orders: { rpoMinutes: 5, rtoMinutes: 60 } } },
      /stores.orders.table or .*give one/,
    ],
    ["two stores in one", store({ bucketArn: "arn:aws:s3:::b" }), /give only one of them/],
    ["a store of a wrong name", { stores: { Orders: orders } }, /stores.Orders is "Orders"; name it with at most 30/],
    [
      "an ARN of another kind",
      store({ resource: { arn: "arn:aws:s3:::b", kind: StoreKind.DynamoDb, pointInTimeDays: 7 } }),
      /use the ARN of DynamoDB/,
    ],
    [
      "a bucket that is none",
      { stores: { a: { bucketArn: "b", rpoMinutes: 1440, rtoMinutes: 90 } } },
      /use the ARN of S3/,
    ],
    [
      "recovery that EFS has not",
      store({
        resource: {
          arn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-1",
          kind: StoreKind.Efs,
          pointInTimeDays: 7,
        },
      }),
      /EFS has none of its own/,
    ],
    [
      "a kind that is none",
      store({ resource: { arn: TABLE, kind: JSON.parse('"neptune"') } }),
      /kind is "neptune"; use/,
    ],
    ["no minutes", store({ rpoMinutes: 0 }), /rpoMinutes is 0; use a whole number from 1/],
    ["an interval that is none", store({ snapshotEveryHours: 5 }), /use one of 1, 2, 3, 4, 6, 8, 12, 24/],
    ["continuous backups of a table", store({ continuousLossMinutes: 5 }), /it is for buckets; DynamoDB has no/],
    ["retention for ever", store({ retentionDays: 40_000 }), /from 1 to 36500 days/],
    ["too little time to complete", { completionMinutes: 60 }, /completionMinutes is 60; use a whole number from 120/],
    ["two ways to copy", { copyRegion: "eu-west-1", copyToVaultArn: "arn:aws:backup:x" }, /give only one of them/],
    ["a region that is none", { copyRegion: "Ireland" }, /copyRegion is "Ireland"; use a region/],
    ["days of copies that aren't made", { copyRetentionDays: 7 }, /nothing is copied; give copyRegion/],
    ["a compliance lock for no time", { lock: { mode: LockMode.Compliance } }, /say after how many days/],
    ["a lock sooner than AWS lets", { lock: { mode: LockMode.Compliance, changeableForDays: 2 } }, /from 3 to 36500/],
    ["a grace of a governance lock", { lock: { changeableForDays: 3 } }, /it is for a compliance lock/],
    ["backups that the lock refuses", { lock: { minimumDays: 60 } }, /retentionDays is "35 days"; the lock lets 60 to/],
    ["a vault of a wrong name", { vaultName: "a vault" }, /vaultName is "a vault"; use 2 to 50/],
    ["a topic that is none", { alarmTopicArn: "topic" }, /use the ARN of an SNS topic/],
    ["tests that are left out", { restoreTests: {}, withoutRestoreTests: true }, /drop it, or withoutRestoreTests/],
    ["tests by rate", { restoreTests: { schedule: "rate(7 days)" } }, /use a cron expression/],
    ["results that stay for more than a week", { restoreTests: { validationWindowHours: 169 } }, /from 1 to 168 hours/],
    ["an hour of no day", { startHour: 24 }, /from 0 to 23/],
  ];
  for (const [what, args, message] of refusals) {
    it(what, async () => {
      await assert.rejects(build(args), message);
    });
  }

  it("a copy to the region where the stores are", async () => {
    await assert.rejects(build({ copyRegion: "eu-central-1" }), /copyRegion is "eu-central-1", where the stores are/);
  });

  it("every promise that can't be kept, at once", async () => {
    const stores = { a: { ...orders, rpoMinutes: 1 }, b: { ...orders, rtoMinutes: 20 } };
    await assert.rejects(build({ stores }), (error: Error) => {
      assert.match(error.message, /stores.a.rpoMinutes is 1/);
      assert.match(error.message, /stores.b.rtoMinutes is 20/);
      return true;
    });
  });
});
