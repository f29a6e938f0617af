import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { createPrivateBucket, type PrivateBucket } from "../core/private-bucket";
import type { ObjectLockArgs } from "./trail-args";

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
export type ProtectedBucket = Pick<PrivateBucket, "bucket" | "ready">;

/** Makes a private, versioned, encrypted bucket for evidence that goes when its time is over. */
export function makeProtectedBucket(input: ProtectedBucketInput): ProtectedBucket {
  return createPrivateBucket({
    name: input.name,
    bucketName: input.bucketName,
    partition: input.partition,
    kmsKeyArn: input.keyArn,
    statements: input.statements,
    lifecycle: {
      id: "retention",
      status: "Enabled",
      filter: { prefix: "" },
      expiration: { days: input.retentionDays },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    objectLock: input.objectLock,
    deletableWithContents: input.deleteContentsOnDestroy,
    tags: input.tags,
    opts: input.opts,
  });
}
