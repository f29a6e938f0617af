import type { Vault } from "@pulumi/aws/backup";
import { Plan, RestoreTestingPlan, RestoreTestingSelection, Selection } from "@pulumi/aws/backup";
import * as pulumi from "@pulumi/pulumi";
import type { BackupRole } from "./backup-roles";
import { CONTINUOUS_MAX_DAYS, START_WINDOW_MINUTES, storeKinds } from "./facts/backup";
import { DEFAULT_COMPLETION_MINUTES, DEFAULT_RETENTION_DAYS, type PlannedStore } from "./recovery-plan-checks";
import type { RecoveryInput } from "./vaults";

const START_HOUR = 1;

/** Cron expression for snapshots every so many hours, counted from an hour of the day. */
export function snapshotSchedule(everyHours: number, startHour: number): string {
  if (everyHours === 1) return "cron(0 * * * ? *)";
  const hours = Array.from({ length: 24 / everyHours }, (_, index) => (startHour + index * everyHours) % 24);
  return `cron(0 ${hours.sort((a, b) => a - b).join(",")} * * ? *)`;
}

/** A plan of its own for a store, since all rules of a plan hold for all that it selects. */
export function createStorePlan(
  input: RecoveryInput,
  storeName: string,
  store: PlannedStore,
  vault: Vault,
  copyTo: pulumi.Input<string> | undefined,
  { role, attachments }: BackupRole,
): Plan {
  const { args, child, tags } = input;
  const name = `${input.name}-${storeName}`;
  const startHour = args.startHour ?? START_HOUR;
  const retention = store.args.retentionDays ?? DEFAULT_RETENTION_DAYS;
  const timing = {
    targetVaultName: vault.name,
    startWindow: START_WINDOW_MINUTES,
    completionWindow: args.completionMinutes ?? DEFAULT_COMPLETION_MINUTES,
  };
  const copyActions =
    copyTo === undefined
      ? undefined
      : [{ destinationVaultArn: copyTo, lifecycle: { deleteAfter: args.copyRetentionDays ?? retention } }];
  const snapshots = {
    ...timing,
    ruleName: "snapshots",
    schedule: snapshotSchedule(store.objective.snapshotEveryHours, startHour),
    lifecycle: { deleteAfter: retention },
    copyActions,
  };
  const continuous = {
    ...timing,
    ruleName: "continuous",
    schedule: snapshotSchedule(24, startHour),
    enableContinuousBackup: true,
    lifecycle: { deleteAfter: CONTINUOUS_MAX_DAYS },
  };
  const plan = new Plan(
    name,
    {
      name: `${input.vaultName}-${storeName}`,
      rules: store.args.continuousLossMinutes === undefined ? [snapshots] : [snapshots, continuous],
      // What was promised, for whoever compares it with what is kept.
      tags: { ...tags(name), rpoMinutes: String(store.objective.rpoMinutes) },
    },
    child(),
  );
  new Selection(
    `${name}-selection`,
    { name: storeName, planId: plan.id, iamRoleArn: role.arn, resources: [store.arn] },
    child({ dependsOn: attachments }),
  );
  return plan;
}

/** Restores what was backed up last, of each store, and deletes it again. */
export function createRestoreTests(
  input: RecoveryInput,
  stores: Map<string, PlannedStore>,
  vault: Vault,
  { role, attachments }: BackupRole,
): RestoreTestingPlan {
  const { args, child, tags, vaultName } = input;
  const name = `${input.name}-restore-tests`;
  const continuous = [...stores.values()].some((store) => store.args.continuousLossMinutes !== undefined);
  const plan = new RestoreTestingPlan(
    name,
    {
      // Letters, digits and underscores: docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html
      name: vaultName.replaceAll("-", "_"),
      scheduleExpression: args.restoreTests?.schedule ?? "cron(0 6 ? * SUN *)",
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [vault.arn],
        recoveryPointTypes: continuous ? ["SNAPSHOT", "CONTINUOUS"] : ["SNAPSHOT"],
        // Two days, so that a test tells when nothing was backed up since.
        selectionWindowDays: 2,
      },
      tags: tags(name),
    },
    child(),
  );
  for (const [storeName, store] of stores) {
    const selection = `${name}-${storeName}`;
    new RestoreTestingSelection(
      selection,
      {
        name: storeName.replaceAll("-", "_"),
        restoreTestingPlanName: plan.name,
        protectedResourceType: storeKinds[store.kind].restoreTestingType,
        protectedResourceArns: [store.arn],
        iamRoleArn: role.arn,
        restoreMetadataOverrides: store.restoreMetadata,
        validationWindowHours: args.restoreTests?.validationWindowHours,
      },
      child({ dependsOn: attachments }),
    );
  }
  return plan;
}

/** The other region, known to be another. @throws pulumi.RunError where it is not. */
export function otherRegion(label: string, region: pulumi.Output<string>, copyRegion: string): pulumi.Output<string> {
  return region.apply((own) => {
    if (own !== copyRegion) return copyRegion;
    throw new pulumi.RunError(`${label}: copyRegion is "${copyRegion}", where the stores are; name another region`);
  });
}
