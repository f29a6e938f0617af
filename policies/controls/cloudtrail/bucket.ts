import { all, cannotTell, fail, type Resource, tokens, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
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

/**
 * Judges what stands beside a bucket in a resource of its own, such as its versioning.
 * @param none verdict where the program has no such resource
 */
export function beside(
  graph: Graph,
  bucket: Resource,
  types: readonly string[],
  judge: (one: Resource) => Verdict,
  none: Verdict,
): Verdict {
  const { certain, possible } = graph.referrersTo(bucket, types, "bucket");
  if (certain.length > 0) return all(certain.map(judge));
  const [first] = possible;
  return first ? cannotTell(first.reason) : none;
}

/** Statements of a bucket's policy, in the bucket or beside it. */
export function policiesOf(graph: Graph, bucket: Resource, judge: (policy: Value) => Verdict, none: string): Verdict {
  const separate = beside(
    graph,
    bucket,
    tokens.bucketPolicy,
    (one) => one.json("policy").judge(judge, { absent: none }),
    fail({ path: "policy", found: "no bucket policy", expected: none }),
  );
  return bucket.has("policy") === true ? bucket.json("policy").judge(judge, { absent: none }) : separate;
}
