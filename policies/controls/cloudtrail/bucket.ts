import { cannotTell, fail, type Resource, tokens, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { beside } from "../shared/beside";
import { blame } from "../shared/blame";

/** Judges the bucket of a trail; findings are the bucket's. */
export function ofTrailBucket(trail: Resource, graph: Graph, judge: (bucket: Resource) => Verdict): Verdict {
  const bucket = graph.follow(trail, "s3BucketName", tokens.bucket);
  switch (bucket.kind) {
    case "resource":
      return blame(judge(bucket.resource), bucket.resource);
    case "external":
      return cannotTell("the trail's bucket is not in this stack", "s3BucketName");
    case "absent":
      return fail({ path: "s3BucketName", found: "nothing", expected: "a bucket" });
    case "unclear":
      return cannotTell(bucket.reason, "s3BucketName");
  }
}

/** Statements of a bucket's policy, in the bucket or beside it. */
export function policiesOf(graph: Graph, bucket: Resource, judge: (policy: Value) => Verdict, none: string): Verdict {
  const separate = beside(
    graph,
    bucket,
    { types: tokens.bucketPolicy, path: "bucket" },
    (one) => one.json("policy").judge(judge, { absent: none }),
    fail({ path: "policy", found: "no bucket policy", expected: none }),
  );
  return bucket.has("policy") === true ? bucket.json("policy").judge(judge, { absent: none }) : separate;
}
