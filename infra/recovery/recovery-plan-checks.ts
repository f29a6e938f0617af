import type { ArgumentChecks } from "../core";
import { checkSchedule } from "../workflow/schedule-expression";
import {
  CONTINUOUS_MAX_DAYS,
  LOCK_MIN_CHANGEABLE_DAYS,
  RETENTION_MAX_DAYS,
  SNAPSHOT_HOURS,
  StoreKind,
  storeKinds,
} from "./facts/backup";
import { type RecoveryObjective, workOut } from "./objectives";
import { LockMode, type RecoveryPlanArgs, type RecoveryStoreArgs } from "./recovery-plan-args";
import { resolveStore, type Store } from "./stores";

/** A store with what its backups keep. */
export interface PlannedStore extends Store {
  readonly args: RecoveryStoreArgs;
  readonly objective: RecoveryObjective;
}

export const DEFAULT_REACTION_MINUTES = 30;
export const DEFAULT_COMPLETION_MINUTES = 180;
export const DEFAULT_RETENTION_DAYS = 35;

/** Checks the arguments of a recovery plan; answers what its stores are and what they keep. */
export function checkRecoveryPlan(
  checks: ArgumentChecks,
  vaultName: string,
  args: RecoveryPlanArgs,
): Map<string, PlannedStore> {
  const right = /^[a-zA-Z0-9_-]{2,50}$/.test(vaultName);
  const expected = "use 2 to 50 letters, digits, - and _";
  if (args.vaultName !== undefined) checks.that("vaultName", vaultName, right, expected);
  else if (!right) checks.fail("name", vaultName, `the vault has this name; ${expected}, or give vaultName`);
  checks
    .matches("alarmTopicArn", args.alarmTopicArn, /^arn:[^:]+:sns:/, "use the ARN of an SNS topic")
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .integer("reactionMinutes", args.reactionMinutes, 0, 10_080, "minutes")
    .integer("completionMinutes", args.completionMinutes, 120, 10_080, "minutes")
    .integer("startHour", args.startHour, 0, 23)
    .exclusive({ copyRegion: args.copyRegion, copyToVaultArn: args.copyToVaultArn }, true)
    .matches("copyRegion", args.copyRegion, /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'use a region, such as "eu-west-1"')
    .matches(
      "copyToVaultArn",
      args.copyToVaultArn,
      /^arn:[^:]+:backup:[^:]+:\d{12}:backup-vault:/,
      "use the ARN of a backup vault",
    )
    .integer("copyRetentionDays", args.copyRetentionDays, 1, RETENTION_MAX_DAYS, "days");
  const copied = args.copyRegion !== undefined || args.copyToVaultArn !== undefined;
  if (!copied && args.copyRetentionDays !== undefined) {
    checks.fail("copyRetentionDays", args.copyRetentionDays, "nothing is copied; give copyRegion or copyToVaultArn");
  }
  checkTests(checks, args);
  const stores = checkStores(checks, args, copied);
  checkLock(checks, args, stores);
  return stores;
}

