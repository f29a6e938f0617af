import { stackControl, tokens } from "../../core";
import { closedToStrangers } from "./public";

/** Holds buckets to writers who are named. */
export const bucketPublicWrite = stackControl({
  id: "s3-bucket-public-write",
  title: "Buckets can't be written to by everybody",
  severity: "critical",
  why: "Whoever may write replaces objects that others trust, and stores what the owner pays and answers for.",
  fix: "Name principals in the bucket policy, take public ACLs off, and make a BucketPublicAccessBlock.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-3",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    closedToStrangers(graph, bucket, {
      acls: ["public-read-write"],
      permissions: ["WRITE", "WRITE_ACP", "FULL_CONTROL"],
      actions: ["s3:put", "s3:delete", "s3:restore", "s3:abort", "s3:replicate"],
      verb: "write",
    }),
});
