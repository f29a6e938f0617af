import { fail, stackControl, tokens, type Value, type Verdict } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { inOrBeside } from "./bucket";

/** Holds buckets to a key in KMS. */
export const bucketKms = stackControl({
  id: "s3-bucket-kms",
  title: "Buckets are encrypted with a KMS key",
  severity: "medium",
  why: "With S3's own keys whoever may read an object may decrypt it, and nobody can take the key away.",
  fix: 'Make a BucketServerSideEncryptionConfiguration with sseAlgorithm "aws:kms" and kmsMasterKeyId.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17",
  on: tokens.bucket,
  config: onDemand("each bucket has to be encrypted with a KMS key"),
  check: (bucket, context) =>
    ifRequired(context, () =>
      inOrBeside(
        context.graph,
        bucket,
        {
          property: ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
          judge: (own) => withKms(own.at(own.has("rules") === true ? "rules" : "rule")),
        },
        { types: tokens.bucketEncryption, judge: (one) => one.list("rules").some(withKms, "a rule with a KMS key") },
        fail({ path: "", found: "S3's own keys", expected: "a BucketServerSideEncryptionConfiguration with aws:kms" }),
      ),
    ),
});

function withKms(rule: Value): Verdict {
  // A BucketV2 has lists of one, named in the plural.
  const plural = rule.has("applyServerSideEncryptionByDefaults") === true;
  const byDefault = plural ? "applyServerSideEncryptionByDefaults" : "applyServerSideEncryptionByDefault";
  return rule.string(`${byDefault}.sseAlgorithm`).oneOf(["aws:kms", "aws:kms:dsse"]);
}
