import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { RelationalDatabase, Table } from "../data";
import type { EventStore } from "../eventsourcing";
import type { StoreKind } from "./facts/backup";

/** Something that the platform has no component for, or that was made elsewhere. */
export interface RecoverableArgs {
  /** ARN of the database, table, bucket or file system. */
  arn: pulumi.Input<string>;
  /** What it is: "aurora", "rds", "dynamodb", "s3" or "efs". */
  kind: StoreKind;
  /** Days of its own point-in-time recovery, 1 to 35; for Aurora, RDS and DynamoDB. @default none */
  pointInTimeDays?: number;
}

/** A store, and what was promised for it. Give one of `table`, `database`, `eventStore`, `bucketArn` and `resource`. */
export interface RecoveryStoreArgs {
  /** A table of DynamoDB. */
  table?: Table;
  /** A database of Aurora or RDS. */
  database?: RelationalDatabase;
  /** The archive of an event store, which has every event. Its journal is a table: `eventStore.journal`. */
  eventStore?: EventStore;
  /** ARN of a bucket, which has to keep versions. */
  bucketArn?: pulumi.Input<string>;
  /** Something that has no component here, or that was made elsewhere. */
  resource?: RecoverableArgs;

  /** Recovery point objective: minutes of data that may be lost. */
  rpoMinutes: number;
  /** Recovery time objective: minutes until the data is there again. */
  rtoMinutes: number;
  /** Minutes of data that may be lost with the whole region. Needs a copy in another one. @default nothing is promised */
  regionRpoMinutes?: number;

  /** Minutes that a restore took, as restore tests time it. @default not known, which is reported */
  restoreMinutes?: number;
  /** Minutes that a copy to the other vault took. @default not known, which is reported */
  copyMinutes?: number;
  /** Minutes that continuous backups of a bucket were seen to lag. Turns them on. @default snapshots only */
  continuousLossMinutes?: number;
  /** Hours between snapshots: 1, 2, 3, 4, 6, 8, 12 or 24. @default the most that the objectives allow */
  snapshotEveryHours?: number;
  /** Days that snapshots are kept, 1 to 36,500. @default 35 */
  retentionDays?: number;
  /**
   * What a restore test restores into, by AWS Backup's metadata keys; databases need a subnet group where the account has
   * no default VPC. @default the database's own subnets and closed group; AWS's guess for other stores
   */
  restoreMetadata?: Record<string, pulumi.Input<string>>;
}

/** Who can still take backups away. */
export const LockMode = {
  /** Those who have a permission of their own for it. */
  Governance: "governance",
  /** Nobody, AWS neither, once `changeableForDays` are over. */
  Compliance: "compliance",
} as const;
export type LockMode = (typeof LockMode)[keyof typeof LockMode];

/** AWS Backup Vault Lock. */
export interface VaultLockArgs {
  /** Who can still take backups away: those with a permission for it, or nobody ("compliance"). @default "governance" */
  mode?: LockMode;
  /** Days that every backup has to be kept at least. @default none */
  minimumDays?: number;
  /** Days that a backup may be kept at most. @default none */
  maximumDays?: number;
  /** Days until a compliance lock is for ever, 3 to 36,500; required for "compliance", left out otherwise. */
  changeableForDays?: number;
}

/** Tests that restore what was backed up, time it, and delete it again. */
export interface RestoreTestArgs {
  /** Cron expression, UTC. @default "cron(0 6 ? * SUN *)": on Sundays at 6 */
  schedule?: string;
  /** Hours that what was restored stays there to be looked at, 1 to 168. @default deleted at once */
  validationWindowHours?: number;
}

/** Arguments of {@link RecoveryPlan}. */
export interface RecoveryPlanArgs extends PlatformArgs {
  /** What is backed up, by name: lower-case letters, digits and hyphens. */
  stores: Record<string, RecoveryStoreArgs>;
  /** SNS topic that hears of backups, copies and restores that failed; EventBridge and CloudWatch have to be let publish. */
  alarmTopicArn: pulumi.Input<string>;

  /** Minutes until somebody who was called begins to restore; part of every recovery time. @default 30 */
  reactionMinutes?: number;
  /** Minutes that a backup may take once begun; AWS cancels a longer one. At least 120. @default 180 */
  completionMinutes?: number;
  /** Hour, UTC, that snapshots are counted from, 0 to 23. @default 1 */
  startHour?: number;

  /** Name of the vault: 2 to 50 letters, digits, - and _. @default `<stack>-<name>` */
  vaultName?: string;
  /** KMS key of the backups. @default one is made, which is rotated every year */
  kmsKeyArn?: pulumi.Input<string>;
  /**
   * Lock of the vault, which keeps backups from being deleted before their days are over.
   * @default none: backups end with their days, or when somebody who may lifts the vault's policy
   */
  lock?: VaultLockArgs;
  /** Let backups be deleted before their days are over. @default false */
  deletableBackups?: boolean;

  /** Region of a second vault, made here, that every backup is copied to. Excludes `copyToVaultArn`. @default none */
  copyRegion?: string;
  /**
   * ARN of a vault in another region or another account, that every backup is copied to. Its policy has to let this account
   * copy. RDS and Aurora are copied to another region or to another account, not to both. @default none
   */
  copyToVaultArn?: pulumi.Input<string>;
  /** Days that copies are kept. @default as long as the snapshots */
  copyRetentionDays?: number;

  /** When restores are tested, and how long their results stay. @default weekly, deleted at once */
  restoreTests?: RestoreTestArgs;
  /** Test no restores, so that recovery times stay guesses. @default false */
  withoutRestoreTests?: boolean;
}
