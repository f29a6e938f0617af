import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";

/** How often changes are recorded. Values from the provider's `RecorderRecordingMode.recordingFrequency`. */
export const RecordingFrequency = { Continuous: "CONTINUOUS", Daily: "DAILY" } as const;
export type RecordingFrequency = (typeof RecordingFrequency)[keyof typeof RecordingFrequency];

/** Periods of AWS Config. Values from its API's `MaximumExecutionFrequency`. */
export const ConfigPeriod = {
  OneHour: "One_Hour",
  ThreeHours: "Three_Hours",
  SixHours: "Six_Hours",
  TwelveHours: "Twelve_Hours",
  Day: "TwentyFour_Hours",
} as const;
export type ConfigPeriod = (typeof ConfigPeriod)[keyof typeof ConfigPeriod];

/** Accounts and regions whose configuration is seen in one place. Give `accountIds` or `organization`. */
export interface AggregatorArgs {
  /** Accounts, 12 digits each. Other accounts than this have to authorise it with an aggregation authorisation. */
  accountIds?: string[];
  /** All accounts of the organisation; the stack is in its management or delegated administrator account. @default false */
  organization?: boolean;
  /** Regions to see. @default all regions, those to come too */
  regions?: string[];
}

/** Arguments of {@link ConfigurationRecorder}. */
export interface ConfigurationRecorderArgs extends PlatformArgs {
  /** Record these CloudFormation types alone, such as `AWS::ApiGateway::Stage`. Excludes `exceptResourceTypes`. @default all that AWS Config knows, those to come too */
  resourceTypes?: string[];
  /** Record all but these types. Excludes `resourceTypes`. @default none */
  exceptResourceTypes?: string[];
  /**
   * Another region of the account records global resources, which are IAM's: recorded in each they would be paid for,
   * and reported, once a region. @default false: they are recorded here
   */
  globalResourcesElsewhere?: boolean;
  /** How often a change is written down. @default "CONTINUOUS": rules and remediation see a change within minutes */
  frequency?: RecordingFrequency;
  /** Types that are recorded at the other frequency. @default none */
  otherFrequencyResourceTypes?: string[];
  /** Keep the recorder, but record nothing for now. @default false */
  paused?: boolean;

  /**
   * The account has the service-linked role `AWSServiceRoleForConfig`: another region's recorder, another stack or the
   * console made it, and an account has just one. @default false: it is made
   */
  existingServiceLinkedRole?: boolean;
  /** Role to record with instead. FSBP's Config.1 then fails. @default the service-linked role */
  roleArn?: pulumi.Input<string>;

  /** Bucket to make. @default the component's name, the account and the region, joined by hyphens */
  bucketName?: string;
  /** Deliver to this bucket instead, for example the audit account's; its owner admits AWS Config. @default a bucket is made */
  existingBucketName?: pulumi.Input<string>;
  /** First part of the keys in the bucket, with no slash at its ends. @default none */
  keyPrefix?: string;
  /** Key of the bucket. Its policy has to admit AWS Config. @default a key with that policy is made */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days after which files in the made bucket are deleted, 90 to 36,500. @default 2557, seven years, as AWS Config's own */
  bucketRetentionDays?: number;
  /** Let `pulumi destroy` delete the bucket with its files. @default false */
  deleteFilesOnDestroy?: boolean;
  /** Days that AWS Config keeps configuration items, 30 to 2,557. @default AWS's: 2557, seven years */
  historyDays?: number;
  /** How often a snapshot of everything is delivered. @default "TwentyFour_Hours" */
  snapshotPeriod?: ConfigPeriod;
  /**
   * Topic that AWS Config announces every change and delivery on; its policy has to admit `config.amazonaws.com`.
   * AWS Config can't publish to an encrypted topic (docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html):
   * prefer `Remediation` or EventBridge rules, which get the same news. @default none
   */
  topicArn?: pulumi.Input<string>;
  /** See the accounts and regions of others here too. @default none */
  aggregator?: AggregatorArgs;
}

