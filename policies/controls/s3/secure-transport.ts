import { fail, stackControl, tokens } from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";

/** Holds every bucket to refusing plain HTTP. */
export const bucketSecureTransport = stackControl({
  id: "s3-bucket-secure-transport",
  title: "Buckets refuse plain HTTP",
  severity: "high",
  why: "S3 answers over plain HTTP too, which shows objects and signed requests to everyone on the way.",
  fix: 'Make a BucketPolicy that denies "s3:*" on the bucket and its objects to "*" where aws:SecureTransport is "false".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    judgePolicy(
      graph,
      bucket,
      { types: tokens.bucketPolicy, path: "bucket" },
      (policy) =>
        deniesPlainHttp(policy, {
          action: "s3:*",
          resources: {
            "the bucket": /^(\*|arn:[^:]*:s3:::[^/]+)$/,
            "its objects": /^(\*|arn:[^:]*:s3:::([^/]*\*|[^/]+\/\*))$/,
          },
        }),
      fail({ path: "", found: "no bucket policy", expected: "one that denies plain HTTP to everybody" }),
    ),
});
