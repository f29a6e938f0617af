import { type Case, type Sample, sample, UNKNOWN } from "../../../../support/policies";

/** A bucket that the program makes, with what stands in it. */
export const bucketOf = (values: Record<string, unknown> = {}): Sample =>
  sample("aws:s3/bucket:Bucket", "photos", { id: UNKNOWN, ...values });

/** The same under its older name, which has lists of one block. */
export const olderBucketOf = (values: Record<string, unknown> = {}): Sample =>
  sample("aws:s3/bucketV2:BucketV2", "photos", { id: UNKNOWN, ...values });

/** A resource of a bucket's. */
export const besideOf = (bucket: Sample, type: string, values: Record<string, unknown>, more: readonly Sample[] = []) =>
  sample(type, "beside", { bucket: UNKNOWN, ...values }, { from: { bucket: [bucket, ...more] } });

/** A bucket with something of a type beside it. */
export function withBeside(type: string, values: Record<string, unknown>, own: Record<string, unknown> = {}): Case {
  const bucket = bucketOf(own);
  return { subject: bucket, others: [besideOf(bucket, type, values)] };
}

/** A bucket with something of a type beside it that may be another bucket's. */
export function perhapsBeside(type: string, values: Record<string, unknown>): Case & { because: RegExp } {
  const bucket = bucketOf();
  const other = sample("aws:s3/bucket:Bucket", "other", { id: UNKNOWN });
  return { subject: bucket, others: [besideOf(bucket, type, values, [other])], because: /any of other, photos/ };
}

/** A policy of one statement. */
export const policyOf = (statement: Record<string, unknown>) => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
});
