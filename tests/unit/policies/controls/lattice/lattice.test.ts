import {
  latticeAuthentication,
  latticeAuthPolicy,
  latticeNamedCallers,
} from "../../../../../policies/controls/lattice/auth";
import {
  latticeAccessLogs,
  latticeListenerTls,
  latticeTargetTls,
  latticeVpcGroups,
} from "../../../../../policies/controls/lattice/traffic";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const network = (authType?: unknown, name = "mesh") =>
  sample("aws:vpclattice/serviceNetwork:ServiceNetwork", name, { id: UNKNOWN, arn: UNKNOWN, authType });
const service = (authType?: unknown, name = "orders") =>
  sample("aws:vpclattice/service:Service", name, { id: UNKNOWN, arn: UNKNOWN, authType });
const joined = (of: readonly Sample[], to: Sample | string) =>
  sample(
    "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",
    `in-${typeof to === "string" ? to : to.name}`,
    { serviceIdentifier: UNKNOWN, serviceNetworkIdentifier: typeof to === "string" ? to : UNKNOWN },
    { from: { serviceIdentifier: of, serviceNetworkIdentifier: typeof to === "string" ? [] : [to] } },
  );
const about = (type: string, of: readonly Sample[], props: Record<string, unknown> = {}) =>
  sample(type, "about", { resourceIdentifier: UNKNOWN, ...props }, { from: { resourceIdentifier: of } });
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

const [open, closed] = [service("NONE"), service("AWS_IAM")];
const [lax, strict, stricter] = [network("NONE", "lax"), network("AWS_IAM", "strict"), network("AWS_IAM", "stricter")];
const elsewhere = sample("aws:vpclattice/service:Service", "elsewhere", { id: UNKNOWN });

describeControl(latticeAuthentication, {
  compliant: {
    "a network": { subject: network("AWS_IAM") },
    "a service": { subject: closed },
    "a service in a network that asks in its place": { subject: open, others: [joined([open], strict)] },
    "a service in two such": { subject: open, others: [joined([open], strict), joined([open], stricter)] },
    "a service that asks, in a network that does not": { subject: closed, others: [joined([closed], lax)] },
  },
  violating: {
    "a network": { subject: network("NONE"), at: "authType" },
    "a network with nothing given": { subject: network(), at: "authType" },
    "a network of which AWS will tell": { subject: network(UNKNOWN), at: "authType" },
    "a network with a service in it": { subject: lax, others: [joined([open], lax)], at: "authType" },
    "a service in no network": { subject: open, at: "authType" },
    "a service in a network that does not either": { subject: open, others: [joined([open], lax)], at: "authType" },
    "a service in two, one of which does not": {
      subject: open,
      others: [joined([open], strict), joined([open], lax)],
      at: "authType",
    },
    "a service beside one whose network asks": { subject: open, others: [joined([elsewhere], strict)], at: "authType" },
  },
  undecided: {
    "a service in a network of another stack": {
      subject: open,
      others: [joined([open], "sn-1")],
      because: /the network of in-sn-1 is not in this stack/,
    },
    "a service that may be in either of two networks": {
      subject: open,
      others: [
        sample(
          joined([open], lax).type,
          "in-one",
          { serviceIdentifier: UNKNOWN, serviceNetworkIdentifier: UNKNOWN },
          { from: { serviceIdentifier: [open], serviceNetworkIdentifier: [lax, strict] } },
        ),
      ],
      because: /serviceNetworkIdentifier is not known/,
    },
    "a service that may be in a network": {
      subject: open,
      others: [joined([open, elsewhere], strict)],
      because: /serviceIdentifier is not known/,
    },
    "a network that comes from elsewhere": {
      subject: sample(lax.type, "mesh", { authType: UNKNOWN }, { from: { authType: [open] } }),
      because: /authType is not known/,
    },
  },
  mayBeDropped: {
    serviceIdentifier: "it is no association of this service then",
    serviceNetworkIdentifier: "it is in no network by it then",
    authType: "one of the two is enough",
  },
  notApplicable,
});

const policyType = "aws:vpclattice/authPolicy:AuthPolicy";

describeControl(latticeAuthPolicy, {
  compliant: {
    "a network with one": { subject: strict, others: [about(policyType, [strict])] },
    "a service with one": { subject: closed, others: [about(policyType, [closed])] },
  },
  violating: {
    none: { subject: strict, at: "" },
    "another's": { subject: strict, others: [about(policyType, [closed])], at: "" },
  },
  undecided: {
    "one that may be another's": {
      subject: strict,
      others: [about(policyType, [strict, stricter])],
      because: /resourceIdentifier is not known/,
    },
    "a network that comes from elsewhere": {
      subject: sample(lax.type, "mesh", { authType: UNKNOWN }, { from: { authType: [open] } }),
      because: /authType is not known/,
    },
  },
  mayBeDropped: {},
  notApplicable: { ...notApplicable, "what asks for no proof": { subject: lax } },
});

