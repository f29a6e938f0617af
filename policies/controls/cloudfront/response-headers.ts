import { all, any, control, notApplicable, when } from "../../core";

/** Holds policies on headers to those that keep pages from being abused. */
export const responseHeaders = control({
  id: "cloudfront-response-headers",
  title: "Policies with security headers forbid to guess types and to frame pages",
  severity: "low",
  why: "A page that may be framed can be clicked on unseen; a file whose type is guessed may run as a script.",
  fix: "Set securityHeadersConfig.contentTypeOptions, and frameOptions or a contentSecurityPolicy with frame-ancestors.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
  on: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (policy) => {
    const headers = policy.at("securityHeadersConfig");
    return when(
      policy.mustBeSet("securityHeadersConfig", "headers"),
      () =>
        all(
          headers.mustBeSet("contentTypeOptions", "X-Content-Type-Options: nosniff"),
          any([
            headers.mustBeSet("frameOptions", "X-Frame-Options"),
            headers
              .string("contentSecurityPolicy.contentSecurityPolicy")
              .matches(/(^|;)\s*frame-ancestors\s/i, "a policy with frame-ancestors"),
          ]),
        ),
      () => notApplicable("the policy is about other headers"),
    );
  },
});
