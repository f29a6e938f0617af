import { distributionAccessLogs } from "../../../../../policies/controls/cloudfront/access-logs";
import { distributionFirewall } from "../../../../../policies/controls/cloudfront/firewall";
import { distributionHsts } from "../../../../../policies/controls/cloudfront/hsts";
import { distributionKeyGroups } from "../../../../../policies/controls/cloudfront/key-groups";
import { responseHeaders } from "../../../../../policies/controls/cloudfront/response-headers";
import { distributionSni } from "../../../../../policies/controls/cloudfront/sni";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arn = "arn:aws:cloudfront::123456789012:distribution/E1";
const distribution = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}): Sample =>
  sample("aws:cloudfront/distribution:Distribution", "web", { arn, ...props }, { from });
const web = (props: Record<string, unknown> = {}) => ({ subject: distribution(props) });
const tenants = (props: Record<string, unknown>) => ({
  subject: sample("aws:cloudfront/multitenantDistribution:MultitenantDistribution", "tenants", props),
});
const policyOf = (securityHeadersConfig: unknown, name = "headers"): Sample =>
  sample("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", name, { id: name, securityHeadersConfig });

const source = (resourceArn: unknown, of: Sample[] = []): Sample =>
  sample(
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    "from",
    { name: "from", resourceArn },
    { from: { resourceArn: of } },
  );
const delivery = (deliverySourceName: unknown): Sample =>
  sample("aws:cloudwatch/logDelivery:LogDelivery", "delivery", { deliverySourceName });

describeControl(distributionAccessLogs, {
  compliant: {
    "a delivery": { ...web(), others: [source(arn), delivery("from")] },
    "a delivery of several tenants' distribution": { ...tenants({ arn }), others: [source(arn), delivery("from")] },
    "the older kind of logs": web({ loggingConfig: { bucket: "logs.s3.amazonaws.com" } }),
    "a bucket that is not there yet": web({ loggingConfig: { bucket: UNKNOWN } }),
    "the older kind beside a source of nobody knows what": {
      ...web({ loggingConfig: { bucket: "logs.s3.amazonaws.com" } }),
      others: [source(UNKNOWN)],
    },
  },
  violating: {
    "no logs": { ...web(), at: "" },
    "an output that AWS will fill in": { ...web({ loggingConfig: UNKNOWN }), at: "" },
    "settings without a bucket": { ...web({ loggingConfig: { includeCookies: true } }), at: "loggingConfig.bucket" },
    "a source that nothing is delivered from": { ...web(), others: [source(arn)], at: "" },
    "a delivery of another distribution": {
      ...web(),
      others: [source("arn:aws:cloudfront::123456789012:distribution/E2"), delivery("from")],
      at: "",
    },
    "a delivery of an event bus that is not there yet": {
      ...web(),
      others: [source(UNKNOWN, [sample("aws:cloudwatch/eventBus:EventBus", "shop")]), delivery("from")],
      at: "",
    },
  },
  undecided: {
    "a source of what another stack has": {
      ...web(),
      others: [source(UNKNOWN, [sample("pulumi:pulumi:StackReference", "edge")])],
      because: /resourceArn is not known/,
    },
    "a source of nobody knows what": { ...web(), others: [source(UNKNOWN)], because: /resourceArn is not known/ },
    "a delivery of nobody knows what": {
      ...web(),
      others: [source(arn), delivery(UNKNOWN)],
      because: /deliverySourceName is not known/,
    },
  },
  mayBeDropped: { resourceArn: "there is the older kind of logs" },
  notApplicable: { "a policy": { subject: policyOf({}) } },
});

