import { originHttps } from "../../../../policies/controls/cloudfront/origin-https";
import { viewerHttps } from "../../../../policies/controls/cloudfront/viewer-https";
import { searchHttps } from "../../../../policies/controls/opensearch/https";
import { describeControl, sample, UNKNOWN } from "../../../support/policies";

const single = "aws:cloudfront/distribution:Distribution";
const shared = "aws:cloudfront/multitenantDistribution:MultitenantDistribution";
const behavior = (viewerProtocolPolicy: unknown) => ({ targetOriginId: "api", viewerProtocolPolicy });

const viewers = (change: Record<string, unknown> = {}, type = single) => ({
  subject: sample(type, "site", {
    defaultCacheBehavior: behavior("redirect-to-https"),
    viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    ...change,
  }),
});
const ownCertificate = { viewerCertificate: { cloudfrontDefaultCertificate: true } };

describeControl(viewerHttps, {
  compliant: {
    "redirects and a certificate with TLS 1.2": viewers(),
    "a behaviour of HTTPS only": viewers({ orderedCacheBehaviors: [behavior("https-only")] }),
    "the newest policy, with several tenants": viewers(
      { cacheBehaviors: [behavior("https-only")], viewerCertificate: { minimumProtocolVersion: "TLSv1.3_2025" } },
      shared,
    ),
    "CloudFront's certificate, where a team takes it": {
      ...viewers(ownCertificate),
      config: { allowDefaultCertificate: true },
    },
  },
  violating: {
    "plain HTTP by default": {
      ...viewers({ defaultCacheBehavior: behavior("allow-all") }),
      at: "defaultCacheBehavior.viewerProtocolPolicy",
    },
    "plain HTTP on one path": {
      ...viewers({ orderedCacheBehaviors: [behavior("https-only"), behavior("allow-all")] }),
      at: "orderedCacheBehaviors[1].viewerProtocolPolicy",
    },
    "plain HTTP on a path of several tenants": {
      ...viewers({ cacheBehaviors: [behavior("allow-all")] }, shared),
      at: "cacheBehaviors[0].viewerProtocolPolicy",
    },
    "TLS 1.1": {
      ...viewers({ viewerCertificate: { minimumProtocolVersion: "TLSv1.1_2016" } }),
      at: "viewerCertificate.minimumProtocolVersion",
    },
    "a certificate that leaves it to CloudFront": {
      ...viewers({ viewerCertificate: { acmCertificateArn: UNKNOWN } }),
      at: "viewerCertificate.minimumProtocolVersion",
    },
    "CloudFront's certificate, whatever else is said": {
      ...viewers({ viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" } }),
      at: "viewerCertificate.cloudfrontDefaultCertificate",
    },
  },
  undecided: {
    "a behaviour that is not known yet": {
      ...viewers({ defaultCacheBehavior: behavior(UNKNOWN) }),
      because: /viewerProtocolPolicy is not known/,
    },
    "behaviours that are not known yet": {
      ...viewers({ orderedCacheBehaviors: UNKNOWN }),
      because: /orderedCacheBehaviors is not known/,
    },
    "a minimum that is not known yet": {
      ...viewers({ viewerCertificate: { minimumProtocolVersion: UNKNOWN } }),
      because: /minimumProtocolVersion is not known/,
    },
  },
  notApplicable: { "a function": { subject: sample("aws:cloudfront/function:Function", "rewrite") } },
  mayBeDropped: {
    orderedCacheBehaviors: "a distribution may do with its default behaviour",
    cacheBehaviors: "a distribution may do with its default behaviour",
  },
});

const origin = (originProtocolPolicy: unknown, originSslProtocols: unknown = ["TLSv1.2"]) => ({
  customOriginConfig: { originProtocolPolicy, originSslProtocols },
});
const site = (origins: unknown, viewerProtocolPolicy: unknown = "https-only", others: unknown[] = []) => ({
  subject: sample(single, "site", {
    origins,
    defaultCacheBehavior: behavior(viewerProtocolPolicy),
    ...(others.length > 0 && { orderedCacheBehaviors: others.map(behavior) }),
  }),
});
const tenants = (config: object) => ({
  subject: sample(shared, "site", { origins: [{ customOriginConfigs: [config] }] }),
});
const inVpc = (originProtocolPolicy: unknown, items = ["TLSv1.2"]) => ({
  subject: sample("aws:cloudfront/vpcOrigin:VpcOrigin", "api", {
    vpcOriginEndpointConfig: { originProtocolPolicy, originSslProtocols: { items, quantity: items.length } },
  }),
});

describeControl(originHttps, {
  compliant: {
    "HTTPS only": site([origin("https-only")]),
    "what viewers take, which is HTTPS": site([origin("match-viewer")], "redirect-to-https", ["https-only"]),
    "several tenants": tenants({ originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] }),
    "an origin in a VPC": inVpc("https-only"),
  },
  violating: {
    "plain HTTP": { ...site([origin("http-only")]), at: "origins[0].customOriginConfig.originProtocolPolicy" },
    "plain HTTP of the second origin": {
      ...site([origin("https-only"), origin("http-only")]),
      at: "origins[1].customOriginConfig.originProtocolPolicy",
    },
    "what viewers take, which may be HTTP": {
      ...site([origin("match-viewer")], "https-only", ["allow-all"]),
      at: "origins[0].customOriginConfig.originProtocolPolicy",
    },
    "TLS 1.1 beside TLS 1.2": {
      ...site([origin("https-only", ["TLSv1.1", "TLSv1.2"])]),
      at: "origins[0].customOriginConfig.originSslProtocols[0]",
    },
    "plain HTTP with several tenants": {
      ...tenants({ originProtocolPolicy: "http-only", originSslProtocols: ["TLSv1.2"] }),
      at: "origins[0].customOriginConfigs.originProtocolPolicy",
    },
    "TLS 1.1 in a VPC": {
      ...inVpc("https-only", ["TLSv1.1"]),
      at: "vpcOriginEndpointConfig.originSslProtocols.items[0]",
    },
    "plain HTTP in a VPC": { ...inVpc("http-only"), at: "vpcOriginEndpointConfig.originProtocolPolicy" },
  },
  undecided: {
    "a policy that is not known yet": {
      ...site([origin(UNKNOWN)]),
      because: /originProtocolPolicy is not known/,
    },
    "what viewers take, which is not known yet": {
      ...site([origin("match-viewer")], UNKNOWN),
      because: /viewerProtocolPolicy is not known/,
    },
  },
  notApplicable: {
    "a bucket": site([{ domainName: "site.s3.amazonaws.com", s3OriginConfig: { originAccessIdentity: "" } }]),
  },
  mayBeDropped: {
    origins: "AWS takes no distribution without origins",
    orderedCacheBehaviors: "a distribution may do with its default behaviour",
  },
});

const domain = (enforceHttps?: unknown, tlsSecurityPolicy?: unknown, module = "opensearch") => ({
  subject: sample(`aws:${module}/domain:Domain`, "search", {
    domainEndpointOptions: { enforceHttps, tlsSecurityPolicy },
  }),
});

describeControl(searchHttps, {
  compliant: {
    "HTTPS with TLS 1.2": domain(true, "Policy-Min-TLS-1-2-2019-07"),
    "an older engine": domain(true, "Policy-Min-TLS-1-2-2019-07", "elasticsearch"),
    "what Opensearch.8 takes, under that profile": {
      ...domain(true, "Policy-Min-TLS-1-2-PFS-2023-10"),
      config: { profile: "securityHub" },
    },
  },
  violating: {
    "plain HTTP": {
      ...domain(false, "Policy-Min-TLS-1-2-2019-07"),
      at: "domainEndpointOptions.enforceHttps",
    },
    "TLS 1.0": { ...domain(true, "Policy-Min-TLS-1-0-2019-07"), at: "domainEndpointOptions.tlsSecurityPolicy" },
    "a domain that leaves it to AWS": {
      subject: sample("aws:opensearch/domain:Domain", "search"),
      at: "domainEndpointOptions.enforceHttps",
    },
    "plain HTTP of an older engine": {
      ...domain(undefined, "Policy-Min-TLS-1-2-2019-07", "elasticsearch"),
      at: "domainEndpointOptions.enforceHttps",
    },
    "what Opensearch.8 does not take, under that profile": {
      ...domain(true, "Policy-Min-TLS-1-2-2019-07"),
      config: { profile: "securityHub" },
      at: "domainEndpointOptions.tlsSecurityPolicy",
    },
  },
  undecided: {
    "a setting that is not known yet": {
      ...domain(UNKNOWN, "Policy-Min-TLS-1-2-2019-07"),
      because: /enforceHttps is not known/,
    },
  },
  notApplicable: {
    "a collection": { subject: sample("aws:opensearch/serverlessCollection:ServerlessCollection", "search") },
  },
});
