import { balancerAccessLogs } from "../../../../../policies/controls/elasticloadbalancing/access-logs";
import {
  classicCertificate,
  classicDraining,
  classicZones,
} from "../../../../../policies/controls/elasticloadbalancing/classic";
import { balancerCrossZone } from "../../../../../policies/controls/elasticloadbalancing/cross-zone";
import { balancerDeletionProtection } from "../../../../../policies/controls/elasticloadbalancing/deletion-protection";
import { balancerDesync } from "../../../../../policies/controls/elasticloadbalancing/desync";
import { balancerFirewall } from "../../../../../policies/controls/elasticloadbalancing/firewall";
import { balancerInternal } from "../../../../../policies/controls/elasticloadbalancing/internal";
import { balancerInvalidHeaders } from "../../../../../policies/controls/elasticloadbalancing/invalid-headers";
import { balancerFailClosed } from "../../../../../policies/controls/elasticloadbalancing/waf-fail-closed";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1";
const balancer = (props: Record<string, unknown> = {}, type = "aws:lb/loadBalancer:LoadBalancer"): Sample =>
  sample(type, "web", { arn, ...props });
const application = (props: Record<string, unknown> = {}) => ({
  subject: balancer({ loadBalancerType: "application", ...props }),
});
const network = (props: Record<string, unknown> = {}) => ({
  subject: balancer({ loadBalancerType: "network", ...props }),
});
const gateway = (props: Record<string, unknown> = {}) => ({
  subject: balancer({ loadBalancerType: "gateway", ...props }),
});
const unnamed = (props: Record<string, unknown> = {}) => ({
  subject: balancer(props, "aws:alb/loadBalancer:LoadBalancer"),
});
const classic = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:elb/loadBalancer:LoadBalancer", "old", props),
});
const kindless = (props: Record<string, unknown>) => ({ subject: balancer({ loadBalancerType: UNKNOWN, ...props }) });
const listener = { subject: sample("aws:lb/listener:Listener", "web") };
const kind = { loadBalancerType: "an application load balancer is what AWS makes then" };

describeControl(balancerInvalidHeaders, {
  compliant: {
    "headers that are dropped": application({ dropInvalidHeaderFields: true }),
    "headers that are dropped, whatever kind it is": kindless({ dropInvalidHeaderFields: true }),
  },
  violating: {
    "headers that are passed on": { ...application({ dropInvalidHeaderFields: false }), at: "dropInvalidHeaderFields" },
    "what AWS does with nothing given": { ...unnamed(), at: "dropInvalidHeaderFields" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...application({ dropInvalidHeaderFields: UNKNOWN }),
      because: /dropInvalidHeaderFields is not known/,
    },
    "a kind that is not known yet": { ...kindless({}), because: /loadBalancerType is not known/ },
  },
  notApplicable: { "a network load balancer": network(), "a gateway load balancer": gateway(), "a listener": listener },
  mayBeDropped: kind,
});

describeControl(balancerDesync, {
  compliant: {
    "defensive mode": application({ desyncMitigationMode: "defensive" }),
    "strictest mode of a classic one": classic({ desyncMitigationMode: "strictest" }),
    "what AWS does with nothing given": unnamed(),
  },
  violating: {
    "monitor mode": { ...application({ desyncMitigationMode: "monitor" }), at: "desyncMitigationMode" },
    "monitor mode of a classic one": { ...classic({ desyncMitigationMode: "monitor" }), at: "desyncMitigationMode" },
  },
  undecided: {
    "a mode that is not known yet": {
      ...application({ desyncMitigationMode: UNKNOWN }),
      because: /desyncMitigationMode is not known/,
    },
  },
  notApplicable: { "a network load balancer": network({ desyncMitigationMode: "monitor" }), "a listener": listener },
  mayBeDropped: { ...kind, desyncMitigationMode: "AWS then takes defensive" },
});

const logs = (props: object) => ({ accessLogs: { bucket: "logs", ...props } });

