import { stackControl, tokens } from "../../core";
import { keepsVersions } from "./bucket";

/** Holds buckets to keeping versions. */
export const bucketVersioning = stackControl({
  id: "s3-bucket-versioning",
  title: "Buckets keep versions",
  severity: "low",
  why: "In a bucket without versions one call overwrites or deletes an object for good.",
  fix: "Make a BucketVersioning for the bucket with status Enabled.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
  on: tokens.bucket,
  check: (bucket, { graph }) => keepsVersions(graph, bucket),
});
