/** What AWS says of CloudFront that ages. */
export const CLOUDFRONT_FACTS_AS_OF = "2026-11-26";

/**
 * Region of everything that a distribution is given: its certificate (the provider's docstring of
 * `Distribution.viewerCertificate.acmCertificateArn`), its web ACL with the log of it
 * (docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html) and the delivery of its access logs
 * (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html).
 */
export const CLOUDFRONT_REGION = "us-east-1";

/** docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
export const CACHE_POLICY = {
  /** Follows the origin's Cache-Control, from a second to a year; compressed objects apart. */
  optimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  disabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
} as const;

/** docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
export const ORIGIN_REQUEST_POLICY = {
  /** All that the viewer sent but the Host header, by which API Gateway finds the API. */
  allViewerExceptHost: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
} as const;

/**
 * Oldest TLS and weakest ciphers that viewers may come with: those of
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 * that have no TLS before 1.2 and no CBC ciphers.
 */
export const ViewerTlsPolicy = {
  Tls12Of2021: "TLSv1.2_2021",
  Tls12Of2025: "TLSv1.2_2025",
  Tls13Of2025: "TLSv1.3_2025",
} as const;
export type ViewerTlsPolicy = (typeof ViewerTlsPolicy)[keyof typeof ViewerTlsPolicy];

/** How far CloudFront spreads a distribution over the world. From the provider's docstring of `Distribution.priceClass`. */
export const PriceClass = {
  /** North America and Europe. */
  Class100: "PriceClass_100",
  Class200: "PriceClass_200",
  All: "PriceClass_All",
} as const;
export type PriceClass = (typeof PriceClass)[keyof typeof PriceClass];

/**
 * Fields of the access log, in the words of
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html: all of a request that help to
 * find what went wrong, without `cs(Cookie)` and `cs-uri-query`, in which sign-ins travel.
 */
export const ACCESS_LOG_FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "sc-bytes",
  "cs-bytes",
  "time-taken",
  "time-to-first-byte",
  "cs(Referer)",
  "cs(User-Agent)",
  "x-edge-result-type",
  "x-edge-response-result-type",
  "x-edge-detailed-result-type",
  "x-edge-request-id",
  "x-host-header",
  "x-forwarded-for",
  "cs-protocol",
  "cs-protocol-version",
  "ssl-protocol",
  "ssl-cipher",
  "sc-content-type",
];
