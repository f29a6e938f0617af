import { control, notApplicable, when } from "../../core";
import { distributions, isBucket } from "./behaviors";

/** Holds distributions to showing a page, and not a bucket. */
export const distributionRootObject = control({
  id: "cloudfront-default-root-object",
  title: "CloudFront distributions of buckets have a default root object",
  severity: "high",
  why: "Without one, a request for / lists the objects of a bucket that may be listed.",
  fix: 'Set defaultRootObject, such as "index.html".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-1",
  on: distributions,
  check: (distribution) =>
    when(
      distribution.list("origins").some(isBucket, "a bucket"),
      () => distribution.mustBeSet("defaultRootObject", "the name of an object"),
      () => notApplicable("no origin is a bucket"),
    ),
});
