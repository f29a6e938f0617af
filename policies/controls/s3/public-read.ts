import { stackControl, tokens } from "../../core";
import { closedToStrangers } from "./public";

/** Holds buckets to readers who are named. */
export const bucketPublicRead = stackControl({
  id: "s3-bucket-public-read",
  title: "Buckets can't be read by everybody",
  severity: "critical",
  why: "Buckets that answer everybody are found by machines within hours, and copied.",
  fix: "Name principals in the bucket policy, take public ACLs off, and make a BucketPublicAccessBlock; publish by CloudFront.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    closedToStrangers(graph, bucket, {
      acls: ["public-read", "public-read-write", "authenticated-read"],
      permissions: ["READ", "READ_ACP", "FULL_CONTROL"],
      actions: ["s3:get", "s3:list"],
      verb: "read",
    }),
});
