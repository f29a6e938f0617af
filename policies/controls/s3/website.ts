import { any, fail, pass, type Resource, stackControl, tokens, type Value, type Verdict } from "../../core";
import { inOrBeside } from "./bucket";

/** Holds sites to HTTPS, which the website endpoints of S3 don't speak. */
export const bucketWebsite = stackControl({
  id: "s3-bucket-website",
  title: "Buckets are no websites, which S3 serves over plain HTTP",
  severity: "medium",
  why: "Website endpoints of S3 speak no TLS: pages and what visitors send can be read and changed on the way.",
  fix: "Serve the bucket by CloudFront with an origin access control, and take the website configuration off.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    inOrBeside(
      graph,
      bucket,
      { property: ["website", "websites"], judge: redirects },
      { types: tokens.bucketWebsite, judge: (one: Resource) => redirects(one) },
      pass,
    ),
});

/** A site that sends every visitor to HTTPS elsewhere has nothing to read. In the bucket itself the target is an address. */
function redirects(site: Value): Verdict {
  const target = site.at("redirectAllRequestsTo");
  return any([
    target.keys().length > 0
      ? target.string("protocol").equals("https", { absent: "S3 then takes the visitor's" })
      : target.string().matches(/^https:/, "an address over HTTPS"),
    fail({ path: site.path, found: "a website", expected: "none, or a redirect of all requests to HTTPS" }),
  ]);
}
