/** What data lies in, as far as backups tell kinds apart. */
export const StoreKind = {
  Aurora: "aurora",
  Rds: "rds",
  DynamoDb: "dynamodb",
  S3: "s3",
  Efs: "efs",
} as const;
export type StoreKind = (typeof StoreKind)[keyof typeof StoreKind];

/** Facts of one kind of store. */
export interface StoreFacts {
  readonly label: string;
  /** How AWS Backup calls it: docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html */
  readonly restoreTestingType: string;
  readonly arn: RegExp;
  /** Minutes that the store's own point-in-time recovery may lag behind; undefined where it has none of its own. */
  readonly ownLossMinutes?: number;
  /** Whether AWS Backup makes its continuous backups, for want of the store's own. */
  readonly continuousInVault: boolean;
  /** What there is to do where snapshots are too far apart. */
  readonly advice: string;
}

/**
 * Kinds of stores. Sources, read on 2026-11-26:
 * - Aurora and RDS: "The latest restorable time for a DB instance is typically within 5 minutes of the current time",
 *   docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html; Aurora's backups can't be turned off,
 *   docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
 * - DynamoDB: "LatestRestorableDateTime is typically 5 minutes before the current time",
 *   docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 * - S3: AWS Backup's continuous backups, docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html, for which
 *   AWS gives a precision and no lag. EFS is not among what that page has continuous backups for.
 */
export const storeKinds: Readonly<Record<StoreKind, StoreFacts>> = {
  aurora: {
    label: "Aurora",
    restoreTestingType: "Aurora",
    arn: /^arn:[^:]+:rds:[^:]+:\d+:cluster:/,
    ownLossMinutes: 5,
    continuousInVault: false,
    advice: "use its own point-in-time recovery, which lags 5 minutes: give pointInTimeDays",
  },
  rds: {
    label: "RDS",
    restoreTestingType: "RDS",
    arn: /^arn:[^:]+:rds:[^:]+:\d+:db:/,
    ownLossMinutes: 5,
    continuousInVault: false,
    advice: "use its own point-in-time recovery, which lags 5 minutes: give pointInTimeDays",
  },
  dynamodb: {
    label: "DynamoDB",
    restoreTestingType: "DynamoDB",
    arn: /^arn:[^:]+:dynamodb:[^:]+:\d+:table\//,
    ownLossMinutes: 5,
    continuousInVault: false,
    advice: "turn on the table's point-in-time recovery, which lags 5 minutes",
  },
  s3: {
    label: "S3",
    restoreTestingType: "S3",
    arn: /^arn:[^:]+:s3:::/,
    continuousInVault: true,
    advice: "use continuous backups: measure how far they lag, and give it as continuousLossMinutes",
  },
  efs: {
    label: "EFS",
    restoreTestingType: "EFS",
    arn: /^arn:[^:]+:elasticfilesystem:[^:]+:\d+:file-system\//,
    continuousInVault: false,
    advice: "EFS has no continuous backups: replicate the file system",
  },
};

/** "Snapshot backups can be taken as frequently as every hour": …/devguide/point-in-time-recovery.html */
export const SNAPSHOT_HOURS = [1, 2, 3, 4, 6, 8, 12, 24] as const;

/** A job may begin this much after its time; AWS wants an hour at least: …/devguide/API_BackupRule.html */
export const START_WINDOW_MINUTES = 60;

/** "going back a maximum of 35 days": …/devguide/point-in-time-recovery.html */
export const CONTINUOUS_MAX_DAYS = 35;

/** Longest retention, about 100 years: …/devguide/API_Lifecycle.html */
export const RETENTION_MAX_DAYS = 36_500;

/** Days until a compliance lock can't be taken away: at least 72 hours, …/devguide/API_PutBackupVaultLockConfiguration.html */
export const LOCK_MIN_CHANGEABLE_DAYS = 3;
