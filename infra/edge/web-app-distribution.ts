import { Distribution, OriginAccessControl } from "@pulumi/aws/cloudfront";
import type { Bucket } from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type Statement } from "../core";
import { CACHE_POLICY, ORIGIN_REQUEST_POLICY, PriceClass, ViewerTlsPolicy } from "./facts/cloudfront";
import { createWebAcl, FirewallScope } from "./waf";
import { type AppApi, apisOf } from "./web-app-apis";
import type { WebAppArgs } from "./web-app-args";
import { certificateOf, namesOf, type WebAppOwner } from "./web-app-domain";
import { createFunction, PAGE_FALLBACK, pathRemoval } from "./web-app-functions";
import { createHeaders } from "./web-app-headers";
import { DEFAULT_LOG_DAYS } from "./web-app-logs";

const FILES = "files";

const CACHED = ["GET", "HEAD"];
const READING = [...CACHED, "OPTIONS"];
const ALL = [...READING, "PUT", "POST", "PATCH", "DELETE"];

/** An emulator's API, which no CloudFront reaches: the program is the same there. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** What all behaviours have in common. */
interface Common {
  readonly responseHeadersPolicyId: pulumi.Input<string>;
  readonly viewerProtocolPolicy: string;
  readonly compress: boolean;
}

/** Makes the distribution with what it is given: certificate, firewall, headers, functions. */
export function createDistribution(args: WebAppArgs, bucket: Bucket, owner: WebAppOwner): Distribution {
  const { name, tags, child } = owner;
  const control = new OriginAccessControl(
    `${name}-access`,
    {
      description: `${name} reads its bucket.`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    child(),
  );
  const { domain, geoRestriction } = args;
  const apis = apisOf(args);
  const common: Common = {
    responseHeadersPolicyId: createHeaders(`${name}-headers`, args.contentSecurity ?? {}, child()).id,
    viewerProtocolPolicy: "redirect-to-https",
    compress: true,
  };
  return new Distribution(
    name,
    {
      enabled: true,
      comment: name,
      aliases: domain && namesOf(domain),
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: args.priceClass ?? PriceClass.Class100,
      defaultRootObject: "index.html",
      origins: [
        { originId: FILES, domainName: bucket.bucketRegionalDomainName, originAccessControlId: control.id },
        ...apis.map((api) => apiOrigin(owner, api)),
      ],
      defaultCacheBehavior: {
        ...common,
        targetOriginId: FILES,
        allowedMethods: READING,
        cachedMethods: CACHED,
        cachePolicyId: CACHE_POLICY.optimized,
        functionAssociations: args.withoutPageFallback
          ? undefined
          : onRequest(`${name}-page`, "Shows the app where a path is none of a file.", PAGE_FALLBACK, owner),
      },
      orderedCacheBehaviors: apis.length > 0 ? apis.map((api) => apiBehavior(api, common, owner)) : undefined,
      restrictions: {
        geoRestriction: geoRestriction
          ? { restrictionType: geoRestriction.mode, locations: geoRestriction.countries }
          : { restrictionType: "none" },
      },
      viewerCertificate: viewerCertificate(args, owner),
      webAclId: webAclOf(args, owner),
      tags: tags(name),
    },
    child(),
  );
}

/** What the bucket's policy says: this distribution reads, and hears of a file that is not there that it is not (404, not 403). */
export function readableBy(distributionArn: pulumi.Output<string>, bucketArn: pulumi.Output<string>): Statement[] {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  } as const;
  return [
    { ...statement, Sid: "DistributionReads", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucketArn}/*` },
    { ...statement, Sid: "DistributionLooks", Action: "s3:ListBucket", Resource: bucketArn },
  ];
}

function onRequest(
  name: string,
  comment: string,
  code: string,
  { tags, child }: WebAppOwner,
): input.cloudfront.DistributionDefaultCacheBehaviorFunctionAssociation[] {
  const { arn } = createFunction(name, comment, code, tags(name), child());
  return [{ eventType: "viewer-request", functionArn: arn }];
}

function apiOrigin({ name }: WebAppOwner, { id, argument, url }: AppApi): input.cloudfront.DistributionOrigin {
  const parsed = pulumi.output(url).apply((text) => {
    const { protocol, host, pathname } = new URL(text);
    if (protocol === "https:" || LOOPBACK.test(host)) return { host, path: pathname.replace(/\/+$/, "") };
    throw new ArgumentError(`WebApp "${name}": ${argument}.url is "${text}"; use an https URL`);
  });
  return {
    originId: id,
    domainName: parsed.host,
    originPath: parsed.path,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}

function apiBehavior(
  { id, path }: AppApi,
  common: Common,
  owner: WebAppOwner,
): input.cloudfront.DistributionOrderedCacheBehavior {
  return {
    ...common,
    // A POST that is redirected loses its body: plain HTTP is no way to an API.
    viewerProtocolPolicy: "https-only",
    pathPattern: `${path}/*`,
    targetOriginId: id,
    allowedMethods: ALL,
    cachedMethods: CACHED,
    cachePolicyId: CACHE_POLICY.disabled,
    originRequestPolicyId: ORIGIN_REQUEST_POLICY.allViewerExceptHost,
    functionAssociations: onRequest(`${owner.name}-${id}`, `Takes ${path} away.`, pathRemoval(path), owner),
  };
}

function viewerCertificate(
  { domain, tlsPolicy }: WebAppArgs,
  owner: WebAppOwner,
): input.cloudfront.DistributionViewerCertificate {
  if (!domain) return { cloudfrontDefaultCertificate: true };
  return {
    acmCertificateArn: certificateOf(domain, domain.hostedZoneId, owner),
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: tlsPolicy ?? ViewerTlsPolicy.Tls12Of2021,
  };
}

function webAclOf({ waf, withoutWaf, logs }: WebAppArgs, { name, tags, child }: WebAppOwner) {
  if (withoutWaf) return undefined;
  return createWebAcl(waf ?? {}, {
    name,
    scope: FirewallScope.CloudFront,
    retentionInDays: logs?.retentionInDays ?? DEFAULT_LOG_DAYS,
    kmsKeyArn: logs?.kmsKeyArn,
    tags,
    child,
  });
}
