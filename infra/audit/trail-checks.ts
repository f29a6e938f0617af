import { type ArgumentChecks, LOG_RETENTION_DAYS } from "../core";
import { type AuditTrailArgs, EventAccess, ObjectLockMode, type TrailArgs, TrailInsight } from "./trail-args";

/** CloudTrail's rule for names: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
const TRAIL_NAME = /^(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/;
const TRAIL_NAME_RULE = "use 3 to 128 letters, digits, and single . _ - between them";

/** docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without the dots that break TLS host names. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** What the made-up bucket name adds to the component's: two hyphens, the account's 12 digits, a region of up to 14. */
const BUCKET_SUFFIX = 28;

const KEY_PREFIX = /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/;
const ACCOUNT_ID = /^\d{12}$/;

/** From the provider's documentation of `TrailEventSelector.excludeManagementEventSources`. */
const EXCLUDABLE = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/** Trails in one region of an account: docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const MAX_TRAILS = 5;

export const DEFAULT_RETENTION_DAYS = 400;

/** Checks the arguments of an audit trail. */
export function checkAuditTrail(checks: ArgumentChecks, name: string, args: AuditTrailArgs): void {
  checkTrails(checks, args.trails ?? { [name]: {} });
  checkBucket(checks, name, args);
  for (const [index, foreign] of (args.foreignTrails ?? []).entries()) {
    const where = `foreignTrails[${index}]`;
    checks.matches(`${where}.accountId`, foreign.accountId, ACCOUNT_ID, "use the account's 12 digits");
    checks.matches(`${where}.trailName`, foreign.trailName, TRAIL_NAME, TRAIL_NAME_RULE);
    checks.matches(`${where}.keyPrefix`, foreign.keyPrefix, KEY_PREFIX, "use no slash at its ends");
  }
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
  checks.done();
}

function checkTrails(checks: ArgumentChecks, trails: Record<string, TrailArgs>): void {
  checks.length("trails", Object.keys(trails), 1, MAX_TRAILS);
  const prefixes = new Map<string, string>();
  for (const [name, trail] of Object.entries(trails)) {
    const where = `trails.${name}`;
    checks.matches(where, name, TRAIL_NAME, TRAIL_NAME_RULE);
    checkTrail(checks, where, trail);
    const prefix = prefixOf(name, trail, trails);
    const other = prefixes.get(prefix ?? "");
    if (other) checks.fail(`${where}.keyPrefix`, prefix ?? null, `trail ${other} writes there too; give each its own`);
    prefixes.set(prefix ?? "", name);
  }
}

function checkTrail(checks: ArgumentChecks, where: string, trail: TrailArgs): void {
  checks.matches(`${where}.keyPrefix`, trail.keyPrefix, KEY_PREFIX, "use no slash at its ends");
  checks.oneOf(`${where}.managementEvents`, trail.managementEvents, Object.values(EventAccess));
  for (const source of trail.excludedEventSources ?? []) {
    checks.oneOf(`${where}.excludedEventSources`, source, EXCLUDABLE);
  }
  for (const insight of trail.insights ?? []) checks.oneOf(`${where}.insights`, insight, Object.values(TrailInsight));
  checks.matches(
    `${where}.organizationId`,
    trail.organizationId,
    /^o-[a-z0-9]{10,32}$/,
    'use the organisation\'s id, such as "o-a1b2c3d4e5"',
  );
  for (const [index, data] of (trail.dataEvents ?? []).entries()) {
    const event = `${where}.dataEvents[${index}]`;
    checks.matches(
      `${event}.resourceType`,
      data.resourceType,
      /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/,
      'use a CloudFormation type, such as "AWS::S3::Object"',
    );
    checks.oneOf(`${event}.access`, data.access, Object.values(EventAccess));
  }
  if (!trail.withoutManagementEvents) return;
  checks.that(
    `${where}.insights`,
    trail.insights,
    (trail.insights ?? []).length === 0,
    "insights need management events",
  );
  if ((trail.dataEvents ?? []).length === 0) {
    checks.fail(`${where}.dataEvents`, trail.dataEvents ?? [], "with no management events there is nothing to record");
  }
}

function checkBucket(checks: ArgumentChecks, name: string, args: AuditTrailArgs): void {
  const retention = args.retentionDays ?? DEFAULT_RETENTION_DAYS;
  checks.exclusive({ bucketName: args.bucketName, existingBucketName: args.existingBucketName }, true);
  checks.matches("bucketName", args.bucketName, BUCKET_NAME, "use 3 to 63 lower-case letters, digits and hyphens");
  if (args.bucketName === undefined && args.existingBucketName === undefined) {
    const longest = 63 - BUCKET_SUFFIX;
    checks.that("name", name, name.length <= longest, `give bucketName, or at most ${longest} characters`);
  }
  checks.integer("retentionDays", args.retentionDays, 90, 36_500, "days");
  checks.integer("archiveAfterDays", args.archiveAfterDays, 1, retention - 1, "days, before retentionDays");
  checks.oneOf("objectLock.mode", args.objectLock?.mode, Object.values(ObjectLockMode));
  checks.integer("objectLock.days", args.objectLock?.days, 1, retention, "days, at most retentionDays");
  if (args.existingBucketName === undefined) return;
  for (const option of [
    "foreignTrails",
    "retentionDays",
    "archiveAfterDays",
    "objectLock",
    "accessLogging",
    "deleteLogsOnDestroy",
  ] as const) {
    const value = args[option];
    checks.that(option, value, value === undefined, "that is for the owner of the existing bucket to set");
  }
}

/** Where a trail's log files are in the bucket: its own prefix where several share it. */
export function prefixOf(name: string, trail: TrailArgs, trails: Record<string, TrailArgs>): string | undefined {
  return trail.keyPrefix ?? (Object.keys(trails).length > 1 ? name : undefined);
}
