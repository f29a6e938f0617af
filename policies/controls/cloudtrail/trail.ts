import { all, control } from "../../core";

const trail = ["aws:cloudtrail/trail:Trail"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html";

/** Holds trails to all regions. */
export const trailMultiRegion = control({
  id: "cloudtrail-multi-region",
  title: "CloudTrail trails record every region",
  severity: "high",
  why: "What is done in a region that nobody uses is the first thing that an intruder does, and a trail of one region does not see it.",
  fix: "Set isMultiRegionTrail to true.",
  url: `${page}#cloudtrail-1`,
  on: trail,
  check: (one) => one.boolean("isMultiRegionTrail").mustBeTrue({ absent: "AWS then records one region" }),
});

/** Holds trails to being switched on. */
export const trailLogging = control({
  id: "cloudtrail-logging",
  title: "CloudTrail trails are logging",
  severity: "high",
  why: "A trail that is switched off records nothing, and looks as if all were well.",
  fix: "Leave enableLogging out, or set it to true.",
  url: `${page}#cloudtrail-3`,
  on: trail,
  check: (one) => one.boolean("enableLogging").mustBeTrue({ absent: all() }),
  remedy: [{ path: "enableLogging", value: true }],
});

/** Holds trails to the events of global services. */
export const trailGlobalEvents = control({
  id: "cloudtrail-global-events",
  title: "CloudTrail trails record the events of global services",
  severity: "high",
  why: "Changes to users, roles and distributions are events of global services; without them nobody can say who gave whom access.",
  fix: "Leave includeGlobalServiceEvents out, or set it to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events",
  on: trail,
  check: (one) => one.boolean("includeGlobalServiceEvents").mustBeTrue({ absent: all() }),
  remedy: [{ path: "includeGlobalServiceEvents", value: true }],
});

/** Holds trails to digests by which a changed log file shows. */
export const trailLogValidation = control({
  id: "cloudtrail-log-validation",
  title: "CloudTrail trails validate their log files",
  severity: "high",
  why: "Without digests nobody can tell whether a log file was changed or removed after it was delivered.",
  fix: "Set enableLogFileValidation to true.",
  url: `${page}#cloudtrail-4`,
  on: trail,
  check: (one) => one.boolean("enableLogFileValidation").mustBeTrue({ absent: "AWS then writes no digests" }),
  remedy: [{ path: "enableLogFileValidation", value: true }],
});

/** Holds trails to a key of the customer's. */
export const trailKms = control({
  id: "cloudtrail-kms",
  title: "CloudTrail trails are encrypted with a KMS key",
  severity: "high",
  why: "With a key of its own, reading the trail takes a permission that reading buckets does not bring along.",
  fix: "Set kmsKeyId to the ARN of a KMS key whose policy lets CloudTrail use it.",
  url: `${page}#cloudtrail-2`,
  on: trail,
  // The ARN of a key that the program makes is not known before the deployment, but it can't turn out to be nothing.
  check: (one) => one.mustBeSet("kmsKeyId", "the ARN of a KMS key", { unknown: "set" }),
});

/** Holds trails to a log group, from which alarms are made. */
export const trailCloudWatchLogs = control({
  id: "cloudtrail-cloudwatch-logs",
  title: "CloudTrail trails deliver to CloudWatch Logs",
  severity: "high",
  why: "Files in a bucket raise no alarm: what happens is seen days later, if at all.",
  fix: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  url: `${page}#cloudtrail-5`,
  on: trail,
  check: (one) =>
    all(
      one.mustBeSet("cloudWatchLogsGroupArn", "the ARN of a log group", { unknown: "set" }),
      one.mustBeSet("cloudWatchLogsRoleArn", "the ARN of the role that writes to it", { unknown: "set" }),
    ),
});
