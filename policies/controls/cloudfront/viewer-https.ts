import { all, control, fail, flag, pass, type Resource, type Value, type Verdict, when } from "../../core";
import { cloudFrontTlsPolicies } from "../../facts/facts";
import { distributions, hasOwnCertificate, pathBehaviors } from "./behaviors";

/** Holds distributions to HTTPS with TLS 1.2 or newer towards viewers. */
export const viewerHttps = control({
  id: "cloudfront-viewer-https",
  title: "CloudFront serves viewers over HTTPS with TLS 1.2 or newer only",
  severity: "high",
  why: "Plain HTTP and TLS 1.0 show requests, cookies and answers to everyone on the way.",
  fix: 'Set viewerProtocolPolicy of each behaviour to "redirect-to-https", and give viewerCertificate a certificate with minimumProtocolVersion "TLSv1.2_2021".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3",
  on: distributions,
  config: {
    allowDefaultCertificate: flag({
      default: false,
      description: "Whether *.cloudfront.net may do without an own certificate; CloudFront then takes TLS 1.0 too.",
    }),
  },
  check: (distribution, { config }) =>
    all(
      httpsOnly(distribution.at("defaultCacheBehavior")),
      pathBehaviors(distribution).every(httpsOnly),
      certificate(distribution, config.allowDefaultCertificate),
    ),
  // Of several behaviours for paths none can be told from the others. A certificate nobody can make up.
  remedy: (distribution, { config }) => {
    const behaviors = pathBehaviors(distribution);
    const isRight = (verdict: Verdict) => verdict.kind !== "fail";
    const pathsAreRight = isRight(behaviors.every(httpsOnly));
    const viewerIsRight = isRight(certificate(distribution, config.allowDefaultCertificate));
    if ((!pathsAreRight && behaviors.length !== 1) || !(viewerIsRight || hasOwnCertificate(distribution))) return [];
    const wrong = [
      ...(isRight(httpsOnly(distribution.at("defaultCacheBehavior"))) ? [] : ["defaultCacheBehavior"]),
      ...(pathsAreRight ? [] : [behaviors.path]),
    ];
    return [
      ...wrong.map((behavior) => ({ path: `${behavior}.viewerProtocolPolicy`, value: "redirect-to-https" })),
      ...(viewerIsRight ? [] : [{ path: "viewerCertificate.minimumProtocolVersion", value: "TLSv1.2_2021" }]),
    ];
  },
});

function httpsOnly(behavior: Value): Verdict {
  return behavior.string("viewerProtocolPolicy").oneOf(["https-only", "redirect-to-https"]);
}

/** With its own certificate, CloudFront takes TLSv1, whatever the program says. */
function certificate(distribution: Resource, allowDefault: boolean): Verdict {
  const ownCertificate = distribution.boolean("viewerCertificate.cloudfrontDefaultCertificate");
  return when(
    ownCertificate.mustBeTrue(),
    () =>
      allowDefault
        ? pass
        : fail({
            path: ownCertificate.path,
            found: "the default certificate, with which CloudFront takes TLS 1.0 too",
            expected: "an own certificate",
          }),
    () =>
      distribution
        .string("viewerCertificate.minimumProtocolVersion")
        .oneOf(cloudFrontTlsPolicies.viewer, { absent: "CloudFront then takes TLSv1" }),
  );
}