describeControl(distributionFirewall, {
  compliant: {
    "a web ACL": web({ webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/web/1" }),
    "a web ACL that is not there yet": web({ webAclId: UNKNOWN }),
  },
  violating: {
    "no web ACL": { ...web(), at: "webAclId" },
    "none of several tenants": { ...tenants({}), at: "webAclId" },
  },
  undecided: {},
  alwaysDecides: "a web ACL that is not known yet is one",
  notApplicable: {
    "a stack to throw away, by its tag": { ...web(), stackTags: { disposable: "true" } },
    "a stack to throw away, by the setting": { ...web(), config: { disposable: true } },
  },
});

const certificate = (props: object) => web({ viewerCertificate: props });

describeControl(distributionSni, {
  compliant: { "by server name": certificate({ acmCertificateArn: "arn", sslSupportMethod: "sni-only" }) },
  violating: {
    "by addresses": {
      ...certificate({ acmCertificateArn: "arn", sslSupportMethod: "vip" }),
      at: "viewerCertificate.sslSupportMethod",
    },
    "nothing said": { ...certificate({ acmCertificateArn: "arn" }), at: "viewerCertificate.sslSupportMethod" },
  },
  undecided: {
    "a way that is not known yet": {
      ...certificate({ sslSupportMethod: UNKNOWN }),
      because: /sslSupportMethod is not known/,
    },
  },
  notApplicable: { "CloudFront's own certificate": certificate({ cloudfrontDefaultCertificate: true }) },
});

describeControl(distributionKeyGroups, {
  compliant: {
    "key groups": web({
      defaultCacheBehavior: { trustedKeyGroups: ["k"] },
      orderedCacheBehaviors: [{ pathPattern: "/a", trustedSigners: [] }],
    }),
    "public content": tenants({ defaultCacheBehavior: {} }),
  },
  violating: {
    "trusted signers": {
      ...web({ defaultCacheBehavior: { trustedSigners: ["self"] } }),
      at: "defaultCacheBehavior.trustedSigners",
    },
    "trusted signers of a path": {
      ...web({ defaultCacheBehavior: {}, orderedCacheBehaviors: [{ trustedSigners: ["self"] }] }),
      at: "orderedCacheBehaviors[0].trustedSigners",
    },
    "trusted signers of a path of several tenants": {
      ...tenants({ defaultCacheBehavior: {}, cacheBehaviors: [{ trustedSigners: ["self"] }] }),
      at: "cacheBehaviors[0].trustedSigners",
    },
  },
  undecided: {
    "signers that are not known yet": {
      ...web({ defaultCacheBehavior: { trustedSigners: UNKNOWN } }),
      because: /trustedSigners is not known/,
    },
    "paths that are not known yet": {
      ...web({ defaultCacheBehavior: {}, orderedCacheBehaviors: UNKNOWN }),
      because: /orderedCacheBehaviors is not known/,
    },
  },
  notApplicable: { "a policy": { subject: policyOf({}) } },
  mayBeDropped: {
    defaultCacheBehavior: "there are no signers then",
    orderedCacheBehaviors: "there are no signers then",
  },
});

const strict = (accessControlMaxAgeSec: unknown, name?: string): Sample =>
  policyOf({ strictTransportSecurity: { accessControlMaxAgeSec, override: true } }, name);
const behaved = (id: unknown, paths?: unknown[]): Record<string, unknown> => ({
  defaultCacheBehavior: { responseHeadersPolicyId: id },
  ...(paths && { orderedCacheBehaviors: paths.map((one) => ({ responseHeadersPolicyId: one })) }),
});
const from = (...policies: Sample[]) => ({
  subject: distribution(behaved(UNKNOWN), { defaultCacheBehavior: policies }),
});
const managed = "67f7725c-6f97-4210-82d7-5512b31e9d03";

describeControl(distributionHsts, {
  compliant: {
    "a year": { ...web(behaved("headers")), others: [strict(31_536_000)] },
    "a policy that is not there yet": from(strict(63_072_000)),
    "any of two policies": from(strict(63_072_000, "one"), strict(31_536_000, "two")),
    "a policy of CloudFront's": web(behaved(managed, [managed])),
    "less, where a team takes it": {
      ...web(behaved("headers")),
      others: [strict(300)],
      config: { minimumSeconds: 300 },
    },
  },
  violating: {
    "no policy": { ...web({ defaultCacheBehavior: {} }), at: "defaultCacheBehavior.responseHeadersPolicyId" },
    "no policy of a path": {
      ...web(behaved(managed, [undefined])),
      at: "orderedCacheBehaviors[0].responseHeadersPolicyId",
    },
    "no policy of a path of several tenants": {
      ...tenants({ ...behaved(managed), cacheBehaviors: [{ pathPattern: "/a" }] }),
      at: "cacheBehaviors[0].responseHeadersPolicyId",
    },
    "a policy without the header": {
      ...web(behaved("headers")),
      others: [policyOf({ contentTypeOptions: { override: true } })],
      at: "defaultCacheBehavior.responseHeadersPolicyId",
    },
    "less than a year": {
      ...web(behaved("headers")),
      others: [strict(31_535_999)],
      at: "defaultCacheBehavior.responseHeadersPolicyId",
      saying: /in the policy headers/,
    },
  },
  undecided: {
    "a policy of another stack": { ...web(behaved("elsewhere")), because: /elsewhere is not in this stack/ },
    "a policy that comes from nowhere": { ...web(behaved(UNKNOWN)), because: /responseHeadersPolicyId is not known/ },
    "one of two policies, one without the header": {
      ...from(strict(63_072_000, "one"), policyOf({}, "two")),
      because: /may be any of one, two/,
    },
    "a time that is not known yet": {
      ...web(behaved("headers")),
      others: [strict(UNKNOWN)],
      because: /accessControlMaxAgeSec is not known/,
    },
  },
  notApplicable: { "a policy": { subject: policyOf({}) } },
  mayBeDropped: { orderedCacheBehaviors: "the path has the default's policy then" },
});

describeControl(responseHeaders, {
  compliant: {
    "no guessing, no frames": {
      subject: policyOf({ contentTypeOptions: { override: true }, frameOptions: { frameOption: "DENY" } }),
    },
    "no guessing, frames by policy": {
      subject: policyOf({
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'" },
      }),
    },
    "frames by a policy of nothing else": {
      subject: policyOf({
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "frame-ancestors 'self'" },
      }),
    },
  },
  violating: {
    "types that are guessed": {
      subject: policyOf({ frameOptions: { frameOption: "DENY" } }),
      at: "securityHeadersConfig.contentTypeOptions",
    },
    "frames anywhere": {
      subject: policyOf({ contentTypeOptions: { override: true } }),
      at: "securityHeadersConfig.frameOptions",
    },
    "a policy that says nothing of frames": {
      subject: policyOf({
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "frame-src 'none'; x-frame-ancestors 'none'" },
      }),
      at: "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy",
    },
  },
  undecided: {
    "a policy that is not known yet": {
      subject: policyOf({
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: UNKNOWN },
      }),
      because: /contentSecurityPolicy is not known/,
    },
  },
  notApplicable: {
    "a policy on CORS": { subject: policyOf(undefined) },
    "a distribution": web(),
  },
});
