import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../core";
import { logGroupArn } from "./log-key";
import type { MadeFor } from "./made-for";

/** What a Firehose stream writes to. */
export interface DeliveryTarget {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Log group of its errors, by name. */
  readonly errorLogGroupName: pulumi.Input<string>;
  /** What else it may do, such as index documents. */
  readonly more?: readonly Statement[];
}

/** A role, and its policy, which has to be there before Firehose tries the role. */
export interface DeliveryRole {
  readonly role: Role;
  readonly policy: RolePolicy;
}

/**
 * The role of a Firehose stream: it writes into one bucket under one key, and its errors into one log group.
 * docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3; the external id, which Firehose gives as the
 * account that it acts for, keeps other accounts' streams out.
 */
export function createDeliveryRole(of: MadeFor, target: DeliveryTarget): DeliveryRole {
  const name = `${of.name}-delivery-role`;
  const role = new Role(
    name,
    {
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": of.accountId } },
      }),
      tags: of.tags(name),
    },
    of.child(),
  );
  const policy = new RolePolicy(
    `${of.name}-delivery`,
    {
      role: role.name,
      policy: policyDocument(
        {
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          Resource: target.bucketArn,
        },
        {
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
          Resource: pulumi.interpolate`${target.bucketArn}/*`,
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: target.keyArn,
          Condition: {
            StringEquals: { "kms:ViaService": pulumi.interpolate`s3.${of.region}.amazonaws.com` },
            // A bucket key's context is the bucket, an object key's the object.
            StringLike: {
              "kms:EncryptionContext:aws:s3:arn": [target.bucketArn, pulumi.interpolate`${target.bucketArn}/*`],
            },
          },
        },
        {
          Effect: "Allow",
          Action: "logs:PutLogEvents",
          Resource: pulumi.interpolate`${logGroupArn(of, target.errorLogGroupName)}:log-stream:*`,
        },
        ...(target.more ?? []),
      ),
    },
    of.child(),
  );
  return { role, policy };
}
