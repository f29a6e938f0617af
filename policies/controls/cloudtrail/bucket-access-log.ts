import { any, fail, stackControl } from "../../core";
import { beside, ofTrailBucket } from "./bucket";

/** The older names of the type are the provider's siblings. */
const logging = ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"];

/** Holds the bucket of a trail to a log of who read it; off unless a team wants it, as it takes a bucket for that log. */
export const trailBucketAccessLog = stackControl({
  id: "cloudtrail-bucket-access-log",
  title: "The bucket of a trail logs who reads it",
  severity: "low",
  enforcement: "disabled",
  why: "Whoever reads the trail learns where the account is weak, and nobody sees it.",
  fix: "Make a BucketLogging for the bucket.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-7",
  on: ["aws:cloudtrail/trail:Trail"],
  check: (trail, { graph }) =>
    ofTrailBucket(trail, graph, (bucket) =>
      any([
        bucket.mustBeSet("loggings[0].targetBucket", "a bucket for the log"),
        bucket.mustBeSet("logging.targetBucket", "a bucket for the log"),
        beside(
          graph,
          bucket,
          logging,
          (one) => one.mustBeSet("targetBucket", "a bucket for the log", { unknown: "set" }),
          fail({ path: "", found: "no BucketLogging", expected: "one for the bucket" }),
        ),
      ]),
    ),
});
