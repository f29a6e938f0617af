import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, denyInsecureTransport, logsEncrypt, policyDocument, type Statement } from "../core";

/** Where the audit trail is. */
export interface AuditPlace {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** A trail as the policies see it. */
export interface TrailIdentity {
  /** ARN, put together from the trail's name so that it is known before the trail exists. */
  readonly arn: pulumi.Output<string>;
  readonly accountId: pulumi.Input<string>;
  readonly keyPrefix?: string;
  readonly organizationId?: string;
}

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

export function trailArn(
  place: AuditPlace,
  name: string,
  accountId: pulumi.Input<string> = place.accountId,
  region: pulumi.Input<string> = place.region,
): pulumi.Output<string> {
  return pulumi.interpolate`arn:${place.partition}:cloudtrail:${region}:${accountId}:trail/${name}`;
}

function fromTrails(trails: readonly TrailIdentity[]): Record<string, pulumi.Input<string>[]> {
  return { "aws:SourceArn": trails.map(({ arn }) => arn) };
}

/**
 * Policy of the bucket: nobody but CloudTrail, for exactly these trails, each under its own path; nothing over plain HTTP.
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function bucketPolicy(
  bucketArn: pulumi.Output<string>,
  trails: readonly TrailIdentity[],
): pulumi.Output<string> {
  const writes = trails.map((trail, index): Statement => {
    const root = trail.keyPrefix === undefined ? bucketArn : pulumi.interpolate`${bucketArn}/${trail.keyPrefix}`;
    const owners = [trail.accountId, ...(trail.organizationId === undefined ? [] : [trail.organizationId])];
    return {
      Sid: `CloudTrailWrite${index}`,
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "s3:PutObject",
      Resource: owners.map((owner) => pulumi.interpolate`${root}/AWSLogs/${owner}/*`),
      Condition: { StringEquals: { ...fromTrails([trail]), "s3:x-amz-acl": "bucket-owner-full-control" } },
    };
  });
  return policyDocument(
    denyInsecureTransport("s3", [bucketArn, pulumi.interpolate`${bucketArn}/*`]),
    {
      Sid: "CloudTrailAclCheck",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: fromTrails(trails) },
    },
    ...writes,
  );
}

/**
 * Policy of the key: the account's IAM decides who reads, CloudTrail encrypts for these trails, CloudWatch Logs for these groups.
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html,
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html and, for the topic,
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export function keyPolicy(
  place: AuditPlace,
  trails: readonly TrailIdentity[],
  logGroupArns: pulumi.Output<string>[],
  notifications: boolean,
): pulumi.Output<string> {
  const contexts = trails.map(
    ({ accountId }) => pulumi.interpolate`arn:${place.partition}:cloudtrail:*:${accountId}:trail/*`,
  );
  const ofTrails = { StringEquals: fromTrails(trails) };
  const statements: Statement[] = [
    accountAdministers(place, "AccountDecidesByIam"),
    {
      Sid: "CloudTrailEncrypts",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: { ...ofTrails, StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": contexts } },
    },
    {
      Sid: "CloudTrailDescribes",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: ofTrails,
    },
    logsEncrypt(place.region, "ArnEquals", logGroupArns),
  ];
  if (notifications) {
    statements.push({
      Sid: "CloudTrailNotifies",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
      Resource: "*",
      Condition: ofTrails,
    });
  }
  return policyDocument(...statements);
}

/**
 * What CloudTrail may do in one log group: make and fill its own streams.
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function logDeliveryPolicy(
  place: AuditPlace,
  logGroupArn: pulumi.Output<string>,
  organizationId: string | undefined,
): pulumi.Output<string> {
  const streams = [pulumi.interpolate`${place.accountId}_CloudTrail_${place.region}*`];
  if (organizationId !== undefined) streams.push(pulumi.interpolate`${organizationId}_*`);
  return policyDocument({
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: streams.map((stream) => pulumi.interpolate`${logGroupArn}:log-stream:${stream}`),
  });
}

/**
 * Policy of the topic: CloudTrail announces, for these trails, and nothing goes over plain HTTP. An object and not text:
 * so a first preview knows all of it but the topic's ARN.
 */
export function topicPolicy(
  topicArn: pulumi.Output<string>,
  trails: readonly TrailIdentity[],
): input.sns.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      // SNS knows no "sns:*" in a topic's policy, only actions on topics.
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "CloudTrailNotifies",
        Effect: "Allow",
        Principal: CLOUDTRAIL,
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: fromTrails(trails) },
      },
    ],
  };
}
