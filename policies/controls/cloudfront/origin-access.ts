import { control, fail, notApplicable, type Resource, type Value, type Verdict, when } from "../../core";
import { distributions, isBucket } from "./behaviors";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html";

/** Every origin of that kind has an origin access control. */
function signed(distribution: Resource, isKind: (origin: Value) => Verdict, kind: string): Verdict {
  const origins = distribution.list("origins");
  // The id of a control that the program makes is not known before the deployment, but it can't turn out to be nothing.
  return origins.every((origin) =>
    when(
      isKind(origin),
      () => origin.mustBeSet("originAccessControlId", "the id of an OriginAccessControl", { unknown: "set" }),
      () => notApplicable(`the origin is no ${kind}`),
    ),
  );
}

/** Holds distributions to signing what they ask buckets for. */
export const bucketOriginAccess = control({
  id: "cloudfront-bucket-access-control",
  title: "CloudFront signs its requests to buckets with an origin access control",
  severity: "medium",
  why: "Without one, the bucket has to be public, or open to an origin access identity, which can't read what a KMS key encrypts.",
  fix: "Make an OriginAccessControl of type s3, and set the origin's originAccessControlId to its id.",
  url: `${page}#cloudfront-13`,
  on: distributions,
  check: (distribution) => signed(distribution, isBucket, "bucket"),
});

/** Holds distributions to signing what they ask function URLs for. */
export const functionOriginAccess = control({
  id: "cloudfront-function-access-control",
  title: "CloudFront signs its requests to function URLs with an origin access control",
  severity: "medium",
  why: "Without one, the function's URL has to be open to everybody, who then goes past CloudFront and its firewall.",
  fix: "Make an OriginAccessControl of type lambda, set the origin's originAccessControlId to its id, and the URL's authorizationType to AWS_IAM.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/cloudfront-origin-lambda-url-oac-enabled.html",
  on: distributions,
  check: (distribution) => signed(distribution, isFunctionUrl, "function URL"),
});

function isFunctionUrl(origin: Value): Verdict {
  return origin.has("s3OriginConfig") === true
    ? fail({ path: origin.path, found: "a bucket", expected: "a function URL" })
    : origin.string("domainName").matches(/\.lambda-url\.[a-z0-9-]+\.on\.aws$/i, "the host name of a function URL");
}
