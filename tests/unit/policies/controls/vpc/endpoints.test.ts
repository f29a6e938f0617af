import {
  endpointPrivateDns,
  endpointSources,
  vpcServiceEndpoints,
} from "../../../../../policies/controls/vpc/endpoint-network";
import { endpointServiceBalancer } from "../../../../../policies/controls/vpc/endpoint-service";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import {
  aws,
  endpointIn,
  groupWith,
  naming,
  otherVpc,
  privateLink,
  ruleOf,
  endpointType as type,
  vpc,
} from "./samples";

const notApplicable = { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } };

const dns = (privateDnsEnabled: unknown, props: Record<string, unknown> = {}) => ({
  subject: endpointIn(vpc, { privateDnsEnabled, ...props }),
});
const without = endpointIn(vpc, {});
const besideDns = (privateDnsEnabled: unknown, of: readonly Sample[]) =>
  naming("aws:vpc/endpointPrivateDns:EndpointPrivateDns", "d", "vpcEndpointId", of, { privateDnsEnabled });

describeControl(endpointPrivateDns, {
  compliant: {
    on: dns(true),
    "on, beside it": { subject: without, others: [besideDns(true, [without])] },
  },
  violating: {
    off: { ...dns(false), at: "privateDnsEnabled" },
    "off by default": { subject: without, at: "privateDnsEnabled" },
    "off, which AWS will tell of": { ...dns(UNKNOWN), at: "privateDnsEnabled" },
    "off, beside it": { subject: without, others: [besideDns(false, [without])], at: "privateDnsEnabled" },
  },
  undecided: {
    "a setting that comes from elsewhere": {
      subject: sample(
        type,
        "way",
        { vpcEndpointType: "Interface", serviceName: aws("logs"), privateDnsEnabled: UNKNOWN },
        { from: { privateDnsEnabled: [vpc] } },
      ),
      because: /privateDnsEnabled is not known/,
    },
    "names that may be another endpoint's": {
      subject: without,
      others: [besideDns(true, [without, naming(type, "other", "vpcId", vpc)])],
      because: /vpcEndpointId is not known/,
    },
    "a service that is not known yet": {
      subject: sample(type, "way", { vpcEndpointType: "Interface", serviceName: UNKNOWN }),
      because: /serviceName is not known/,
    },
  },
  mayBeDropped: {},
  notApplicable: {
    ...notApplicable,
    "a gateway": dns(undefined, { vpcEndpointType: "Gateway", serviceName: aws("s3") }),
    "what is a gateway by default": dns(undefined, { vpcEndpointType: undefined }),
    "S3 beside a gateway": dns(false, { serviceName: aws("s3") }),
    "DynamoDB beside a gateway": dns(false, { serviceName: aws("dynamodb") }),
    "a service that somebody offers": { subject: privateLink },
  },
});

const group = groupWith({}, "endpoints");
const wide = groupWith({}, "wide");
const within = sample(
  type,
  "way",
  { id: UNKNOWN, vpcEndpointType: "Interface", securityGroupIds: [UNKNOWN] },
  { from: { securityGroupIds: [group] } },
);
const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
const groupless = sample(type, "way", { id: UNKNOWN, vpcEndpointType: "Interface" });
const associated = (of: readonly Sample[]) =>
  naming("aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation", "s", "vpcEndpointId", of);

describeControl(endpointSources, {
  compliant: {
    "a network": { subject: within, others: [ruleOf("ingress", group, { ...https, cidrIpv4: "10.0.0.0/8" })] },
    "everybody for what goes out": {
      subject: within,
      others: [ruleOf("egress", group, { ...https, cidrIpv4: "0.0.0.0/0" })],
    },
    "a group beside it": { subject: groupless, others: [associated([groupless])] },
  },
  violating: {
    everybody: {
      subject: within,
      others: [ruleOf("ingress", group, { ...https, cidrIpv4: "0.0.0.0/0" })],
      at: "",
      saying: /endpoints open to 0\.0\.0\.0\/0/,
    },
    "everybody, by one of two rules": {
      subject: within,
      others: [
        ruleOf("ingress", group, { ...https, cidrIpv4: "10.0.0.0/8" }),
        { ...ruleOf("ingress", group, { ...https, cidrIpv4: "0.0.0.0/0" }), name: "second" },
      ],
      at: "",
    },
    "everybody, by one of two groups": {
      subject: sample(
        type,
        "way",
        { id: UNKNOWN, vpcEndpointType: "Interface", securityGroupIds: [UNKNOWN, UNKNOWN] },
        { from: { securityGroupIds: [group, wide] } },
      ),
      others: [ruleOf("ingress", wide, { ...https, cidrIpv4: "0.0.0.0/0" })],
      at: "",
      saying: /wide open/,
    },
    "half of everybody": {
      subject: within,
      others: [ruleOf("ingress", group, { ...https, cidrIpv4: "0.0.0.0/1" })],
      at: "",
    },
    "no group": { subject: groupless, at: "securityGroupIds" },
    "an empty list": {
      subject: sample(type, "way", { vpcEndpointType: "Interface", securityGroupIds: [] }),
      at: "securityGroupIds",
    },
  },
  undecided: {
    "a block that is not known yet": {
      subject: within,
      others: [ruleOf("ingress", group, { ...https, cidrIpv4: UNKNOWN })],
      because: /cidrIpv4(\[0\])? is not known/,
    },
    "a group that may be any of two": {
      subject: sample(
        type,
        "way",
        { vpcEndpointType: "Interface", securityGroupIds: [UNKNOWN] },
        { from: { securityGroupIds: [group, groupWith({}, "other")] } },
      ),
      because: /securityGroupIds\[0\] is not known/,
    },
    "a group of another stack that is not known yet": {
      subject: sample(type, "way", { vpcEndpointType: "Interface", securityGroupIds: [UNKNOWN] }),
      because: /securityGroupIds\[0\] is not known/,
    },
    "a group beside it that may be another endpoint's": {
      subject: groupless,
      others: [associated([groupless, naming(type, "other", "vpcId", vpc)])],
      because: /vpcEndpointId is not known/,
    },
  },
  mayBeDropped: {
    cidrIpv4: "a rule for nobody",
    securityGroupId: "a rule of no group",
    ipProtocol: "who may call does not hang on it",
    fromPort: "who may call does not hang on it",
    toPort: "who may call does not hang on it",
  },
  notApplicable: {
    ...notApplicable,
    "a gateway": { subject: sample(type, "way", { vpcEndpointType: "Gateway" }) },
    "what is a gateway by default": { subject: sample(type, "way") },
  },
});

