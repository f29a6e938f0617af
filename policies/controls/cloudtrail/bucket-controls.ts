import { all, cannotTell, fail, integer, pass, stackControl, tokens, type Value, type Verdict } from "../../core";
import { blocksPublicAccess, keepsVersions } from "../s3/bucket";
import { beside, ofTrailBucket, policiesOf } from "./bucket";

const trail = ["aws:cloudtrail/trail:Trail"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html";

/** Holds the bucket of a trail to being private. */
export const trailBucketPrivate = stackControl({
  id: "cloudtrail-bucket-private",
  title: "The bucket of a trail blocks public access",
  severity: "critical",
  why: "A trail tells a reader every resource, user and address of the account.",
  fix: "Make a BucketPublicAccessBlock for the bucket with all four settings true.",
  url: `${page}#cloudtrail-6`,
  on: trail,
  check: (one, { graph }) => ofTrailBucket(one, graph, (bucket) => blocksPublicAccess(graph, bucket)),
});

/** Holds the bucket of a trail to keeping versions. */
export const trailBucketVersioned = stackControl({
  id: "cloudtrail-bucket-versioned",
  title: "The bucket of a trail keeps versions",
  severity: "high",
  why: "In a bucket without versions one call overwrites the record for good.",
  fix: "Make a BucketVersioning for the bucket with status Enabled.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
  on: trail,
  check: (one, { graph }) => ofTrailBucket(one, graph, (bucket) => keepsVersions(graph, bucket)),
});

/** An enabled lifecycle rule lets what it is about be for at least so many days. */
function keeps(rule: Value, days: number, path: string): Verdict {
  if (rule.string("status").value === "Disabled" || rule.boolean("enabled").value === false) return pass;
  if (rule.has(`${path}.date`) === true)
    return cannotTell("how long an expiration by date keeps a log is not known", rule.path);
  return rule.number(`${path}.days`).atLeast(days, { absent: pass });
}

/** Holds the bucket of a trail to keeping the logs. */
export const trailBucketRetained = stackControl({
  id: "cloudtrail-bucket-retained",
  title: "The bucket of a trail keeps its logs",
  severity: "high",
  why: "Intrusions are found months later; a log that has expired by then, or went with the stack, tells nothing.",
  fix: "Let no lifecycle rule expire objects before minimumDays, and leave forceDestroy out.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
  on: trail,
  config: {
    // PCI DSS 4.0.1, 10.5.1: twelve months.
    minimumDays: integer({ default: 365, minimum: 1, description: "Least number of days that log files are kept." }),
  },
  check: (one, { graph, config }) =>
    ofTrailBucket(one, graph, (bucket) =>
      all(
        bucket.boolean("forceDestroy").mustBeFalse(),
        bucket.list("lifecycleRules").every((rule) => keeps(rule, config.minimumDays, "expiration")),
        beside(
          graph,
          bucket,
          tokens.bucketLifecycle,
          (rules) => rules.list("rules").every((rule) => keeps(rule, config.minimumDays, "expiration")),
          pass,
        ),
      ),
    ),
});

const service = "cloudtrail.amazonaws.com";
const sources = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

/** An Allow is for CloudTrail alone, and for trails that are named. */
function admitsCloudTrailOnly(statement: Value): Verdict {
  if (statement.string("Effect").value === "Deny") return pass;
  const principal = statement.at("Principal");
  if (principal.state === "unknown") return cannotTell(principal.reason, principal.path);
  const kinds = principal.keys();
  const services = statement.list("Principal.Service").items.map((item) => item.string().value);
  if (kinds.length !== 1 || kinds[0] !== "Service" || services.some((one) => one !== service)) {
    return fail({ path: principal.path, found: "an Allow for others", expected: `an Allow for ${service} alone` });
  }
  const keys = statement
    .at("Condition")
    .entries()
    .flatMap(([, operands]) => operands.keys().map((key) => key.toLowerCase()));
  if (keys.some((key) => sources.includes(key))) return pass;
  return fail({
    path: statement.path,
    found: "an Allow without a source",
    expected: "a condition on aws:SourceArn, aws:SourceAccount or aws:SourceOrgID",
  });
}

/** Holds the bucket of a trail to admitting CloudTrail alone. */
export const trailBucketPolicy = stackControl({
  id: "cloudtrail-bucket-policy",
  title: "The bucket of a trail admits CloudTrail alone",
  severity: "critical",
  why: "Whoever else may write to the bucket, or any trail of any account, can forge the record.",
  fix: "Let the bucket policy allow cloudtrail.amazonaws.com only, with a condition on aws:SourceArn; give readers access through their roles.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
  on: trail,
  check: (one, { graph }) =>
    ofTrailBucket(one, graph, (bucket) =>
      policiesOf(
        graph,
        bucket,
        (policy) => policy.list("Statement").every(admitsCloudTrailOnly),
        `a policy that allows ${service}`,
      ),
    ),
});
