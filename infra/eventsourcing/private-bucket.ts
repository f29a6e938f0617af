import * as s3 from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { ObjectLockMode } from "../audit/trail-args";
import { ArgumentError, denyInsecureTransport, policyDocument, type Statement } from "../core";
import type { ArchiveLockArgs } from "./event-store-args";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "./event-store-checks";

/** What a private bucket is made from. */
export interface PrivateBucketInput {
  /** How messages name the component that it belongs to. */
  readonly label: string;
  /** Logical name; children add a suffix to it. */
  readonly name: string;
  /** Its name in S3. @default `<stack>-<name>-<account>-<region>` */
  readonly bucketName: string | undefined;
  readonly partition: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Customer-managed key; S3's own where it is undefined. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly objectLock?: ArchiveLockArgs;
  readonly lifecycle: input.s3.BucketLifecycleConfigurationRule;
  readonly accessLogBucketName?: pulumi.Input<string>;
  /** What services may do with the bucket of this ARN, beside roles that are granted it. @default nothing */
  readonly statements?: (bucketArn: pulumi.Output<string>) => Statement[];
  readonly deletableWithContents: boolean;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly opts: pulumi.CustomResourceOptions;
}

/** A bucket, and what has to be there before the first object. */
export interface PrivateBucket {
  readonly bucket: s3.Bucket;
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
}

/** Makes a private, versioned, encrypted bucket that answers over TLS alone. */
export function createPrivateBucket(from: PrivateBucketInput): PrivateBucket {
  const { name, opts } = from;
  // Named here and not by AWS, so that the policy is known in a preview.
  const chosen = pulumi.output(from.bucketName ?? defaultName(from));
  const bucket = new s3.Bucket(
    name,
    {
      bucket: chosen,
      // Can be set only when the bucket is made.
      objectLockEnabled: from.objectLock !== undefined,
      forceDestroy: from.deletableWithContents,
      tags: from.tags,
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
        from.kmsKeyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: from.kmsKeyArn },
              bucketKeyEnabled: true,
            },
      ],
    },
    opts,
  );
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.id, rules: [from.lifecycle] },
    pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
  );
  const ready: pulumi.Resource[] = [ownership, encryption, versioning];
  if (from.objectLock) {
    const { mode = ObjectLockMode.Governance, days } = from.objectLock;
    ready.push(
      new s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        { bucket: bucket.id, rule: { defaultRetention: { mode, days } } },
        pulumi.mergeOptions(opts, { dependsOn: [versioning] }),
      ),
    );
  }
  if (from.accessLogBucketName !== undefined) {
    new s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.id, targetBucket: from.accessLogBucketName, targetPrefix: pulumi.interpolate`${chosen}/` },
      opts,
    );
  }
  const arn = pulumi.interpolate`arn:${from.partition}:s3:::${chosen}`;
  const policy = new s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.id,
      policy: policyDocument(
        denyInsecureTransport("s3", [arn, pulumi.interpolate`${arn}/*`]),
        ...(from.statements?.(arn) ?? []),
      ),
    },
    // S3 refuses a policy while the public access block is being put.
    pulumi.mergeOptions(opts, { dependsOn: [access] }),
  );
  return { bucket, name: bucket.bucket, arn: bucket.arn, ready: [...ready, policy] };
}

function defaultName(from: PrivateBucketInput): pulumi.Output<string> {
  const base = `${pulumi.getStack().toLowerCase()}-${from.name}`;
  return pulumi.all([from.accountId, from.region]).apply(([accountId, region]) => {
    const bucketName = `${base}-${accountId}-${region}`;
    if (BUCKET_NAME.test(bucketName)) return bucketName;
    throw new ArgumentError(
      `${from.label}: the bucket's name would be "${bucketName}"; give a bucketName: ${BUCKET_NAME_RULE}`,
    );
  });
}
