import { Inputs } from "../provider/values";
import type { StoredResource } from "../state";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const FUNCTION = "aws:cloudfront/function:Function";
const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

/** Where answers come from: files of a bucket, or an API. */
export type Origin = { readonly bucket: string } | { readonly url: string };

/** What a distribution does with the requests of some paths. */
export interface Behavior {
  readonly matches: RegExp;
  readonly origin: Origin;
  readonly methods: readonly string[];
  /** Code of CloudFront functions that see the request first. */
  readonly functions: readonly string[];
  /** Headers that are added to the answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a distribution does, in the order in which paths are matched.
 * @param all resources of the stack
 */
export function behaviorsOf(distribution: StoredResource, all: readonly StoredResource[]): Behavior[] {
  const inputs = new Inputs(distribution.inputs);
  const origins = new Map(inputs.children("origins").map((origin) => [origin.text("originId"), originOf(origin, all)]));
  const behavior = (from: Inputs, pattern: string): Behavior[] => {
    const origin = origins.get(from.text("targetOriginId"));
    if (!origin) return [];
    return [
      {
        matches: patternOf(pattern),
        origin,
        methods: from.texts("allowedMethods"),
        functions: from
          .children("functionAssociations")
          .filter((one) => one.text("eventType") === "viewer-request")
          .flatMap((one) => codeOf(one.text("functionArn"), all)),
        headers: headersOf(from.maybe("responseHeadersPolicyId"), all),
      },
    ];
  };
  const fallback = inputs.child("defaultCacheBehavior");
  return [
    ...inputs.children("orderedCacheBehaviors").flatMap((one) => behavior(one, one.text("pathPattern"))),
    ...(fallback ? behavior(fallback, "*") : []),
  ];
}

function originOf(origin: Inputs, all: readonly StoredResource[]): Origin | undefined {
  const domainName = origin.text("domainName");
  const bucket = all.find(
    ({ type, outputs }) => type === "aws:s3/bucket:Bucket" && outputs.bucketRegionalDomainName === domainName,
  );
  if (bucket) return { bucket: bucket.id };
  const isHere = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(domainName);
  return { url: `${isHere ? "http" : "https"}://${domainName}${origin.maybe("originPath") ?? ""}` };
}

/** CloudFront's patterns: `*` stands for any text, `?` for one character. */
function patternOf(pattern: string): RegExp {
  const text = pattern.replace(/^\//, "").replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^/${text.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function codeOf(functionArn: string, all: readonly StoredResource[]): string[] {
  const found = all.find(({ type, outputs }) => type === FUNCTION && outputs.arn === functionArn);
  return found ? [new Inputs(found.inputs).text("code")] : [];
}

function headersOf(id: string | undefined, all: readonly StoredResource[]): Record<string, string> {
  const policy = all.find((one) => one.type === HEADERS && one.id === id);
  if (!policy) return {};
  const inputs = new Inputs(policy.inputs);
  const security = inputs.child("securityHeadersConfig");
  const custom = inputs.child("customHeadersConfig")?.children("items") ?? [];
  // Strict-Transport-Security is left out: over plain HTTP browsers don't heed it.
  const told: Record<string, string | undefined> = {
    "content-security-policy": security?.child("contentSecurityPolicy")?.maybe("contentSecurityPolicy"),
    "x-content-type-options": security?.child("contentTypeOptions") && "nosniff",
    "x-frame-options": security?.child("frameOptions")?.maybe("frameOption"),
    "referrer-policy": security?.child("referrerPolicy")?.maybe("referrerPolicy"),
    ...Object.fromEntries(custom.map((one) => [one.text("header").toLowerCase(), one.text("value")])),
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(told)) if (value !== undefined) headers[name] = value;
  return headers;
}