const TYPE = /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const KEY_PREFIX = /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/;
/** What the made-up bucket name adds: two hyphens, the account's 12 digits, a region of up to 14. */
export const BUCKET_SUFFIX = 28;

/** Requires CloudFormation types. */
export function checkTypes(checks: ArgumentChecks, argument: string, types: string[] | undefined): void {
  checks.length(argument, types, 1, 1000);
  for (const [index, type] of (types ?? []).entries()) {
    checks.matches(`${argument}[${index}]`, type, TYPE, 'use a CloudFormation type, such as "AWS::ApiGateway::Stage"');
  }
}

/** Checks the arguments of a recorder. */
export function checkRecorder(checks: ArgumentChecks, name: string, args: ConfigurationRecorderArgs): void {
  checks.exclusive({ resourceTypes: args.resourceTypes, exceptResourceTypes: args.exceptResourceTypes }, true);
  checkTypes(checks, "resourceTypes", args.resourceTypes);
  checkTypes(checks, "exceptResourceTypes", args.exceptResourceTypes);
  checkTypes(checks, "otherFrequencyResourceTypes", args.otherFrequencyResourceTypes);
  if (args.resourceTypes && args.globalResourcesElsewhere) {
    checks.fail("globalResourcesElsewhere", true, "resourceTypes says what is recorded: leave it out");
  }
  checks.oneOf("frequency", args.frequency, Object.values(RecordingFrequency));
  checks.oneOf("snapshotPeriod", args.snapshotPeriod, Object.values(ConfigPeriod));
  if (args.roleArn !== undefined && args.existingServiceLinkedRole) {
    checks.fail("existingServiceLinkedRole", true, "roleArn is used instead: leave it out");
  }
  checks.exclusive({ bucketName: args.bucketName, existingBucketName: args.existingBucketName }, true);
  checks.matches("bucketName", args.bucketName, BUCKET_NAME, "use 3 to 63 lower-case letters, digits and hyphens");
  if (args.bucketName === undefined && args.existingBucketName === undefined) {
    const longest = 63 - BUCKET_SUFFIX;
    checks.that("name", name, name.length <= longest, `give bucketName, or at most ${longest} characters`);
  }
  checks
    .arn("roleArn", args.roleArn, "iam", "an IAM role")
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("topicArn", args.topicArn, "sns", "an SNS topic");
  checks.matches("keyPrefix", args.keyPrefix, KEY_PREFIX, "use no slash at its ends");
  checks.integer("bucketRetentionDays", args.bucketRetentionDays, 90, 36_500, "days");
  // docs.aws.amazon.com/config/latest/APIReference/API_PutRetentionConfiguration.html
  checks.integer("historyDays", args.historyDays, 30, 2557, "days");
  if (args.existingBucketName !== undefined) {
    for (const option of ["bucketRetentionDays", "deleteFilesOnDestroy"] as const) {
      const value = args[option];
      checks.that(option, value, value === undefined, "that is for the owner of the existing bucket to set");
    }
  }
  checkAggregator(checks, args.aggregator);
}

function checkAggregator(checks: ArgumentChecks, args: AggregatorArgs | undefined): void {
  if (!args) return;
  checks.exclusive({
    "aggregator.accountIds": args.accountIds,
    "aggregator.organization": args.organization || undefined,
  });
  checks.length("aggregator.accountIds", args.accountIds, 1, 10_000);
  for (const [index, account] of (args.accountIds ?? []).entries()) {
    checks.matches(`aggregator.accountIds[${index}]`, account, /^\d{12}$/, "use the account's 12 digits");
  }
  checks.length("aggregator.regions", args.regions, 1, 100);
  for (const [index, region] of (args.regions ?? []).entries()) {
    checks.matches(`aggregator.regions[${index}]`, region, REGION, 'use a region, such as "eu-central-1"');
  }
}
