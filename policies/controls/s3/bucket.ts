import { all, any, fail, type Resource, tokens, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { beside } from "../shared/beside";

const accountBlock = ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"];

/** The settings of a public access block. */
export const publicAccessFlags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Something of `types` that names a bucket. */
export const ofBucket = (types: readonly string[]) => ({ types, path: "bucket" });

/** A bucket, or the account, blocks public access by these settings. @default by all */
export function blocksPublicAccess(graph: Graph, bucket: Resource, flags = publicAccessFlags): Verdict {
  const blocks = (block: Resource): Verdict =>
    all(flags.map((flag) => block.boolean(flag).mustBeTrue({ absent: "AWS then takes false" })));
  return any([
    beside(
      graph,
      bucket,
      ofBucket(tokens.bucketPublicAccessBlock),
      blocks,
      fail({ path: "", found: "no BucketPublicAccessBlock", expected: `one with ${flags.join(", ")} true` }),
    ),
    ...graph.ofType(accountBlock).map(blocks),
  ]);
}

/** A bucket keeps versions. */
export function keepsVersions(graph: Graph, bucket: Resource): Verdict {
  // A BucketV2 has a list of one.
  const own = ["versioning", "versionings[0]"].find((path) => bucket.has(`${path}.enabled`) === true);
  return own !== undefined
    ? bucket.boolean(`${own}.enabled`).mustBeTrue()
    : beside(
        graph,
        bucket,
        ofBucket(tokens.bucketVersioning),
        (versioning) => versioning.string("versioningConfiguration.status").equals("Enabled"),
        fail({ path: "", found: "no BucketVersioning", expected: "one with status Enabled" }),
      );
}

/**
 * Something that stands in a bucket or beside it.
 * @param own property of the bucket, as the program gave it; several where kinds and versions of buckets name it differently
 * @param none verdict where there is neither
 */
export function inOrBeside(
  graph: Graph,
  bucket: Resource,
  own: { property: string | readonly string[]; judge: (value: Value) => Verdict },
  separate: { types: readonly string[]; judge: (one: Resource) => Verdict },
  none: Verdict,
): Verdict {
  const inline = [own.property].flat().map((property) => given(graph, bucket, property));
  const filled = inline.find((value) => value.list().length !== 0);
  return beside(graph, bucket, ofBucket(separate.types), separate.judge, filled ? own.judge(filled) : none);
}
