import { securityGroupEgress } from "../../../../../policies/controls/vpc/egress";
import {
  securityGroupAdministration,
  securityGroupAuthorized,
  securityGroupHighRisk,
} from "../../../../../policies/controls/vpc/ingress";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";
import { groupWith, oldRule, ruleOf } from "./samples";

const everyone = "0.0.0.0/0";
const group = groupWith({});

/** A rule in a group, for TCP unless told otherwise. */
const inline = (fromPort: unknown, toPort: unknown, props: Record<string, unknown> = {}) => ({
  subject: groupWith({ ingress: [{ protocol: "tcp", fromPort, toPort, cidrBlocks: [everyone], ...props }] }),
});
/** One that stands beside its group. */
const beside = (fromPort: unknown, toPort: unknown, props: Record<string, unknown> = {}) => ({
  subject: ruleOf("ingress", group, { ipProtocol: "tcp", fromPort, toPort, cidrIpv4: everyone, ...props }),
});
const old = (fromPort: unknown, toPort: unknown, props: Record<string, unknown> = {}) => ({
  subject: oldRule({ type: "ingress", protocol: "tcp", fromPort, toPort, cidrBlocks: [everyone], ...props }),
});

const notApplicable = {
  "a rule for what goes out": { subject: ruleOf("egress", group, { ipProtocol: "-1", cidrIpv4: everyone }) },
  "the same of the older kind": { subject: oldRule({ type: "egress", protocol: "-1", cidrBlocks: [everyone] }) },
  "a VPC": { subject: sample("aws:ec2/vpc:Vpc", "shop") },
};
const undecided = {
  "rules that are not known yet": { subject: groupWith({ ingress: UNKNOWN }), because: /ingress is not known/ },
  "addresses that are not known yet": { ...beside(0, 65_535, { cidrIpv4: UNKNOWN }), because: /cidrIpv4 is not known/ },
  "a protocol that is not known yet": { ...beside(0, 65_535, { ipProtocol: UNKNOWN }), because: /ipProtocol is not/ },
  "a first port that is not known yet": { ...beside(UNKNOWN, 65_535), because: /fromPort is not known/ },
  "a last port that is not known yet": { ...beside(0, UNKNOWN), because: /toPort is not known/ },
  "a last port that is not set": { ...inline(0, undefined), because: /toPort is not set/ },
  "a direction that is not known yet": { ...old(0, 65_535, { type: UNKNOWN }), because: /type is not known/ },
};
const noRule = "a group without rules lets nothing through";
const nobody = "a rule that names nobody lets nobody through";
const noProtocol = "the provider takes no rule without one";

const named = "203.0.113.0/24";

describeControl(securityGroupAdministration, {
  compliant: {
    "a group without rules": { subject: group },
    "another port for everyone": inline(443, 443),
    "ports below": inline(0, 21),
    "ports between": inline(23, 3388),
    "ports above": inline(3390, 65_535),
    "SSH from a network": inline(22, 22, { cidrBlocks: ["10.0.0.0/8", named] }),
    "SSH from a group": beside(22, 22, { cidrIpv4: undefined, referencedSecurityGroupId: "sg-1" }),
    "another protocol for everyone": inline(22, 22, { protocol: "icmp" }),
  },
  violating: {
    "SSH in a group": { ...inline(22, 22), at: "ingress[0]", saying: /port 22 open to the internet/ },
    "RDP in the default group": {
      subject: sample("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", inline(3389, 3389).subject.props),
      at: "ingress[0]",
    },
    "SSH at the end of a range": { ...inline(0, 22), at: "ingress[0]", saying: /ports 0 to 22 open/ },
    "RDP at the beginning of one": { ...beside(3389, 4000), at: "" },
    "every protocol": { ...beside(undefined, undefined, { ipProtocol: "-1" }), at: "" },
    "every protocol by its other name": { ...old(0, 0, { protocol: "all" }), at: "" },
    "SSH by UDP": { ...inline(22, 22, { protocol: "udp" }), at: "ingress[0]" },
    "TCP by its number": { ...inline(22, 22, { protocol: "6" }), at: "ingress[0]" },
    "UDP by its number": { ...inline(22, 22, { protocol: "17" }), at: "ingress[0]" },
    "everyone by IPv6, in a group": {
      ...inline(22, 22, { cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }),
      at: "ingress[0]",
    },
    "everyone by IPv6, beside it": { ...beside(22, 22, { cidrIpv4: undefined, cidrIpv6: "::/0" }), at: "" },
    "half of everyone": { ...beside(22, 22, { cidrIpv4: "128.0.0.0/1" }), at: "" },
    "more than any private network": { ...beside(22, 22, { cidrIpv4: "10.0.0.0/7" }), at: "" },
    "a rule of the older kind": { ...old(22, 22), at: "" },
    "the second rule, for the second block": {
      subject: groupWith({
        ingress: [
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everyone] },
          { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [named, everyone] },
        ],
      }),
      at: "ingress[1]",
    },
  },
  undecided,
  notApplicable,
  mayBeDropped: { ingress: noRule, ipProtocol: noProtocol },
});

