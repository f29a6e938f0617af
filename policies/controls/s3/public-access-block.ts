import { stackControl, tokens } from "../../core";
import { blocksPublicAccess } from "./bucket";

/** Holds buckets to being closed, whatever policies and ACLs say. */
export const bucketPublicAccessBlock = stackControl({
  id: "s3-bucket-public-access-block",
  title: "Buckets block public access",
  severity: "high",
  why: "One wrong statement in a policy, or one ACL, then shows the bucket to everybody.",
  fix: "Make a BucketPublicAccessBlock for the bucket with all four settings true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
  on: tokens.bucket,
  check: (bucket, { graph }) => blocksPublicAccess(graph, bucket),
});