const wanted = (...services: string[]) => ({ config: { services } });
const logs = endpointIn(vpc, {});

describeControl(vpcServiceEndpoints, {
  compliant: {
    "the one that was asked for": { subject: vpc, others: [logs], ...wanted("logs") },
    two: {
      subject: vpc,
      others: [logs, naming(type, "ecr", "vpcId", vpc, { vpcEndpointType: "Interface", serviceName: aws("ecr.api") })],
      ...wanted("logs", "ecr.api"),
    },
  },
  violating: {
    none: { subject: vpc, ...wanted("ec2"), at: "", saying: /no interface endpoint of ec2/ },
    "another's": { subject: vpc, others: [logs], ...wanted("logs", "ec2"), at: "" },
    "one of which the name only ends so": {
      subject: vpc,
      others: [naming(type, "x", "vpcId", vpc, { vpcEndpointType: "Interface", serviceName: aws("my.logs") })],
      ...wanted("logs"),
      at: "",
    },
    "a gateway": {
      subject: vpc,
      others: [naming(type, "x", "vpcId", vpc, { vpcEndpointType: "Gateway", serviceName: aws("s3") })],
      ...wanted("s3"),
      at: "",
    },
    "one in another VPC": { subject: vpc, others: [endpointIn(otherVpc, {})], ...wanted("logs"), at: "" },
  },
  undecided: {
    "a service that is not known yet": {
      subject: vpc,
      others: [endpointIn(vpc, { serviceName: UNKNOWN })],
      ...wanted("logs"),
      because: /serviceName is not known/,
    },
    "an endpoint that may be in another VPC": {
      subject: vpc,
      others: [endpointIn([vpc, otherVpc], {})],
      ...wanted("logs"),
      because: /vpcId is not known/,
    },
  },
  notApplicable: { ...notApplicable, "a VPC of which nothing is asked": { subject: vpc } },
});

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const balancer = (props: Record<string, unknown>) => sample(balancerType, "nlb", { arn: UNKNOWN, ...props });
const offering = (of: readonly Sample[], arns: unknown = of.map(() => UNKNOWN)) => ({
  subject: sample(
    "aws:ec2/vpcEndpointService:VpcEndpointService",
    "offer",
    { networkLoadBalancerArns: arns },
    { from: { networkLoadBalancerArns: of } },
  ),
});
const sound = { internal: true, enableCrossZoneLoadBalancing: true };

describeControl(endpointServiceBalancer, {
  compliant: { "an internal one over all zones": offering([balancer(sound)]) },
  violating: {
    "one that faces the internet": { ...offering([balancer({ ...sound, internal: false })]), at: "internal" },
    "one that does by default": { ...offering([balancer({ ...sound, internal: undefined })]), at: "internal" },
    "one that stays in a zone": {
      ...offering([balancer({ ...sound, enableCrossZoneLoadBalancing: false })]),
      at: "enableCrossZoneLoadBalancing",
    },
    "one that does so by default": { ...offering([balancer({ internal: true })]), at: "enableCrossZoneLoadBalancing" },
    "one of two": {
      ...offering([balancer(sound), sample("aws:alb/loadBalancer:LoadBalancer", "old", { arn: UNKNOWN })]),
      at: "internal",
    },
  },
  undecided: {
    "one of another stack": { ...offering([], ["arn:aws:elasticloadbalancing:x"]), because: /is not in this stack/ },
    "one that may be any of two": {
      ...offering([balancer(sound), sample(balancerType, "other", { arn: UNKNOWN })], [UNKNOWN]),
      because: /networkLoadBalancerArns\[0\] is not known/,
    },
    "one that comes from another stack": { ...offering([], [UNKNOWN]), because: /networkLoadBalancerArns\[0\] is not/ },
  },
  mayBeDropped: {},
  notApplicable: {
    ...notApplicable,
    "a service of gateway load balancers": {
      subject: sample("aws:ec2/vpcEndpointService:VpcEndpointService", "offer"),
    },
  },
});
