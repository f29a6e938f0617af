import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";

/** What CloudTrail looks for in a trail's events. Values from the provider's `TrailInsightSelector.insightType`. */
export const TrailInsight = { ApiCallRate: "ApiCallRateInsight", ApiErrorRate: "ApiErrorRateInsight" } as const;
export type TrailInsight = (typeof TrailInsight)[keyof typeof TrailInsight];

/** Resource types whose data events are most asked for; {@link DataEventArgs.resourceType} takes CloudTrail's others too. */
export const DataEventSource = {
  S3Objects: "AWS::S3::Object",
  LambdaFunctions: "AWS::Lambda::Function",
  DynamoDbTables: "AWS::DynamoDB::Table",
} as const;

/** Which calls of one kind are recorded. */
export const EventAccess = { All: "All", ReadOnly: "ReadOnly", WriteOnly: "WriteOnly" } as const;
export type EventAccess = (typeof EventAccess)[keyof typeof EventAccess];

/** Whether somebody with a special permission may shorten a lock, or nobody at all. Values from S3 Object Lock. */
export const ObjectLockMode = { Governance: "GOVERNANCE", Compliance: "COMPLIANCE" } as const;
export type ObjectLockMode = (typeof ObjectLockMode)[keyof typeof ObjectLockMode];

/** Calls on the data of one kind of resource. Billed by the event. */
export interface DataEventArgs {
  /** CloudFormation type, such as `AWS::S3::Object`; `DataEventSource` has the most asked for. */
  resourceType: string;
  /** Record these resources only: ARNs, or their beginnings (`arn:aws:s3:::orders/`). @default all of the account */
  arnPrefixes?: pulumi.Input<string>[];
  /** Leave these resources out. @default none; of all S3 objects the trails' own log files, each of which would be an event */
  exceptArnPrefixes?: pulumi.Input<string>[];
  /** Reading, writing or both. @default "All" */
  access?: EventAccess;
  /** Record these calls only, such as `DeleteObject`. @default all */
  eventNames?: string[];
}

/** One trail: what it records, for one stakeholder. Every trail covers all regions and global services, and is validated. */
export interface TrailArgs {
  /** First part of the keys of its log files in the bucket, with no slash at its ends. @default none for a single trail, else the trail's name */
  keyPrefix?: string;
  /** Management events to record. @default "All" */
  managementEvents?: EventAccess;
  /** Record no management events: for a stakeholder that needs data events alone. @default false */
  withoutManagementEvents?: boolean;
  /** Leave out the management events of `kms.amazonaws.com` or `rdsdata.amazonaws.com`, which can be many. @default none */
  excludedEventSources?: string[];
  /** Calls on data that are recorded too. @default none */
  dataEvents?: DataEventArgs[];
  /** Unusual rates of calls or errors to look for; needs management events. Billed by the event. @default none */
  insights?: TrailInsight[];
  /**
   * Organisation, such as `o-a1b2c3d4e5`, whose accounts are all recorded; the stack has to be in its management account.
   * @default this account only
   */
  organizationId?: string;
}

/** A trail of another account that writes to this bucket too. */
export interface ForeignTrailArgs {
  /** Account, 12 digits. */
  accountId: string;
  /** Name of the trail there. */
  trailName: string;
  /** Region that the trail was made in. @default this stack's */
  region?: pulumi.Input<string>;
  /** Its `keyPrefix`. @default none */
  keyPrefix?: string;
}

/** Keeps log files from being deleted or overwritten. Only a new bucket can have it. */
export interface ObjectLockArgs {
  /** Whether a permission of its own can lift the lock, or nobody can. @default "GOVERNANCE" */
  mode?: ObjectLockMode;
  /** Days that each log file is locked, at most `retentionDays`. */
  days: number;
}

/** Where S3 writes down who read the log files. */
export interface AccessLoggingArgs {
  /** Bucket of the same region and account whose policy admits `logging.s3.amazonaws.com`. */
  bucketName: pulumi.Input<string>;
  /** What the names of the files begin with. @default the audit bucket's name and a slash */
  prefix?: pulumi.Input<string>;
}

/** Arguments of {@link AuditTrail}. */
export interface AuditTrailArgs extends PlatformArgs {
  /**
   * Trails by name, at most 5 in a region (CloudTrail's limit). Policies name a trail by its ARN, so the name is not
   * made up by AWS. Additional copies of management events are billed. @default one, named as the component
   */
  trails?: Record<string, TrailArgs>;

  /** Bucket to make. @default the component's name, the account and the region, joined by hyphens */
  bucketName?: string;
  /**
   * Write to this bucket instead, for example the central one of an audit account. Its owner has to admit the trails: an
   * `AuditTrail` does for those in its `foreignTrails`. @default a bucket is made
   */
  existingBucketName?: pulumi.Input<string>;
  /** Trails of other accounts that share the bucket and the key. @default none */
  foreignTrails?: ForeignTrailArgs[];
  /** Days after which log files are deleted, 90 to 36,500. @default 400: a year, as PCI DSS 4.0.1 10.5.1 asks, and a month to look */
  retentionDays?: number;
  /** Days after which log files move to S3 Glacier Instant Retrieval. @default they stay in S3 Standard */
  archiveAfterDays?: number;
  /** Keep log files from being deleted or overwritten. @default versioned, but not locked */
  objectLock?: ObjectLockArgs;
  /** Write down who reads the log files. @default none; the trail itself records who changes the bucket */
  accessLogging?: AccessLoggingArgs;
  /** Let `pulumi destroy` delete the bucket with its log files. @default false: a bucket with files stays */
  deleteLogsOnDestroy?: boolean;

  /**
   * KMS key of log files, log groups and topic. Its policy has to admit CloudTrail, CloudWatch Logs and the trails' readers.
   * @default a key with that policy is made
   */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that events stay in CloudWatch Logs; one of its values. @default 365, as AWS FSBP CloudWatch.16 asks */
  logRetentionDays?: number;
  /** Announce each log file on an SNS topic. @default false */
  notifications?: boolean;
}
