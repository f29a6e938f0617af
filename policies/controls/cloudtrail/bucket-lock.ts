import { any, fail, stackControl, tokens } from "../../core";
import { beside, ofTrailBucket } from "./bucket";

/** Holds the bucket of a trail to logs that nobody can delete. */
export const trailBucketLock = stackControl({
  id: "cloudtrail-bucket-lock",
  title: "The bucket of a trail locks its objects",
  severity: "medium",
  enforcement: "disabled",
  why: "An administrator, or whoever has their credentials, can otherwise delete the record of what they did.",
  fix: "Make a BucketObjectLockConfiguration with a default retention, or a BucketVersioning with mfaDelete Enabled.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-15",
  on: ["aws:cloudtrail/trail:Trail"],
  check: (trail, { graph }) =>
    ofTrailBucket(trail, graph, (bucket) =>
      any([
        bucket.mustBeSet("objectLockConfiguration.rule.defaultRetention.mode", "a default retention"),
        // A BucketV2 has lists of one, named in the plural.
        bucket.mustBeSet("objectLockConfiguration.rules.defaultRetentions.mode", "a default retention"),
        beside(
          graph,
          bucket,
          tokens.bucketObjectLock,
          (lock) => lock.mustBeSet("rule.defaultRetention.mode", "a default retention"),
          fail({ path: "", found: "no BucketObjectLockConfiguration", expected: "one with a default retention" }),
        ),
        beside(
          graph,
          bucket,
          tokens.bucketVersioning,
          (versioning) => versioning.string("versioningConfiguration.mfaDelete").equals("Enabled"),
          fail({ path: "", found: "no BucketVersioning", expected: "one with mfaDelete Enabled" }),
        ),
      ]),
    ),
});