describeControl(balancerAccessLogs, {
  compliant: {
    "a log": application(logs({ enabled: true })),
    "a bucket that is not there yet": application({ accessLogs: { bucket: UNKNOWN, enabled: true } }),
    "a log of a classic one, which is on where there is a bucket": classic(logs({})),
    "a log, whatever kind it is": kindless(logs({ enabled: true })),
  },
  violating: {
    "no log": { ...unnamed(), at: "accessLogs.bucket" },
    "a log that is off, as AWS has it": { ...application(logs({})), at: "accessLogs.enabled" },
    "a log that is off": { ...application(logs({ enabled: false })), at: "accessLogs.enabled" },
    "a log without a bucket": { ...application({ accessLogs: { enabled: true } }), at: "accessLogs.bucket" },
    "no log of a classic one": { ...classic(), at: "accessLogs.bucket" },
    "a log of a classic one that is off": { ...classic(logs({ enabled: false })), at: "accessLogs.enabled" },
  },
  undecided: {
    "a log that may be off": { ...application(logs({ enabled: UNKNOWN })), because: /enabled is not known/ },
  },
  notApplicable: {
    "a network load balancer": network(),
    "a stack to throw away": { ...application(), stackTags: { disposable: "true" } },
  },
  mayBeDropped: kind,
});

describeControl(balancerDeletionProtection, {
  compliant: { "a protected one": network({ enableDeletionProtection: true }) },
  violating: {
    "one that is not": { ...application({ enableDeletionProtection: false }), at: "enableDeletionProtection" },
    "what AWS does with nothing given": { ...unnamed(), at: "enableDeletionProtection" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...application({ enableDeletionProtection: UNKNOWN }),
      because: /enableDeletionProtection is not known/,
    },
  },
  notApplicable: {
    "a stack to throw away, by its tag": { ...unnamed(), stackTags: { disposable: "true" } },
    "a stack to throw away, by the setting": { ...unnamed(), config: { disposable: true } },
  },
});

describeControl(balancerCrossZone, {
  compliant: {
    "all zones of a network one": network({ enableCrossZoneLoadBalancing: true }),
    "all zones of a gateway one": gateway({ enableCrossZoneLoadBalancing: true }),
    "all zones of a classic one": classic({ crossZoneLoadBalancing: true }),
    "what a classic one does with nothing given": classic(),
  },
  violating: {
    "one zone each": { ...network({ enableCrossZoneLoadBalancing: false }), at: "enableCrossZoneLoadBalancing" },
    "what AWS does with nothing given": { ...gateway(), at: "enableCrossZoneLoadBalancing" },
    "one zone each of a classic one": { ...classic({ crossZoneLoadBalancing: false }), at: "crossZoneLoadBalancing" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...network({ enableCrossZoneLoadBalancing: UNKNOWN }),
      because: /enableCrossZoneLoadBalancing is not known/,
    },
  },
  notApplicable: {
    "an application load balancer": application({ enableCrossZoneLoadBalancing: false }),
    "one of no kind, which is an application load balancer": unnamed(),
  },
  mayBeDropped: { crossZoneLoadBalancing: "AWS then takes true" },
});

const association = (resourceArn: unknown): Sample =>
  sample("aws:wafv2/webAclAssociation:WebAclAssociation", "waf", { resourceArn });

describeControl(balancerFirewall, {
  compliant: {
    "a public one behind a web ACL": { ...application({ internal: false }), others: [association(arn)] },
    "one that is public because nothing is said": { ...unnamed(), others: [association(arn)] },
  },
  violating: {
    "a public one": { ...application({ internal: false }), at: "" },
    "one that is public because nothing is said": { ...unnamed(), at: "" },
    "a web ACL of another": { ...unnamed(), others: [association("arn:other")], at: "" },
  },
  undecided: {
    "a web ACL of nobody knows what": {
      ...unnamed(),
      others: [association(UNKNOWN)],
      because: /resourceArn is not known/,
    },
    "one that may be internal": { ...application({ internal: UNKNOWN }), because: /internal is not known/ },
  },
  notApplicable: {
    "an internal one": application({ internal: true }),
    "a network load balancer": network({ internal: false }),
    "a stack to throw away": { ...unnamed(), config: { disposable: true } },
  },
  mayBeDropped: { ...kind, internal: "AWS then makes a public one" },
});

describeControl(balancerFailClosed, {
  compliant: {
    "one that asks": application({ enableWafFailOpen: false }),
    "what AWS does with nothing given": unnamed(),
  },
  violating: { "one that does not wait": { ...application({ enableWafFailOpen: true }), at: "enableWafFailOpen" } },
  undecided: {
    "a setting that is not known yet": {
      ...application({ enableWafFailOpen: UNKNOWN }),
      because: /enableWafFailOpen is not known/,
    },
  },
  notApplicable: { "a network load balancer": network({ enableWafFailOpen: true }) },
  mayBeDropped: { ...kind, enableWafFailOpen: "AWS then takes false" },
});

