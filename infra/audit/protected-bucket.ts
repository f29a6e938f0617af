import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { denyInsecureTransport, policyDocument, type Statement } from "../core";
import { type ObjectLockArgs, ObjectLockMode } from "./trail-args";

/** What a protected bucket is made from. */
export interface ProtectedBucketInput {
  /** Logical name; children add a suffix to it. */
  readonly name: string;
  /** Its name in S3, known before it exists, so that its policy is known in a preview. */
  readonly bucketName: pulumi.Input<string>;
  readonly partition: pulumi.Output<string>;
  readonly keyArn: pulumi.Input<string>;
  /** What others may do, beside roles that are granted it; made with the bucket's ARN. */
  readonly statements: readonly Statement[];
  /** Days after which objects are deleted. */
  readonly retentionDays: number;
  readonly objectLock?: ObjectLockArgs;
  readonly deleteContentsOnDestroy: boolean;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly opts: pulumi.CustomResourceOptions;
}

/** A bucket, and everything that has to be there before the first object. */
export interface ProtectedBucket {
  readonly bucket: s3.Bucket;
  readonly ready: pulumi.Resource[];
}

/** Makes a private, versioned, encrypted bucket for evidence, over TLS alone. */
export function makeProtectedBucket(input: ProtectedBucketInput): ProtectedBucket {
  const { name, opts, objectLock } = input;
  const bucket = new s3.Bucket(
    name,
    {
      bucket: input.bucketName,
      // Can be set only when the bucket is made.
      objectLockEnabled: objectLock !== undefined,
      forceDestroy: input.deleteContentsOnDestroy,
      tags: input.tags,
    },
    opts,
  );
  const access = new s3.BucketPublicAccessBlock(
    `${name}-access`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const ownership = new s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  const versioning = new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: input.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    },
    opts,
  );
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "retention",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: input.retentionDays },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
  );
  const lock = objectLock && [
    new s3.BucketObjectLockConfiguration(
      `${name}-lock`,
      {
        bucket: bucket.id,
        rule: { defaultRetention: { mode: objectLock.mode ?? ObjectLockMode.Governance, days: objectLock.days } },
      },
      pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
    ),
  ];
  const arn = pulumi.interpolate`arn:${input.partition}:s3:::${input.bucketName}`;
  const policy = new s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.id,
      policy: policyDocument(denyInsecureTransport("s3", [arn, pulumi.interpolate`${arn}/*`]), ...input.statements),
    },
    // S3 refuses a policy while the public access block is being put.
    pulumi.mergeOptions(opts, { dependsOn: [access] }),
  );
  return { bucket, ready: [ownership, encryption, ...(lock ?? []), policy] };
}
