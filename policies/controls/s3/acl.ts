import { all, type ListValue, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { given } from "../../graph";
import { beside } from "../shared/beside";
import { inOrBeside, ofBucket } from "./bucket";

const owners = ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"];
/** ACLs that S3 takes for a bucket without ACLs, and that give nobody else anything. */
const harmless = ["private", "bucket-owner-full-control"];

/** Holds buckets to policies alone. */
export const bucketAcl = stackControl({
  id: "s3-bucket-acl",
  title: "Buckets have no ACLs",
  severity: "medium",
  why: "ACLs give access that no policy shows, and objects belong to whoever uploaded them.",
  fix: 'Leave ACLs out, and set objectOwnership to "BucketOwnerEnforced".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    all(
      // S3 makes buckets without ACLs: docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
      beside(
        graph,
        bucket,
        ofBucket(owners),
        (one) => one.string("rule.objectOwnership").equals("BucketOwnerEnforced"),
        pass,
      ),
      inOrBeside(
        graph,
        bucket,
        { property: "acl", judge: (acl) => acl.string().oneOf(harmless) },
        { types: tokens.bucketAcl, judge: isHarmless },
        pass,
      ),
      isOwners(given(graph, bucket, "grants").list())
        ? pass
        : given(graph, bucket, "grants").mustBeUnset("", "no grants"),
    ),
});

/**
 * Whether the only grant gives one user everything: S3 gives that to the owner of each bucket, and a state has it.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
function isOwners({ items }: ListValue): boolean {
  const [only, second] = items;
  return (
    only?.string("type").value === "CanonicalUser" &&
    only.string("permissions").value === "FULL_CONTROL" &&
    second === undefined
  );
}

function isHarmless(acl: Resource): Verdict {
  return all(
    acl.string("acl").oneOf(harmless, { absent: pass }),
    acl.mustBeUnset("accessControlPolicy.grants", "no grants"),
  );
}
