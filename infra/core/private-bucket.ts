import * as s3 from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "./arguments";
import { denyInsecureTransport, policyDocument, type Statement } from "./iam";

/** docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; no dots, which TLS certificates don't cover. */
export const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
export const BUCKET_NAME_RULE = "use 3 to 63 lower-case letters, digits and hyphens, none of these at the ends";

/** Keeps objects from being deleted or overwritten for a time. */
export interface BucketLock {
  /** `GOVERNANCE` or `COMPLIANCE`. @default "GOVERNANCE" */
  readonly mode?: string;
  readonly days: number;
}

/** What a private bucket is made from. */
export interface PrivateBucketInput {
  /** Logical name; children add a suffix to it. */
  readonly name: string;
  /** Its name in S3: given, so that its policy is known in a preview. */
  readonly bucketName: pulumi.Input<string>;
  readonly partition: pulumi.Output<string>;
  /** Customer-managed key; S3's own where it is undefined. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly objectLock?: BucketLock;
  readonly lifecycle: input.s3.BucketLifecycleConfigurationRule;
  /** What its policy says beside refusing plain HTTP. @default nothing */
  readonly statements?: readonly Statement[];
  readonly accessLogBucketName?: pulumi.Input<string>;
  readonly deletableWithContents: boolean;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly opts: pulumi.CustomResourceOptions;
}

/** Of objects that can be made again from elsewhere: replaced and deleted ones go after a month. */
export const SUPERSEDED_GO: input.s3.BucketLifecycleConfigurationRule = {
  id: "superseded",
  status: "Enabled",
  filter: { prefix: "" },
  noncurrentVersionExpiration: { noncurrentDays: 30 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

/** A bucket, and what has to be there before the first object. */
export interface PrivateBucket {
  readonly bucket: s3.Bucket;
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
}

/** A bucket that has no policy yet. */
export interface BareBucket extends PrivateBucket {
  /** ARN that is known before the bucket is there. */
  readonly knownArn: pulumi.Output<string>;
  readonly access: s3.BucketPublicAccessBlock;
}

/** Makes a private, versioned, encrypted bucket that answers over TLS alone. */
export function createPrivateBucket(from: PrivateBucketInput): PrivateBucket {
  const bare = createBareBucket(from);
  const policy = createBucketPolicy(from.name, bare, from.statements ?? [], from.opts);
  return { bucket: bare.bucket, name: bare.name, arn: bare.arn, ready: [...bare.ready, policy] };
}

/** A policy that refuses plain HTTP to everybody, and says what `statements` say. */
export function createBucketPolicy(
  name: string,
  { bucket, knownArn, access }: BareBucket,
  statements: readonly Statement[],
  opts: pulumi.CustomResourceOptions,
): s3.BucketPolicy {
  return new s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.id,
      policy: policyDocument(denyInsecureTransport("s3", [knownArn, pulumi.interpolate`${knownArn}/*`]), ...statements),
    },
    // S3 refuses a policy while the public access block is being put.
    pulumi.mergeOptions(opts, { dependsOn: [access] }),
  );
}

/** {@link createPrivateBucket} without a policy, for whom that policy lets in is made with the bucket: plain HTTP is let in until there is one. */
export function createBareBucket(from: Omit<PrivateBucketInput, "statements">): BareBucket {
  const { name, opts, bucketName } = from;
  const bucket = new s3.Bucket(
    name,
    {
      bucket: bucketName,
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
    const { mode = "GOVERNANCE", days } = from.objectLock;
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
      { bucket: bucket.id, targetBucket: from.accessLogBucketName, targetPrefix: pulumi.interpolate`${bucketName}/` },
      opts,
    );
  }
  const knownArn = pulumi.interpolate`arn:${from.partition}:s3:::${bucketName}`;
  return { bucket, name: bucket.bucket, arn: bucket.arn, knownArn, access, ready };
}

/** What the name of a bucket is made from, where its owner gives none. */
export interface BucketOwner {
  /** How messages name the component that it belongs to. */
  readonly label: string;
  readonly accountId: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
}

/**
 * `<stack>-<name>-<account>-<region>`: one of a kind in the world.
 * @throws ArgumentError, while the program runs, where that is no name of a bucket
 */
export function defaultBucketName(name: string, owner: BucketOwner): pulumi.Output<string> {
  const base = `${pulumi.getStack().toLowerCase()}-${name}`;
  return pulumi.all([owner.accountId, owner.region]).apply(([accountId, region]) => {
    const bucketName = `${base}-${accountId}-${region}`;
    if (BUCKET_NAME.test(bucketName)) return bucketName;
    throw new ArgumentError(
      `${owner.label}: the bucket's name would be "${bucketName}"; give a bucketName: ${BUCKET_NAME_RULE}`,
    );
  });
}
