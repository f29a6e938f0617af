import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { type AuditTrailArgs, ObjectLockMode } from "./trail-args";
import { DEFAULT_RETENTION_DAYS } from "./trail-checks";
import { type AuditPlace, bucketPolicy, type TrailIdentity } from "./trail-policies";

/** What a bucket needs from the component that it belongs to. */
export interface TrailBucketContext {
  readonly name: string;
  readonly place: AuditPlace;
  readonly trails: readonly TrailIdentity[];
  readonly keyArn: pulumi.Input<string>;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly opts: pulumi.CustomResourceOptions;
}

/** The bucket that log files go to, and everything that has to be there before the first one. */
export interface TrailBucket {
  /** Its name, known before it exists. */
  readonly bucketName: pulumi.Input<string>;
  readonly bucket: s3.Bucket;
  readonly policy: s3.BucketPolicy;
  readonly ready: pulumi.Resource[];
}

/** Makes the private, versioned, encrypted bucket of an audit trail. */
export function makeTrailBucket(args: AuditTrailArgs, context: TrailBucketContext): TrailBucket {
  const { name, place, opts } = context;
  // Named here and not by AWS, so that the policy is known in a preview.
  const bucketName = args.bucketName ?? pulumi.interpolate`${name}-${place.accountId}-${place.region}`;
  const bucket = new s3.Bucket(
    `${name}-bucket`,
    {
      bucket: bucketName,
      objectLockEnabled: args.objectLock !== undefined,
      forceDestroy: args.deleteLogsOnDestroy ?? false,
      tags: context.tags,
    },
    opts,
  );
  const access = new s3.BucketPublicAccessBlock(
    `${name}-bucket-access`,
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
    `${name}-bucket-ownership`,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  const versioning = new s3.BucketVersioning(
    `${name}-bucket-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-bucket-encryption`,
    {
      bucket: bucket.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: context.keyArn } }],
    },
    opts,
  );
  makeLifecycle(args, name, bucket, versioning, opts);
  const ready: pulumi.Resource[] = [ownership, encryption];
  if (args.objectLock) {
    const { mode = ObjectLockMode.Governance, days } = args.objectLock;
    ready.push(
      new s3.BucketObjectLockConfiguration(
        `${name}-bucket-lock`,
        { bucket: bucket.id, rule: { defaultRetention: { mode, days } } },
        pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
      ),
    );
  }
  if (args.accessLogging) {
    new s3.BucketLogging(
      `${name}-bucket-logging`,
      {
        bucket: bucket.id,
        targetBucket: args.accessLogging.bucketName,
        targetPrefix: args.accessLogging.prefix ?? pulumi.interpolate`${bucketName}/`,
      },
      opts,
    );
  }
  const policy = new s3.BucketPolicy(
    `${name}-bucket-policy`,
    {
      bucket: bucket.id,
      policy: bucketPolicy(pulumi.interpolate`arn:${place.partition}:s3:::${bucketName}`, context.trails),
    },
    // S3 refuses a policy while the public access block is being put.
    pulumi.mergeOptions(opts, { dependsOn: [access] }),
  );
  return { bucketName, bucket, policy, ready: [...ready, policy] };
}

function makeLifecycle(
  args: AuditTrailArgs,
  name: string,
  bucket: s3.Bucket,
  versioning: s3.BucketVersioning,
  opts: pulumi.CustomResourceOptions,
): void {
  new s3.BucketLifecycleConfiguration(
    `${name}-bucket-lifecycle`,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "log-files",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: args.retentionDays ?? DEFAULT_RETENTION_DAYS },
          // A version is noncurrent once its file expired or was overwritten; nothing has to read it for long.
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          ...(args.archiveAfterDays !== undefined && {
            transitions: [{ days: args.archiveAfterDays, storageClass: "GLACIER_IR" }],
          }),
        },
      ],
    },
    pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
  );
}
