import { all, any, fail, pass, stackControl, tokens, type Value, type Verdict } from "../../core";
import { inOrBeside } from "./bucket";

/** Holds buckets to clearing up uploads that were broken off. */
export const bucketMultipartUploads = stackControl({
  id: "s3-bucket-multipart-uploads",
  title: "Buckets clear up uploads that were broken off",
  severity: "low",
  why: "Parts of an upload that was never completed are in no listing, and cost for ever.",
  fix: "Give an enabled lifecycle rule abortIncompleteMultipartUpload.daysAfterInitiation.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
  on: tokens.bucket,
  check: (bucket, { graph }) => {
    const expected = "an enabled rule that aborts uploads";
    return inOrBeside(
      graph,
      bucket,
      { property: "lifecycleRules", judge: (rules) => rules.list().some(aborts, expected) },
      { types: tokens.bucketLifecycle, judge: (one) => one.list("rules").some(aborts, expected) },
      fail({ path: "", found: "no BucketLifecycleConfiguration", expected: `one with ${expected}` }),
    );
  },
});

function aborts(rule: Value): Verdict {
  const days = ["abortIncompleteMultipartUpload.daysAfterInitiation", "abortIncompleteMultipartUploadDays"];
  return all(
    rule.string("status").equals("Enabled", { absent: pass }),
    rule.boolean("enabled").mustBeTrue({ absent: pass }),
    any(days.map((path) => rule.number(path).atLeast(1))),
  );
}
