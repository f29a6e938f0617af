import type { ArgumentChecks } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import { CLOUDFRONT_REGION, PriceClass, ViewerTlsPolicy } from "./facts/cloudfront";
import { checkFirewall, FirewallScope } from "./waf";
import { apisOf } from "./web-app-apis";
import { GeoRestrictionMode, type WebAppArgs, type WebContentSecurityArgs } from "./web-app-args";

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** A source of the Content-Security-Policy that shows where it is and keeps to TLS. */
const SOURCE = /^(https|wss):\/\/(\*\.)?[a-z0-9.-]+(:\d+)?(\/[^\s;,]*)?$/i;

/** Reports whatever is wrong with the arguments of a web app, but for its files. */
export function checkWebApp(checks: ArgumentChecks, args: WebAppArgs): void {
  checkDomain(checks, args);
  checks
    .exclusive({ folder: args.folder, sources: args.sources }, true)
    .oneOf("tlsPolicy", args.tlsPolicy, Object.values(ViewerTlsPolicy))
    .oneOf("priceClass", args.priceClass, Object.values(PriceClass))
    .matches("bucketName", args.bucketName, BUCKET_NAME, BUCKET_NAME_RULE);
  if (args.tlsPolicy !== undefined && args.domain === undefined) {
    checks.fail("tlsPolicy", args.tlsPolicy, "CloudFront has it for an own domain only");
  }
  checkPaths(checks, args);
  checkContentSecurity(checks, args.contentSecurity ?? {});
  if (args.waf) {
    checkFirewall(checks, args.waf, FirewallScope.CloudFront);
    if (args.withoutWaf) checks.fail("withoutWaf", true, "waf is given too; drop one of the two");
  }
  checkLogs(checks, args);
  const geo = args.geoRestriction;
  if (geo) {
    checks.oneOf("geoRestriction.mode", geo.mode, Object.values(GeoRestrictionMode));
    checks.length("geoRestriction.countries", geo.countries, 1, Number.POSITIVE_INFINITY);
    for (const country of geo.countries) {
      checks.matches("geoRestriction.countries", country, /^[A-Z]{2}$/, "use ISO 3166-1 alpha-2 codes, such as DE");
    }
  }
  checkDeploy(checks, args);
}

function checkDomain(checks: ArgumentChecks, { domain, withoutDomain }: WebAppArgs): void {
  if (domain === undefined) {
    if (!withoutDomain) {
      checks.fail(
        "domain",
        null,
        "give one: CloudFront's own certificate lets viewers come with TLS 1.0. withoutDomain: true does without",
      );
    }
    return;
  }
  if (withoutDomain) checks.fail("withoutDomain", true, "domain is given too; drop one of the two");
  checks.matches("domain.name", domain.name, HOST, "use a host name in lower case, such as shop.example.com");
  const alternates = domain.alternateNames ?? [];
  for (const name of alternates) {
    checks.that(
      "domain.alternateNames",
      name,
      HOST.test(name.replace(/^\*\./, "")),
      "use host names, or *.example.com",
    );
  }
  const all = [domain.name, ...alternates];
  if (new Set(all).size < all.length) checks.fail("domain.alternateNames", alternates, "give each name once");
  const pattern = new RegExp(`^arn:[^:]+:acm:${CLOUDFRONT_REGION}:\\d{12}:certificate/.+$`);
  checks.matches(
    "domain.certificateArn",
    domain.certificateArn,
    pattern,
    `use an ACM certificate in ${CLOUDFRONT_REGION}: CloudFront takes them from there alone`,
  );
  checks.matches("domain.hostedZoneId", domain.hostedZoneId, /^Z[A-Z0-9]{1,31}$/, "use the id of a Route 53 zone");
  if (domain.certificateArn === undefined && domain.hostedZoneId === undefined) {
    checks.fail("domain.certificateArn", null, "give one, or the hostedZoneId in which a certificate can be proven");
  }
}

function checkPaths(checks: ArgumentChecks, args: WebAppArgs): void {
  const { files, immutableFolders, moreApis } = args;
  for (const path of Object.keys(files ?? {})) {
    checks.matches(
      "files",
      path,
      /^[^/\s][^\s]*[^/\s]$/,
      "use paths without a slash at their ends, such as config.json",
    );
  }
  for (const folder of immutableFolders ?? []) {
    checks.matches("immutableFolders", folder, /^[^/\s][^\s]*\/$/, "use folders with a slash at their end, as assets/");
  }
  for (const name of Object.keys(moreApis ?? {})) {
    checks.matches("moreApis", name, /^[a-z][a-z0-9-]*$/, "use names of lower-case letters, digits and hyphens");
  }
  const taken = new Set<string>();
  for (const { argument, url, path } of apisOf(args)) {
    checks.matches(`${argument}.url`, url, /^https:\/\/[a-z0-9.-]+(\/[^?#]*)?$/i, "use an https URL without query");
    checks.matches(`${argument}.path`, path, /^(\/[A-Za-z0-9_-]+)+$/, "use a path such as /api");
    checks.that(`${argument}.path`, path, !taken.has(path), "another API has this path");
    taken.add(path);
  }
}

function checkContentSecurity(checks: ArgumentChecks, sources: WebContentSecurityArgs): void {
  for (const [kind, list] of Object.entries(sources)) {
    for (const source of Array.isArray(list) ? list : []) {
      checks.matches(
        `contentSecurity.${kind}`,
        source,
        SOURCE,
        "use a host with its scheme, such as https://api.example.com",
      );
    }
  }
}

function checkLogs(checks: ArgumentChecks, { logs, withoutAccessLogs, withoutWaf }: WebAppArgs): void {
  checks.oneOf("logs.retentionInDays", logs?.retentionInDays, LOG_RETENTION_DAYS);
  checks.matches(
    "logs.kmsKeyArn",
    logs?.kmsKeyArn,
    new RegExp(`^arn:[^:]+:kms:${CLOUDFRONT_REGION}:`),
    `use a KMS key of ${CLOUDFRONT_REGION}: the log groups are there`,
  );
  checks.matches("logs.bucketArn", logs?.bucketArn, /^arn:[^:]+:s3:::[^/]+/, "use the ARN of a bucket, arn:aws:s3:::…");
  if (logs && withoutAccessLogs && withoutWaf) checks.fail("logs", "given", "nothing writes logs; drop it");
}

function checkDeploy(checks: ArgumentChecks, { deployFrom }: WebAppArgs): void {
  if (!deployFrom) return;
  const { repository, branch, environment } = deployFrom;
  checks
    .matches("deployFrom.repository", repository, /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, "use owner/name, without *")
    .matches("deployFrom.branch", branch, /^[^\s*?]+$/, "use the name of one branch, without *")
    .matches("deployFrom.environment", environment, /^[^*?]+$/, "use the name of one environment, without *")
    .exclusive({ "deployFrom.branch": branch, "deployFrom.environment": environment }, true);
}
