import { fail, type ListValue, pass, type Resource, type Value, type Verdict } from "../../core";

/** Distributions, of one tenant and of several. */
export const distributions = [
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
];

/** Behaviours for paths, under the name that each kind of distribution has for them. */
export function pathBehaviors(distribution: Resource): ListValue {
  return distribution.list(distribution.type === distributions[0] ? "orderedCacheBehaviors" : "cacheBehaviors");
}

/** Whether a distribution names a certificate; one that is not known yet counts. */
export function hasOwnCertificate(distribution: Resource): boolean {
  return ["acmCertificateArn", "iamCertificateId"].some(
    (path) => distribution.has(`viewerCertificate.${path}`) !== false,
  );
}

/** A bucket's host name; a bucket that serves as a web site has another, and is an origin like any server. */
const bucketHost = /\.s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/i;

/** Passes for an origin that CloudFront fetches from with S3's own API. */
export function isBucket(origin: Value): Verdict {
  if (origin.has("s3OriginConfig") === true) return pass;
  const others = ["customOriginConfig", "customOriginConfigs", "vpcOriginConfig", "vpcOriginConfigs"];
  return others.some((name) => origin.at(name).state !== "absent")
    ? fail({ path: origin.path, found: "an origin with a configuration of its own", expected: "a bucket" })
    : origin.string("domainName").matches(bucketHost, "the host name of a bucket");
}
