import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./iam";

/** Where a key is. */
export interface KeyPlace {
  readonly partition: pulumi.Input<string>;
  readonly accountId: pulumi.Input<string>;
}

/** Statement of a key's policy that leaves it to the account's own policies who may do what. "*" is the key itself. */
export function accountAdministers({ partition, accountId }: KeyPlace, Sid = "AccountAdministers"): Statement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/**
 * Statement of a key's policy that lets CloudWatch Logs use it for some log groups:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @param operator `ArnEquals`, or `ArnLike` for ARNs with wildcards
 */
export function logsEncrypt(
  region: pulumi.Input<string>,
  operator: "ArnEquals" | "ArnLike",
  logGroupArns: pulumi.Input<string> | pulumi.Input<string>[],
  Sid = "CloudWatchLogsEncrypts",
): Statement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: { [operator]: { "kms:EncryptionContext:aws:logs:arn": logGroupArns } },
  };
}
