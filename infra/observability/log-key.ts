import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, logsEncrypt, policyDocument, type Statement } from "../core";
import type { MadeFor } from "./made-for";

/** ARN of a log group that has a name already, before it exists. */
export function logGroupArn(of: MadeFor, logGroupName: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`arn:${of.partition}:logs:${of.region}:${of.accountId}:log-group:${logGroupName}`;
}

/**
 * A key that the account administers, and that CloudWatch Logs may use for the named log groups. Amazon S3 and Athena use
 * it as the role that calls them; Firehose, OpenSearch and Redshift by grants of whoever makes what they encrypt.
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
      policy: policyDocument(accountAdministers(of), logsEncrypt(of.region, "ArnEquals", logGroupArns), ...more),
      tags: of.tags(name),
    },
    of.child(),
  );
}
