import { all, fail, notApplicable, type Resource, stackControl, tokens, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { ifRequired, onDemand } from "../shared/on-demand";
import { inOrBeside } from "./bucket";

const types = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];

/** Holds buckets to a copy elsewhere. */
export const bucketReplication = stackControl({
  id: "s3-bucket-replication",
  title: "Buckets are copied to another bucket",
  severity: "low",
  why: "When a region is gone, or an account is taken over, objects that are in one bucket are gone with it.",
  fix: "Make a BucketReplicationConfig for the bucket with an enabled rule to a bucket in another region.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-7",
  on: tokens.bucket,
  config: onDemand("each bucket has to be copied to another"),
  check: (bucket, context) =>
    ifRequired(context, () => {
      const { graph } = context;
      const expected = "an enabled rule";
      return copiesOf(graph).has(bucket)
        ? notApplicable("it is a copy of another bucket")
        : inOrBeside(
            graph,
            bucket,
            {
              property: ["replicationConfiguration", "replicationConfigurations"],
              judge: (own) => own.list("rules").some(isEnabled, expected),
            },
            { types, judge: (one) => one.list("rules").some(isEnabled, expected) },
            fail({ path: "", found: "no BucketReplicationConfig", expected: `one with ${expected}` }),
          );
    }),
});

function isEnabled(rule: Value): Verdict {
  return all(
    rule.string("status").equals("Enabled"),
    // A BucketV2 has a list of one, named in the plural.
    rule.mustBeSet(`${rule.has("destinations") === true ? "destinations" : "destination"}.bucket`, "a bucket", {
      unknown: "set",
    }),
  );
}

const known = new WeakMap<Graph, ReadonlySet<Resource>>();

/** Buckets that others are copied to. */
function copiesOf(graph: Graph): ReadonlySet<Resource> {
  let copies = known.get(graph);
  if (!copies) {
    const configs = graph.ofType(types);
    copies = new Set(
      configs.flatMap((config) => graph.followList(config, "rules", tokens.bucket, "destination.bucket").certain),
    );
    known.set(graph, copies);
  }
  return copies;
}