describeControl(securityGroupHighRisk, {
  compliant: { "SSH, which another control is about": inline(22, 22), HTTPS: beside(443, 443) },
  violating: Object.fromEntries(
    [
      20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200,
      9300,
    ].map((port) => [`port ${port}`, { ...beside(port, port), at: "" }]),
  ),
  undecided,
  notApplicable,
  mayBeDropped: { ingress: noRule, cidrIpv4: nobody, ipProtocol: noProtocol },
});

describeControl(securityGroupAuthorized, {
  compliant: {
    HTTPS: inline(443, 443),
    "any port from a network": inline(0, 65_535, { cidrBlocks: [named] }),
    "another port that was authorized": { ...inline(8443, 8443), config: { tcp: ["443", "8443"] } },
    "a range that was authorized": { ...beside(443, 444), config: { tcp: ["444", "443"] } },
    "UDP that was authorized": { ...beside(443, 443, { ipProtocol: "udp" }), config: { udp: ["443"] } },
    "a protocol without ports": inline(8, 0, { protocol: "icmp" }),
  },
  violating: {
    "plain HTTP": { ...inline(80, 80), at: "ingress[0]", saying: /port 80 open/ },
    "a range around it": { ...inline(443, 444), at: "ingress[0]", saying: /ports 443 to 444 open/ },
    "a range below it": { ...inline(442, 443), at: "ingress[0]" },
    "HTTPS by UDP": { ...beside(443, 443, { ipProtocol: "udp" }), at: "" },
    "HTTPS by UDP's number": { ...beside(443, 443, { ipProtocol: "17" }), at: "" },
    "another port by TCP's number": { ...beside(80, 80, { ipProtocol: "6" }), at: "" },
    "every protocol": { ...beside(undefined, undefined, { ipProtocol: "-1" }), at: "" },
    "HTTPS where nothing was authorized": { ...beside(443, 443), config: { tcp: [] }, at: "" },
    "TCP where UDP was authorized": { ...beside(80, 80), config: { udp: ["80"] }, at: "" },
  },
  undecided,
  notApplicable,
  mayBeDropped: { ingress: noRule, cidrIpv4: nobody, ipProtocol: noProtocol },
});

const out = (props: Record<string, unknown>) => ({ subject: ruleOf("egress", group, props) });
const outInline = (props: Record<string, unknown>) => ({
  subject: groupWith({ egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [everyone], ...props }] }),
});

describeControl(securityGroupEgress, {
  compliant: {
    "a group that lets nothing out": { subject: group },
    "HTTPS to everywhere": out({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: everyone }),
    "all but the first port": out({ ipProtocol: "tcp", fromPort: 1, toPort: 65_535, cidrIpv4: everyone }),
    "all but the last port": out({ ipProtocol: "tcp", fromPort: 0, toPort: 65_534, cidrIpv4: everyone }),
    "everything to a network": outInline({ cidrBlocks: ["10.0.0.0/8"] }),
  },
  violating: {
    "everything, in a group": { ...outInline({}), at: "egress[0]" },
    "everything, beside it": { ...out({ ipProtocol: "-1", cidrIpv4: everyone }), at: "" },
    "everything by IPv6": { ...out({ ipProtocol: "-1", cidrIpv6: "::/0" }), at: "" },
    "all of TCP": { ...out({ ipProtocol: "tcp", fromPort: 0, toPort: 65_535, cidrIpv4: everyone }), at: "" },
    "everything, by the older kind": {
      subject: oldRule({ type: "egress", protocol: "-1", cidrBlocks: [everyone] }),
      at: "",
    },
  },
  undecided: {
    "rules that are not known yet": { subject: groupWith({ egress: UNKNOWN }), because: /egress is not known/ },
    "addresses that are not known yet": { ...out({ ipProtocol: "-1", cidrIpv4: UNKNOWN }), because: /cidrIpv4 is not/ },
  },
  notApplicable: {
    "a rule for what comes in": beside(0, 65_535),
    "the same of the older kind": old(0, 65_535),
    "a VPC": { subject: sample("aws:ec2/vpc:Vpc", "shop") },
  },
  mayBeDropped: { egress: noRule, cidrIpv4: nobody, ipProtocol: noProtocol },
});