const policy = (...Statement: unknown[]) => ({
  subject: sample(policyType, "p", { policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
});
const allow = (props: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "vpc-lattice-svcs:Invoke",
  Resource: "*",
  ...props,
});
const when = (operator: string, key: string, value: unknown) => allow({ Condition: { [operator]: { [key]: value } } });
const at = "policy.Statement[0]";

describeControl(latticeNamedCallers, {
  compliant: {
    "an account": policy(allow({ Principal: { AWS: "123456789012" } })),
    "a service of AWS": policy(allow({ Principal: { Service: "ecs.amazonaws.com" } })),
    nobody: policy(allow({ Effect: "Deny" })),
    "an organization": policy(when("StringEquals", "aws:PrincipalOrgID", "o-1234567890")),
    "an organization, in other letters": policy(when("StringEquals", "AWS:principalorgid", "o-1234567890")),
    "roles by a pattern": policy(when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*")),
    "any of some values": policy(when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-1/*"])),
    "an owner of VPCs": policy(when("StringEquals", "vpc-lattice-svcs:SourceVpcOwnerAccount", "123456789012")),
    "a VPC": policy(when("StringEquals", "vpc-lattice-svcs:SourceVpc", "vpc-1")),
    "an organization and anything beside it": policy(
      allow({
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-1234567890" },
          StringLike: { "aws:PrincipalArn": "*" },
          Bool: { "aws:SecureTransport": "true" },
        },
      }),
    ),
    "no policy yet": { subject: sample(policyType, "p", {}) },
  },
  violating: {
    everybody: { ...policy(allow()), at },
    "everybody, as an account": { ...policy(allow({ Principal: { AWS: "*" } })), at },
    "everybody, in a list": { ...policy(allow({ Principal: { AWS: ["123456789012", "*"] } })), at },
    "everybody but one": { ...policy(allow({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } })), at },
    "everybody, beside an account": {
      ...policy(allow({ Principal: { AWS: "123456789012" } }), allow()),
      at: "policy.Statement[1]",
    },
    "a condition on something else": { ...policy(when("StringEquals", "aws:RequestedRegion", "eu-central-1")), at },
    "a condition that names whom it keeps out": { ...policy(when("StringNotEquals", "aws:PrincipalAccount", "1")), at },
    "a condition that is true of nobody known": {
      ...policy(when("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1234567890")),
      at,
    },
    "a condition that names everybody again": {
      ...policy(when("StringLike", "aws:PrincipalArn", "*")),
      at,
    },
    "a condition that names one and everybody": {
      ...policy(when("StringLike", "aws:PrincipalArn", ["arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:*"])),
      at,
    },
    "a condition on addresses": { ...policy(when("IpAddress", "aws:SourceIp", "203.0.113.0/24")), at },
  },
  undecided: {
    "a policy that is not known yet": {
      subject: sample(policyType, "p", { policy: UNKNOWN }),
      because: /policy is not known/,
    },
    "a principal that is not known yet": {
      subject: sample(policyType, "p", { policy: { Statement: [allow({ Principal: UNKNOWN })] } }),
      because: /Principal is not known/,
    },
    "a condition that is not known yet": {
      subject: sample(policyType, "p", { policy: { Statement: [allow({ Condition: UNKNOWN })] } }),
      because: /Condition is not known/,
    },
    "an account that is not known yet": {
      subject: sample(policyType, "p", {
        policy: { Statement: [when("StringEquals", "aws:PrincipalAccount", UNKNOWN)] },
      }),
      because: /PrincipalAccount"?\]?(\[0\])? is not known/,
    },
  },
  mayBeDropped: { policy: "AWS then refuses everybody" },
  notApplicable,
});

const logType = "aws:vpclattice/accessLogSubscription:AccessLogSubscription";

describeControl(latticeAccessLogs, {
  compliant: {
    "a network": { subject: strict, others: [about(logType, [strict])] },
    "a service": { subject: closed, others: [about(logType, [closed])] },
    "a service in a network that is recorded": {
      subject: closed,
      others: [joined([closed], strict), about(logType, [strict])],
    },
  },
  violating: {
    none: { subject: strict, at: "" },
    "none of a service in no network": { subject: closed, at: "" },
    "none of a service, nor of its network": { subject: closed, others: [joined([closed], strict)], at: "" },
    "another's": { subject: strict, others: [about(logType, [stricter])], at: "" },
    "a service's": { subject: strict, others: [about(logType, [closed])], at: "" },
  },
  undecided: {
    "one that may be another's": {
      subject: strict,
      others: [about(logType, [strict, stricter])],
      because: /resourceIdentifier is not known/,
    },
    "one of a network of another stack": {
      subject: closed,
      others: [joined([closed], "sn-1")],
      because: /is not in this stack/,
    },
  },
  notApplicable,
});

const listener = (protocol: unknown) => ({
  subject: sample("aws:vpclattice/listener:Listener", "l", { protocol }),
});

describeControl(latticeListenerTls, {
  compliant: { HTTPS: listener("HTTPS"), "TLS that targets end": listener("TLS_PASSTHROUGH") },
  violating: { "plain HTTP": { ...listener("HTTP"), at: "protocol" } },
  undecided: { "a protocol that is not known yet": { ...listener(UNKNOWN), because: /protocol is not known/ } },
  notApplicable,
});

const targets = (type: string, protocol?: unknown) => ({
  subject: sample("aws:vpclattice/targetGroup:TargetGroup", "t", { type, config: { protocol } }),
});

describeControl(latticeTargetTls, {
  compliant: { HTTPS: targets("IP", "HTTPS"), "TLS that targets end": targets("IP", "TCP") },
  violating: { "plain HTTP": { ...targets("ALB", "HTTP"), at: "config.protocol" } },
  undecided: {
    "a protocol that is not known yet": { ...targets("IP", UNKNOWN), because: /config.protocol is not known/ },
  },
  mayBeDropped: { type: "whatever it is, the way is by TLS" },
  notApplicable: { ...notApplicable, functions: targets("LAMBDA") },
});

const association = (securityGroupIds?: unknown) => ({
  subject: sample("aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation", "v", {
    securityGroupIds,
  }),
});

describeControl(latticeVpcGroups, {
  compliant: { "a group": association([UNKNOWN]) },
  violating: {
    none: { ...association(), at: "securityGroupIds" },
    "an empty list": { ...association([]), at: "securityGroupIds" },
  },
  undecided: { "groups that are not known yet": { ...association(UNKNOWN), because: /securityGroupIds is not known/ } },
  mayBeDropped: {},
  notApplicable,
});
