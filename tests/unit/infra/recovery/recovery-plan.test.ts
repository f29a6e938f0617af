import { strict as assert } from "node:assert";
import { KeyType, RelationalDatabase, Table } from "../../../../infra/data";
import { EventStore } from "../../../../infra/eventsourcing";
import { LockMode, RecoveryPlan, StoreKind } from "../../../../infra/recovery";
import { graph } from "../../../../testing";
import { alarmTopicArn, build, orders, TABLE } from "./fixtures";

const PLAN = "aws:backup/plan:Plan";
const VAULT = "aws:backup/vault:Vault";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b"] };

describe("RecoveryPlan", () => {
  it("makes an encrypted vault that nobody deletes from, a plan and a weekly test, with nothing but promises given", async () => {
    const seen = await build();
    const { tags: _, ...vault } = seen.one("shop-vault").inputs;
    assert.deepEqual(vault, {
      name: "test-shop",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:shop-vault-key",
      forceDestroy: false,
    });
    assert.equal(seen.one("shop-vault-key").inputs["enableKeyRotation"], true);
    assert.deepEqual(seen.json("shop-vault-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "KeepBackups",
          Effect: "Deny",
          Principal: "*",
          Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:DeleteBackupVault"],
          Resource: "*",
        },
      ],
    });
    const { tags: promised, ...plan } = seen.one("shop-orders", PLAN).inputs;
    assert.ok(
      typeof promised === "object" && promised && "rpoMinutes" in promised,
      "the plan does not say what it is for",
    );
    assert.equal(promised.rpoMinutes, "10");
    assert.deepEqual(plan, {
      name: "test-shop-orders",
      rules: [
        {
          targetVaultName: "test-shop",
          startWindow: 60,
          completionWindow: 180,
          ruleName: "snapshots",
          schedule: "cron(0 1 * * ? *)",
          lifecycle: { deleteAfter: 35 },
        },
      ],
    });
    const { tags: ___, ...tests } = seen.one("shop-restore-tests").inputs;
    assert.deepEqual(tests, {
      name: "test_shop",
      scheduleExpression: "cron(0 6 ? * SUN *)",
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: ["arn:aws:backup:eu-central-1:123456789012:shop-vault"],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 2,
      },
    });
    assert.deepEqual(seen.one("shop-restore-tests-orders").inputs, {
      name: "orders",
      restoreTestingPlanName: "test_shop",
      protectedResourceType: "DynamoDB",
      protectedResourceArns: [TABLE],
      iamRoleArn: "arn:aws:iam:eu-central-1:123456789012:shop-restore-role",
    });
  });

  it("restores tests into what is named, and keeps them for as long as somebody looks", async () => {
    const restoreMetadata = { encryptionType: "Default" };
    const stores = { orders: { ...orders, restoreMetadata } };
    const seen = await build({ stores, restoreTests: { validationWindowHours: 24, schedule: "cron(0 3 1 * ? *)" } });
    const test = seen.one("shop-restore-tests-orders").inputs;
    assert.deepEqual([test["restoreMetadataOverrides"], test["validationWindowHours"]], [restoreMetadata, 24]);
    assert.equal(seen.one("shop-restore-tests").inputs["scheduleExpression"], "cron(0 3 1 * ? *)");
  });

  it("backs up by ARN, with a role that can't restore, and tests with one that can't back up", async () => {
    const seen = await build();
    const selection = seen.one("shop-orders-selection").inputs;
    assert.deepEqual(selection["resources"], [TABLE]);
    assert.equal(selection["iamRoleArn"], "arn:aws:iam:eu-central-1:123456789012:shop-backup-role");
    const attached = seen
      .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .map(({ inputs }) => `${inputs["role"]} ${inputs["policyArn"]}`);
    assert.deepEqual(attached.sort(), [
      "shop-backup-role arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "shop-restore-role arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
  });

  it("reaches buckets just where there are some", async () => {
    const stores = { files: { bucketArn: "arn:aws:s3:::files", rpoMinutes: 1440, rtoMinutes: 240 } };
    const arns = JSON.stringify(
      (await build({ stores })).all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs),
    );
    assert.match(arns, /policy\/AWSBackupServiceRolePolicyForS3Backup.*policy\/AWSBackupServiceRolePolicyForS3Restore/);
  });

  it("takes snapshots as far apart as the promise allows", async () => {
    const resource = { arn: TABLE, kind: StoreKind.DynamoDb };
    const stores = { orders: { resource, rpoMinutes: 720, rtoMinutes: 240, retentionDays: 90 } };
    const rules = JSON.stringify(
      (await build({ stores, startHour: 2, completionMinutes: 120 })).one("shop-orders", PLAN).inputs,
    );
    assert.match(rules, /"completionWindow":120/);
    assert.match(rules, /"schedule":"cron\(0 2,10,18 \* \* \? \*\)"/);
    assert.match(rules, /"deleteAfter":90/);
  });

  it("backs buckets up continuously where it was measured what that keeps", async () => {
    const bucketArn = "arn:aws:s3:::files";
    const stores = { files: { bucketArn, rpoMinutes: 30, rtoMinutes: 240, continuousLossMinutes: 20 } };
    const seen = await build({ stores });
    const rules: unknown = seen.one("shop-files", PLAN).inputs["rules"];
    assert.ok(Array.isArray(rules));
    assert.deepEqual(
      rules.map((rule) => [rule.ruleName, rule.enableContinuousBackup, rule.lifecycle.deleteAfter]),
      [
        ["snapshots", undefined, 35],
        ["continuous", true, 35],
      ],
    );
    assert.match(JSON.stringify(seen.one("shop-restore-tests").inputs), /"SNAPSHOT","CONTINUOUS"/);
  });

  it("knows tables, databases and event stores, and what they keep by themselves", async () => {
    let objectives: Record<string, { keptBy: string }> = {};
    const seen = await graph(() => {
      const table = new Table("carts", { partitionKey: { name: "id", type: KeyType.String } });
      const aurora = new RelationalDatabase("catalog", { placement });
      const mysql = new RelationalDatabase("legacy", { placement, engine: "mysql" });
      const eventStore = new EventStore("events");
      const times = { rtoMinutes: 240, restoreMinutes: 60 };
      const plan = new RecoveryPlan("shop", {
        alarmTopicArn,
        stores: {
          carts: { table, rpoMinutes: 5, ...times },
          catalog: { database: aurora, rpoMinutes: 5, ...times },
          legacy: { database: mysql, rpoMinutes: 5, ...times },
          journal: { table: eventStore.journal, rpoMinutes: 5, ...times },
          archive: { eventStore, rpoMinutes: 1440, ...times },
        },
      });
      objectives = plan.objectives;
    });
    const kept = Object.entries(objectives).map(([store, { keptBy }]) => `${store}: ${keptBy}`);
    assert.deepEqual(kept, [
      "carts: point-in-time recovery",
      "catalog: point-in-time recovery",
      "legacy: point-in-time recovery",
      "journal: point-in-time recovery",
      "archive: snapshots every 12 h",
    ]);
    const types = ["carts", "catalog", "legacy", "journal", "archive"].map(
      (store) => seen.one(`shop-restore-tests-${store}`).inputs["protectedResourceType"],
    );
    assert.deepEqual(types, ["DynamoDB", "Aurora", "RDS", "DynamoDB", "S3"]);
    assert.deepEqual(seen.one("shop-restore-tests-catalog").inputs["restoreMetadataOverrides"], {
      dbSubnetGroupName: "catalog-subnets",
      vpcSecurityGroupIds: '["catalog-group-id"]',
    });
    assert.deepEqual(seen.one("shop-catalog-selection").inputs["resources"], [
      "arn:aws:rds:eu-central-1:123456789012:catalog",
    ]);
  });

  it("copies every backup to a vault of the same kind in the second region", async () => {
    const seen = await build({ copyRegion: "eu-west-1", copyRetentionDays: 90, lock: { minimumDays: 7 } });
    const { tags: _, ...vault } = seen.one("shop-copy-vault").inputs;
    assert.deepEqual(vault, {
      name: "test-shop",
      region: "eu-west-1",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:shop-copy-vault-key",
      forceDestroy: false,
    });
    for (const child of ["key", "policy", "lock"]) {
      assert.equal(seen.one(`shop-copy-vault-${child}`).inputs["region"], "eu-west-1");
    }
    const rules: unknown = seen.one("shop-orders", PLAN).inputs["rules"];
    assert.ok(Array.isArray(rules));
    assert.deepEqual(rules[0].copyActions, [
      {
        destinationVaultArn: "arn:aws:backup:eu-central-1:123456789012:shop-copy-vault",
        lifecycle: { deleteAfter: 90 },
      },
    ]);
  });

  it("copies to a vault that is somebody else's, and makes none", async () => {
    const copyToVaultArn = "arn:aws:backup:eu-west-1:210987654321:backup-vault:safe";
    const seen = await build({ copyToVaultArn });
    assert.equal(seen.all(VAULT).length, 1);
    assert.match(JSON.stringify(seen.one("shop-orders", PLAN).inputs), new RegExp(`${copyToVaultArn}","lifecycle`));
  });

  it("locks the vault for those who may lift it, or for everybody and ever", async () => {
    const governance = (await build({ lock: { minimumDays: 7, maximumDays: 90 } })).one("shop-vault-lock").inputs;
    assert.deepEqual(governance, { backupVaultName: "test-shop", minRetentionDays: 7, maxRetentionDays: 90 });
    const lock = { mode: LockMode.Compliance, minimumDays: 7, changeableForDays: 14 };
    assert.equal((await build({ lock })).one("shop-vault-lock").inputs["changeableForDays"], 14);
  });

  it("is weakened just by options that say so", async () => {
    const seen = await build({ deletableBackups: true, withoutRestoreTests: true });
    assert.equal(seen.types()["aws:backup/vaultPolicy:VaultPolicy"], undefined);
    assert.equal(seen.types()["aws:backup/restoreTestingPlan:RestoreTestingPlan"], undefined);
    assert.equal(seen.all("aws:iam/role:Role").length, 1);
  });

  it("tells of backups, copies and restores that failed, and of what it could not tell", async () => {
    const seen = await build();
    const vault = "arn:aws:backup:eu-central-1:123456789012:shop-vault";
    const expected = {
      backups: {
        "detail-type": ["Backup Job State Change"],
        detail: { state: ["FAILED", "ABORTED", "EXPIRED"], backupVaultName: ["test-shop"] },
      },
      copies: {
        "detail-type": ["Copy Job State Change"],
        detail: { state: ["FAILED"], sourceBackupVaultArn: [vault] },
      },
      restores: { "detail-type": ["Restore Job State Change"], detail: { status: ["FAILED", "ABORTED"] } },
    };
    for (const [kind, pattern] of Object.entries(expected)) {
      assert.deepEqual(seen.json(`shop-failed-${kind}`, "eventPattern"), { source: ["aws.backup"], ...pattern });
      const target = seen.one(`shop-failed-${kind}-target`).inputs;
      assert.equal(target["arn"], alarmTopicArn);
      assert.ok(target["deadLetterConfig"]);
      const alarm = seen.one(`shop-${kind}-alarm`, ALARM).inputs;
      assert.equal(alarm["namespace"], "AWS/Events");
      assert.equal(alarm["metricName"], "TriggeredRules");
      assert.deepEqual(alarm["dimensions"], { RuleName: `shop-failed-${kind}` });
      assert.deepEqual(alarm["alarmActions"], [alarmTopicArn]);
    }
    assert.ok(seen.one("shop-undelivered-alarm", ALARM));
  });

  it("says what is promised, kept and taken for granted", async () => {
    let plan: RecoveryPlan | undefined;
    await graph(() => {
      const { restoreMinutes: _, ...untimed } = orders;
      plan = new RecoveryPlan("shop", { stores: { orders: untimed }, alarmTopicArn });
    });
    assert.deepEqual(plan?.assumptions, [
      "orders: DynamoDB lags 5 minutes, which AWS calls typical and does not promise",
      "orders: a restore takes at most 210 minutes: none was timed",
    ]);
    assert.equal(plan?.objectives["orders"]?.lossMinutes, 5);
    assert.equal(plan?.objectives["orders"]?.recoveryMinutes, undefined);
  });

  it("knows every input that recovery hangs on before anything exists", async () => {
    const seen = await build({ lock: { minimumDays: 7 } }, { preview: true });
    seen.assertKnown("shop-vault-policy", ["policy"]);
    seen.assertKnown("shop-vault-lock", ["minRetentionDays"]);
    seen.assertKnown("shop-orders-selection", ["resources"]);
    seen.assertKnown("shop-restore-tests-orders", ["protectedResourceArns", "protectedResourceType"]);
  });
});
