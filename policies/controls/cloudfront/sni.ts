import { control, notApplicable, when } from "../../core";
import { distributions, hasOwnCertificate } from "./behaviors";

/** Holds distributions to serving their certificate by name. */
export const distributionSni = control({
  id: "cloudfront-sni",
  title: "CloudFront serves own certificates by server name (SNI)",
  severity: "low",
  why: "Addresses of one's own are there for browsers that no longer exist, and cost by the month.",
  fix: 'Set viewerCertificate.sslSupportMethod to "sni-only".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-8",
  on: distributions,
  check: (distribution) =>
    when(
      distribution.boolean("viewerCertificate.cloudfrontDefaultCertificate").mustBeTrue(),
      () => notApplicable("the distribution has no certificate of its own"),
      () => distribution.string("viewerCertificate.sslSupportMethod").equals("sni-only"),
    ),
  // An address of its own at each edge costs, so that nobody pays for this; without a certificate there is nothing to say.
  remedy: (distribution) =>
    hasOwnCertificate(distribution) ? [{ path: "viewerCertificate.sslSupportMethod", value: "sni-only" }] : [],
});
