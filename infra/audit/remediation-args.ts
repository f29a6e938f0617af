import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { BUCKET_SUFFIX } from "./configuration-recorder-args";
import { type ObjectLockArgs, ObjectLockMode } from "./trail-args";

/** Arguments of {@link Remediation}. Give one of `workerEntry` and `containerWorker`. */
export interface RemediationArgs extends PlatformArgs {
  /** Names of the AWS Config rules whose findings are put right, 1 to 20: `ComplianceRule.ruleName`. */
  ruleNames: pulumi.Input<string>[];
  /** File of the function that records findings: relative to the Pulumi project's directory, or absolute. */
  recordEntry: string;
  /** File of the function that puts things right. */
  workerEntry?: string;
  /** A container does the work instead: `Remediation.grantWork` and `workerEnvironment` are for it. @default false */
  containerWorker?: boolean;

  /** Ids of the REST APIs that may be restored. @default none */
  restApiIds?: pulumi.Input<string>[];
  /** Every REST API of the account and region may be restored, those to come too. Excludes `restApiIds`. @default false */
  everyRestApi?: boolean;
  /** Public custom domain names that may be restored. @default none */
  domainNames?: pulumi.Input<string>[];
  /** ARNs of private custom domain names that may be restored. @default none */
  privateDomainArns?: pulumi.Input<string>[];
  /** Every custom domain name of the account and region may be restored. Excludes `domainNames`. @default false */
  everyDomainName?: boolean;
  /** Plan and record changes, but make none. @default false */
  dryRun?: boolean;

  /** Addresses that get findings and outcomes as e-mail, each to be confirmed once. @default none */
  emails?: string[];
  /** Bucket of evidence to make. @default the component's name, "evidence", the account and the region, joined by hyphens */
  evidenceBucketName?: string;
  /** Days that evidence is kept, 90 to 36,500. @default 400: a year, as PCI DSS 4.0.1 10.5.1 asks, and a month to look */
  evidenceDays?: number;
  /** Keeps evidence from being deleted or overwritten. Can't be added later. @default versioned, but not locked */
  objectLock?: ObjectLockArgs;
  /** Let `pulumi destroy` delete evidence and ledger. @default false */
  deleteEvidenceOnDestroy?: boolean;

  /** Longest time for one batch of the worker function, in seconds, 30 to 900. @default 120 */
  workerTimeoutSeconds?: number;
  /** Batches at once, 2 to 100. More only meet API Gateway's limits, which are the account's. @default 2 */
  workerConcurrency?: number;
  /** Receives before a message goes to the dead-letter queue, 3 to 1,000. @default 10: throttling takes some */
  maxReceiveCount?: number;
  /** Variables of record and worker, beside those that are set here. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** Days that logs are kept. @default 365, as AWS FSBP CloudWatch.16 asks */
  logRetentionDays?: number;
  /** Age of the oldest message that is an alarm, in seconds, 60 to 1,209,600. @default 900 */
  oldestMessageSeconds?: number;
  /** Topic for the alarms. @default the topic of the findings */
  alarmTopicArn?: pulumi.Input<string>;
}

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** What the made-up bucket name adds to the component's. */
const SUFFIX = BUCKET_SUFFIX + "-evidence".length;

/** Variables that the component sets. */
export const OWN_VARIABLES = ["EVIDENCE_BUCKET", "FINDINGS_TOPIC_ARN", "QUEUE_URL", "REMEDIATION_TABLE", "DRY_RUN"];

/** Checks the arguments of a remediation. */
export function checkRemediationArgs(checks: ArgumentChecks, name: string, args: RemediationArgs): void {
  // One event pattern takes 2,048 characters, and a rule's name up to 128.
  checks.length("ruleNames", args.ruleNames, 1, 20);
  for (const [index, rule] of args.ruleNames.entries()) {
    const expected = "use the name of a rule of AWS Config, at most 128 characters, with no wildcard";
    checks.matches(`ruleNames[${index}]`, rule, /^[^*?]{1,128}$/, expected);
  }
  checks.required("recordEntry", args.recordEntry, "give the file of the function that records findings");
  checks.exclusive({ workerEntry: args.workerEntry, containerWorker: args.containerWorker || undefined });
  if (args.containerWorker) {
    for (const option of ["workerTimeoutSeconds", "workerConcurrency"] as const) {
      checks.that(option, args[option], args[option] === undefined, "it is for a worker function: leave it out");
    }
  }
  checks.exclusive({ restApiIds: args.restApiIds, everyRestApi: args.everyRestApi || undefined });
  checks.length("restApiIds", args.restApiIds, 1, 100);
  for (const [index, id] of (args.restApiIds ?? []).entries()) {
    checks.matches(`restApiIds[${index}]`, id, /^[a-zA-Z0-9]+$/, "use a REST API's id; everyRestApi stands for all");
  }
  checks.exclusive({ domainNames: args.domainNames, everyDomainName: args.everyDomainName || undefined }, true);
  checks.length("domainNames", args.domainNames, 1, 100);
  for (const [index, domain] of (args.domainNames ?? []).entries()) {
    const expected = "use a custom domain name, api.example.com; everyDomainName stands for all";
    checks.matches(`domainNames[${index}]`, domain, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, expected);
  }
  for (const [index, arn] of (args.privateDomainArns ?? []).entries()) {
    const expected = "use the ARN of a private custom domain name";
    checks.matches(
      `privateDomainArns[${index}]`,
      arn,
      /^arn:[^:]+:apigateway:[^:]+:\d{12}:\/domainnames\/[^*/]+$/,
      expected,
    );
  }
  checks.matches("evidenceBucketName", args.evidenceBucketName, BUCKET_NAME, "use 3 to 63 letters, digits, hyphens");
  if (args.evidenceBucketName === undefined) {
    const longest = 63 - SUFFIX;
    checks.that("name", name, name.length <= longest, `give evidenceBucketName, or at most ${longest} characters`);
  }
  checks.integer("evidenceDays", args.evidenceDays, 90, 36_500, "days");
  checks.oneOf("objectLock.mode", args.objectLock?.mode, Object.values(ObjectLockMode));
  checks.integer("objectLock.days", args.objectLock?.days, 1, args.evidenceDays ?? 400, "days, at most evidenceDays");
  checks.integer("workerTimeoutSeconds", args.workerTimeoutSeconds, 30, 900, "seconds");
  checks.integer("workerConcurrency", args.workerConcurrency, 2, 100);
  checks.integer("maxReceiveCount", args.maxReceiveCount, 3, 1000);
  checks.oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS);
  checks.arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
  checks.integer("oldestMessageSeconds", args.oldestMessageSeconds, 60, 1_209_600, "seconds");
  for (const variable of OWN_VARIABLES) {
    const value = args.environment?.[variable];
    if (value !== undefined) checks.fail(`environment.${variable}`, value, "the component sets it: leave it out");
  }
}
