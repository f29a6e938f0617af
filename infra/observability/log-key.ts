import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../core";
import type { MadeFor } from "./made-for";

/** ARN of a log group that has a name already, before it exists. */
export function logGroupArn(of: MadeFor, logGroupName: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`arn:${of.partition}:logs:${of.region}:${of.accountId}:log-group:${logGroupName}`;
}

/**
 * A key that the account administers, and that CloudWatch Logs may use for the named log groups. Amazon S3 and Athena use
 * it as the role that calls them; Firehose, OpenSearch and Redshift by grants of whoever makes what they encrypt.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function createLogKey(
  of: MadeFor,
  description: string,
  logGroupArns: pulumi.Output<string>[],
  more: readonly Statement[] = [],
): Key {
  const name = `${of.name}-key`;
  return new Key(
    name,
    {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(
        {
          Sid: "AccountAdministers",
          Effect: "Allow",
          Principal: { AWS: pulumi.interpolate`arn:${of.partition}:iam::${of.accountId}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "CloudWatchLogsEncrypts",
          Effect: "Allow",
          Principal: { Service: pulumi.interpolate`logs.${of.region}.amazonaws.com` },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          Resource: "*",
          Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArns } },
        },
        ...more,
      ),
      tags: of.tags(name),
    },
    of.child(),
  );
}
