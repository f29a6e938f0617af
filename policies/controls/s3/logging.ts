import { fail, notApplicable, stackControl, tokens, type Value, type Verdict } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { inOrBeside } from "./bucket";

/** Holds buckets to a record of requests. */
export const bucketLogging = stackControl({
  id: "s3-bucket-access-logging",
  title: "Buckets keep a log of requests",
  severity: "medium",
  why: "Without it nobody can say who read an object; data events of CloudTrail are the other way to know.",
  fix: "Make a BucketLogging for the bucket with targetBucket another bucket.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9",
  on: tokens.bucket,
  config: onDemand("each bucket has to log its requests"),
  check: (bucket, context) =>
    ifRequired(context, () => {
      const { graph } = context;
      const { certain } = graph.referrersTo(bucket, tokens.bucketLogging, "targetBucket");
      return certain.length > 0
        ? notApplicable("it takes the logs of other buckets")
        : inOrBeside(
            graph,
            bucket,
            { property: ["logging", "loggings"], judge: hasTarget },
            { types: tokens.bucketLogging, judge: hasTarget },
            fail({ path: "", found: "no BucketLogging", expected: "one that names a targetBucket" }),
          );
    }),
});

function hasTarget(logging: Value): Verdict {
  return logging.mustBeSet("targetBucket", "a bucket for the logs", { unknown: "set" });
}