describeControl(balancerInternal, {
  compliant: {
    "an internal one": network({ internal: true }),
    "an internal classic one": classic({ internal: true }),
    "a public one that is named": { ...application(), config: { edge: ["web"] } },
  },
  violating: {
    "a public one": { ...application({ internal: false }), at: "internal" },
    "what AWS does with nothing given": { ...unnamed(), at: "internal" },
    "a public one beside one that is named": { ...unnamed(), config: { edge: ["other"] }, at: "internal" },
  },
  undecided: { "one that may be public": { ...application({ internal: UNKNOWN }), because: /internal is not known/ } },
  notApplicable: { "a listener": listener },
});

describeControl(classicDraining, {
  compliant: { "requests that may end": classic({ connectionDraining: true }) },
  violating: {
    "requests that are cut off": { ...classic({ connectionDraining: false }), at: "connectionDraining" },
    "what AWS does with nothing given": { ...classic(), at: "connectionDraining" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...classic({ connectionDraining: UNKNOWN }),
      because: /connectionDraining is not known/,
    },
  },
  notApplicable: { "one of the newer kind": application() },
});

const acm = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
const iam = "arn:aws:iam::123456789012:server-certificate/old";
const listening = (lbProtocol: unknown, sslCertificateId?: unknown) =>
  classic({ listeners: [{ lbPort: 443, lbProtocol, sslCertificateId }] });

describeControl(classicCertificate, {
  compliant: { "a certificate of ACM": listening("https", acm), "one for TLS": listening("SSL", acm) },
  violating: {
    "a certificate of IAM": { ...listening("HTTPS", iam), at: "listeners[0].sslCertificateId" },
    "a certificate of IAM for TLS": { ...listening("ssl", iam), at: "listeners[0].sslCertificateId" },
    "no certificate": { ...listening("https"), at: "listeners[0].sslCertificateId" },
  },
  undecided: {
    "a certificate that is not known yet": { ...listening("https", UNKNOWN), because: /sslCertificateId is not known/ },
    "a protocol that is not known yet": { ...listening(UNKNOWN, iam), because: /lbProtocol is not known/ },
  },
  notApplicable: { "a listener of TCP": listening("tcp"), "one of the newer kind": application() },
  mayBeDropped: { listeners: "there is then no listener" },
});

const subnet = (name: string, availabilityZone: string): Sample =>
  sample("aws:ec2/subnet:Subnet", name, { id: name, availabilityZone });
const inSubnets = (...subnets: Sample[]) => ({
  subject: sample(
    "aws:elb/loadBalancer:LoadBalancer",
    "old",
    { subnets: subnets.map(({ name }) => name) },
    { from: { subnets } },
  ),
});
const a = subnet("a", "eu-central-1a");
const b = subnet("b", "eu-central-1b");

describeControl(classicZones, {
  compliant: {
    "two zones by name": classic({ availabilityZones: ["eu-central-1a", "eu-central-1b"] }),
    "two zones by subnet": inSubnets(a, b),
    "one zone, where a team takes it": { ...inSubnets(a), config: { minimumZones: 1 } },
  },
  violating: {
    "one zone by name": { ...classic({ availabilityZones: ["eu-central-1a"] }), at: "availabilityZones" },
    "one zone by subnet": { ...inSubnets(a, subnet("c", "eu-central-1a")), at: "subnets" },
    "two zones, where a team asks for three": { ...inSubnets(a, b), config: { minimumZones: 3 }, at: "subnets" },
    "no zone": { ...classic(), at: "availabilityZones" },
  },
  undecided: {
    "a subnet of another stack": {
      ...classic({ subnets: ["subnet-1", "subnet-2"] }),
      because: /subnet-1/,
    },
    "subnets that are not known yet": {
      subject: sample(
        "aws:elb/loadBalancer:LoadBalancer",
        "old",
        { subnets: UNKNOWN, availabilityZones: ["eu-central-1a", "eu-central-1b"] },
        { from: { subnets: [a, b] } },
      ),
      because: /subnets is not known/,
    },
    "zones that are not known yet": {
      ...classic({ availabilityZones: UNKNOWN }),
      because: /availabilityZones is not known/,
    },
  },
  notApplicable: { "one of the newer kind": application() },
  mayBeDropped: { availabilityZone: "a subnet is in one zone, whichever it is" },
});
