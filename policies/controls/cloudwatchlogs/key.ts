import { control } from "../../core";

/** Holds log groups to a key of the customer's; off unless a team wants it, as each key has its price. */
export const logGroupKey = control({
  id: "cloudwatchlogs-cmk",
  title: "Log groups are encrypted with a key of the account's own",
  severity: "medium",
  enforcement: "disabled",
  why: "With a key of its own, reading logs takes a permission that reading log groups does not bring along.",
  fix: "Set kmsKeyId to the ARN of a key that admits logs.<region>.amazonaws.com.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  on: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (group) => group.mustBeSet("kmsKeyId", "the ARN of a KMS key", { unknown: "set" }),
});
