import { any, fail, stackControl, tokens } from "../../core";
import { beside } from "../shared/beside";
import { ifRequired, onDemand } from "../shared/on-demand";
import { ofBucket } from "./bucket";

/** Holds buckets to telling what happens to objects. */
export const bucketNotifications = stackControl({
  id: "s3-bucket-notifications",
  title: "Buckets tell of what happens to their objects",
  severity: "medium",
  why: "Objects that are changed or deleted are noticed when somebody misses them.",
  fix: "Make a BucketNotification for the bucket, to EventBridge, a queue, a topic or a function.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-11",
  on: tokens.bucket,
  config: onDemand("each bucket has to send event notifications"),
  check: (bucket, context) =>
    ifRequired(context, () =>
      beside(
        context.graph,
        bucket,
        ofBucket(["aws:s3/bucketNotification:BucketNotification"]),
        (one) =>
          any([
            one.boolean("eventbridge").mustBeTrue({ absent: "it tells EventBridge nothing" }),
            ...["queues", "topics", "lambdaFunctions"].map((path) => one.list(path).lengthAtLeast(1)),
          ]),
        fail({ path: "", found: "no BucketNotification", expected: "one" }),
      ),
    ),
});