function checkTests(checks: ArgumentChecks, { restoreTests, withoutRestoreTests }: RecoveryPlanArgs): void {
  if (!restoreTests) return;
  if (withoutRestoreTests) checks.fail("restoreTests", restoreTests, "drop it, or withoutRestoreTests");
  checks.integer("restoreTests.validationWindowHours", restoreTests.validationWindowHours, 1, 168, "hours");
  if (restoreTests.schedule === undefined) return;
  checks.matches(
    "restoreTests.schedule",
    restoreTests.schedule,
    /^cron\(/,
    "use a cron expression: cron(0 6 ? * SUN *)",
  );
  checkSchedule(checks, "restoreTests.schedule", restoreTests.schedule);
}

function checkStores(checks: ArgumentChecks, args: RecoveryPlanArgs, copied: boolean): Map<string, PlannedStore> {
  const planned = new Map<string, PlannedStore>();
  const entries = Object.entries(args.stores);
  if (entries.length === 0) checks.fail("stores", args.stores, "name at least one: there is nothing to back up");
  for (const [name, store] of entries) {
    const path = `stores.${name}`;
    // A rule's name has 50 characters at most, and a test's is made of the plan's name too.
    checks.matches(
      path,
      name,
      /^[a-z][a-z0-9-]{0,29}$/,
      "name it with at most 30 lower-case letters, digits and hyphens",
    );
    const { table, database, eventStore, bucketArn, resource } = store;
    checks.exclusive({
      [`${path}.table`]: table,
      [`${path}.database`]: database,
      [`${path}.eventStore`]: eventStore,
      [`${path}.bucketArn`]: bucketArn,
      [`${path}.resource`]: resource,
    });
    const found = resolveStore(store);
    if (!found || !checkResource(checks, path, store, found) || !checkNumbers(checks, path, store)) continue;
    checkKind(checks, path, store, found.kind);
    const { objective, problems } = workOut({
      kind: found.kind,
      pointInTimeDays: found.pointInTimeDays,
      args: store,
      completionMinutes: args.completionMinutes ?? DEFAULT_COMPLETION_MINUTES,
      reactionMinutes: args.reactionMinutes ?? DEFAULT_REACTION_MINUTES,
      copied,
    });
    for (const problem of problems) checks.fail(`${path}.${problem.argument}`, problem.value, problem.expected);
    planned.set(name, { ...found, args: store, objective });
  }
  return planned;
}

function checkResource(
  checks: ArgumentChecks,
  path: string,
  { resource, bucketArn }: RecoveryStoreArgs,
  found: Store,
): boolean {
  const facts = storeKinds[found.kind];
  checks.oneOf(`${path}.resource.kind`, resource?.kind, Object.values(StoreKind));
  if (!facts) return false;
  const argument = bucketArn === undefined ? `${path}.resource.arn` : `${path}.bucketArn`;
  if (bucketArn !== undefined || resource)
    checks.matches(argument, found.arn, facts.arn, `use the ARN of ${facts.label}`);
  checks.integer(`${path}.resource.pointInTimeDays`, resource?.pointInTimeDays, 1, CONTINUOUS_MAX_DAYS, "days");
  if (resource?.pointInTimeDays !== undefined && facts.ownLossMinutes === undefined) {
    checks.fail(`${path}.resource.pointInTimeDays`, resource.pointInTimeDays, `${facts.label} has none of its own`);
  }
  return true;
}

/** Answers whether the numbers are such that there is something to work out. */
function checkNumbers(checks: ArgumentChecks, path: string, store: RecoveryStoreArgs): boolean {
  const minutes = [
    "rpoMinutes",
    "rtoMinutes",
    "regionRpoMinutes",
    "restoreMinutes",
    "copyMinutes",
    "continuousLossMinutes",
  ] as const;
  for (const key of minutes) checks.integer(`${path}.${key}`, store[key], 1, 525_600, "minutes");
  checks
    .oneOf(`${path}.snapshotEveryHours`, store.snapshotEveryHours, SNAPSHOT_HOURS)
    .integer(`${path}.retentionDays`, store.retentionDays, 1, RETENTION_MAX_DAYS, "days");
  return minutes.every((key) => store[key] === undefined || Number.isInteger(store[key]));
}

function checkKind(checks: ArgumentChecks, path: string, store: RecoveryStoreArgs, kind: StoreKind): void {
  if (store.continuousLossMinutes === undefined || storeKinds[kind].continuousInVault) return;
  const why = `it is for buckets; ${storeKinds[kind].label} has no continuous backups in the vault here`;
  checks.fail(`${path}.continuousLossMinutes`, store.continuousLossMinutes, why);
}

function checkLock(checks: ArgumentChecks, args: RecoveryPlanArgs, stores: Map<string, PlannedStore>): void {
  const { lock } = args;
  if (!lock) return;
  checks
    .oneOf("lock.mode", lock.mode, Object.values(LockMode))
    .integer("lock.minimumDays", lock.minimumDays, 1, RETENTION_MAX_DAYS, "days")
    .integer("lock.maximumDays", lock.maximumDays, lock.minimumDays ?? 1, RETENTION_MAX_DAYS, "days")
    .integer(
      "lock.changeableForDays",
      lock.changeableForDays,
      LOCK_MIN_CHANGEABLE_DAYS,
      RETENTION_MAX_DAYS,
      "days, after which nobody can take the lock away",
    );
  const compliance = lock.mode === LockMode.Compliance;
  if (compliance !== (lock.changeableForDays !== undefined)) {
    const why = compliance ? "say after how many days the lock is for ever" : "it is for a compliance lock";
    checks.fail("lock.changeableForDays", lock.changeableForDays ?? null, why);
  }
  const { minimumDays = 1, maximumDays = RETENTION_MAX_DAYS } = lock;
  const between = (path: string, days: number) => {
    if (days >= minimumDays && days <= maximumDays) return;
    const why = `the lock lets ${minimumDays} to ${maximumDays} days through: the vault would fail each job`;
    checks.fail(path, `${days} days`, why);
  };
  for (const [name, { args: store }] of stores) {
    between(`stores.${name}.retentionDays`, store.retentionDays ?? DEFAULT_RETENTION_DAYS);
    if (store.continuousLossMinutes !== undefined)
      between(`what stores.${name} keeps continuously`, CONTINUOUS_MAX_DAYS);
  }
  if (args.copyRetentionDays !== undefined && args.copyRegion !== undefined) {
    between("copyRetentionDays", args.copyRetentionDays);
  }
}
