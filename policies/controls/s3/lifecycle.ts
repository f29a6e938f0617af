import { all, fail, pass, stackControl, tokens, type Value, type Verdict } from "../../core";
import { inOrBeside } from "./bucket";

/** Holds buckets to letting go of what nobody needs. */
export const bucketLifecycle = stackControl({
  id: "s3-bucket-lifecycle",
  title: "Buckets have a lifecycle",
  severity: "medium",
  why: "Old versions and forgotten objects stay for ever: they cost, and have to be answered for.",
  fix: "Make a BucketLifecycleConfiguration for the bucket with an enabled rule.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-10",
  on: tokens.bucket,
  check: (bucket, { graph }) => {
    const expected = "an enabled rule";
    return inOrBeside(
      graph,
      bucket,
      { property: "lifecycleRules", judge: (rules) => rules.list().some(isEnabled, expected) },
      { types: tokens.bucketLifecycle, judge: (one) => one.list("rules").some(isEnabled, expected) },
      fail({ path: "", found: "no BucketLifecycleConfiguration", expected: `one with ${expected}` }),
    );
  },
});

/** Rules beside a bucket have a status, and those in it are enabled or not. */
function isEnabled(rule: Value): Verdict {
  return all(
    rule.string("status").equals("Enabled", { absent: pass }),
    rule.boolean("enabled").mustBeTrue({ absent: pass }),
  );
}
