import { distributionRootObject } from "../../../../../policies/controls/cloudfront/default-root-object";
import { bucketOriginAccess, functionOriginAccess } from "../../../../../policies/controls/cloudfront/origin-access";
import { originFailover } from "../../../../../policies/controls/cloudfront/origin-failover";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const web = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cloudfront/distribution:Distribution", "web", props),
});
const tenants = (props: Record<string, unknown>) => ({
  subject: sample("aws:cloudfront/multitenantDistribution:MultitenantDistribution", "tenants", props),
});
const bucket = "files.s3.eu-central-1.amazonaws.com";
const server = { domainName: "api.example.com", customOriginConfig: { originProtocolPolicy: "https-only" } };
const site = { domainName: "files.s3-website.eu-central-1.amazonaws.com", customOriginConfig: { httpPort: 80 } };
const functionUrl = "abc123.lambda-url.eu-central-1.on.aws";
const policy = { subject: sample("aws:cloudfront/cachePolicy:CachePolicy", "cache") };

describeControl(distributionRootObject, {
  compliant: {
    "a bucket with a page": web({ origins: [server, { domainName: bucket }], defaultRootObject: "index.html" }),
    "a bucket in the older style": web({
      origins: [{ domainName: UNKNOWN, s3OriginConfig: { originAccessIdentity: "x" } }],
      defaultRootObject: "index.html",
    }),
    "a page, whatever the origins are": web({ origins: UNKNOWN, defaultRootObject: "index.html" }),
    "a bucket for several tenants": tenants({ origins: [{ domainName: bucket }], defaultRootObject: "index.html" }),
  },
  violating: {
    "a bucket without a page": { ...web({ origins: [{ domainName: bucket }] }), at: "defaultRootObject" },
    "a bucket in the older style without a page": {
      ...web({ origins: [{ domainName: UNKNOWN, s3OriginConfig: { originAccessIdentity: "x" } }] }),
      at: "defaultRootObject",
    },
    "a bucket by its global name": {
      ...web({ origins: [{ domainName: "files.s3.amazonaws.com" }] }),
      at: "defaultRootObject",
    },
    "a bucket in China": {
      ...web({ origins: [{ domainName: "files.s3.cn-north-1.amazonaws.com.cn" }] }),
      at: "defaultRootObject",
    },
    "a bucket with a dash": {
      ...web({ origins: [{ domainName: "files.s3-eu-west-1.amazonaws.com" }] }),
      at: "defaultRootObject",
    },
    "an empty name": { ...web({ origins: [{ domainName: bucket }], defaultRootObject: "" }), at: "defaultRootObject" },
  },
  undecided: {
    "an origin that is not known yet": {
      ...web({ origins: [{ domainName: UNKNOWN }] }),
      because: /domainName is not known/,
    },
    "a page that is not known yet": {
      ...web({ origins: [{ domainName: bucket }], defaultRootObject: UNKNOWN }),
      because: /defaultRootObject is not known/,
    },
  },
  notApplicable: {
    "a server": web({ origins: [server] }),
    "a server inside a VPC": web({ origins: [{ domainName: bucket, vpcOriginConfig: { vpcOriginId: "v" } }] }),
    "servers of several tenants": tenants({
      origins: [
        { domainName: bucket, customOriginConfigs: [{ httpPort: 80 }] },
        { domainName: bucket, vpcOriginConfigs: [{ vpcOriginId: "v" }] },
      ],
    }),
    "a bucket that serves as a web site": web({ origins: [site] }),
    "a host that only ends alike": web({ origins: [{ domainName: "s3.example-amazonaws.com" }] }),
    "a policy": policy,
  },
});

describeControl(bucketOriginAccess, {
  compliant: {
    "signed requests": web({ origins: [{ domainName: bucket, originAccessControlId: "E1" }, server] }),
    "a control that is not there yet": web({ origins: [{ domainName: bucket, originAccessControlId: UNKNOWN }] }),
    "signed requests, whatever the origin is": web({ origins: [{ domainName: UNKNOWN, originAccessControlId: "E1" }] }),
  },
  violating: {
    "a bucket for everybody": { ...web({ origins: [{ domainName: bucket }] }), at: "origins[0].originAccessControlId" },
    "an origin access identity": {
      ...web({ origins: [server, { domainName: bucket, s3OriginConfig: { originAccessIdentity: "x" } }] }),
      at: "origins[1].originAccessControlId",
    },
  },
  undecided: {
    "an origin that is not known yet": {
      ...web({ origins: [{ domainName: UNKNOWN }] }),
      because: /domainName is not known/,
    },
    "origins that are not known yet": { ...web({ origins: UNKNOWN }), because: /origins is not known/ },
  },
  notApplicable: { "a server": web({ origins: [server] }), "a policy": policy },
  mayBeDropped: { origins: "a distribution without origins asks for nothing" },
});

describeControl(functionOriginAccess, {
  compliant: {
    "signed requests": web({
      origins: [{ domainName: functionUrl, originAccessControlId: "E1", customOriginConfig: {} }],
    }),
    "a function beside a bucket that is not there yet": web({
      origins: [
        { domainName: functionUrl, originAccessControlId: "E1" },
        { domainName: UNKNOWN, s3OriginConfig: {} },
      ],
    }),
  },
  violating: {
    "a URL for everybody": {
      ...web({ origins: [{ domainName: functionUrl }] }),
      at: "origins[0].originAccessControlId",
    },
  },
  undecided: {
    "an origin that is not known yet": {
      ...web({ origins: [{ domainName: UNKNOWN }] }),
      because: /domainName is not known/,
    },
  },
  notApplicable: {
    "a server": web({ origins: [server] }),
    "a host with that name in it": web({ origins: [{ domainName: "x.lambda-url.eu-central-1.on.aws.example.com" }] }),
    "a bucket": web({ origins: [{ domainName: bucket, s3OriginConfig: {} }] }),
  },
  mayBeDropped: { origins: "a distribution without origins asks for nothing" },
});

const groups = (...members: unknown[]) => ({
  ...web({ originGroups: [{ originId: "both", members }] }),
  config: { required: true },
});

describeControl(originFailover, {
  compliant: {
    "two origins": groups({ originId: "a" }, { originId: "b" }),
    "two origins, one of which is not known yet": groups({ originId: "a" }, UNKNOWN),
  },
  violating: {
    "no group": { ...web(), config: { required: true }, at: "originGroups" },
    "a group of one": { ...groups({ originId: "a" }), at: "originGroups" },
  },
  undecided: {
    "groups that are not known yet": {
      ...web({ originGroups: UNKNOWN }),
      config: { required: true },
      because: /originGroups is not known/,
    },
  },
  notApplicable: { "one origin, where no team asks for two": web(), "a policy": policy },
});
