import { networkAclAdministration, networkAclUsed } from "../../../../../policies/controls/vpc/network-acls";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { naming, vpc } from "./samples";

const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

const everyone = "0.0.0.0/0";
const list = (...ingress: Record<string, unknown>[]) => ({
  subject: sample("aws:ec2/networkAcl:NetworkAcl", "list", { id: UNKNOWN, ingress }),
});
const allow = (props: Record<string, unknown> = {}) => ({
  action: "allow",
  ruleNo: 100,
  protocol: "tcp",
  cidrBlock: everyone,
  fromPort: 0,
  toPort: 65_535,
  ...props,
});
const deny = (props: Record<string, unknown> = {}) => allow({ action: "deny", ruleNo: 50, ...props });
const otherList = sample("aws:ec2/networkAcl:NetworkAcl", "other", { id: UNKNOWN });
const bareList = sample("aws:ec2/networkAcl:NetworkAcl", "list", { id: UNKNOWN });
const besideList = (props: Record<string, unknown>, of: readonly Sample[] = [bareList]) => ({
  subject: bareList,
  others: [
    naming("aws:ec2/networkAclRule:NetworkAclRule", "rule", "networkAclId", of, {
      ...allow(),
      ruleAction: "allow",
      ruleNumber: 100,
      ...props,
    }),
  ],
});

describeControl(networkAclAdministration, {
  compliant: {
    "no entry, which denies": list(),
    HTTPS: list(allow({ fromPort: 443, toPort: 443 })),
    "ports around SSH and RDP": list(
      allow({ toPort: 21 }),
      allow({ fromPort: 23, toPort: 3388 }),
      allow({ fromPort: 3390 }),
    ),
    "SSH from a network": list(allow({ cidrBlock: "10.0.0.0/8" })),
    UDP: list(allow({ protocol: "17" })),
    "both denied before": list(
      allow(),
      deny({ fromPort: 22, toPort: 22 }),
      deny({ fromPort: 3389, toPort: 3389, ruleNo: 51 }),
    ),
    "every protocol denied before": list(allow({ protocol: "-1" }), deny({ protocol: "-1" })),
    "both denied before, by IPv6": list(
      allow({ cidrBlock: undefined, ipv6CidrBlock: "::/0" }),
      deny({ cidrBlock: undefined, ipv6CidrBlock: "::/0" }),
    ),
    "an entry for what goes out": besideList({ egress: true }),
  },
  violating: {
    SSH: { ...list(allow({ fromPort: 22, toPort: 22 })), at: "ingress[0]", saying: /port 22 from 0\.0\.0\.0\/0/ },
    RDP: { ...list(allow({ fromPort: 3389, toPort: 3389 })), at: "ingress[0]", saying: /port 3389/ },
    "every protocol": { ...list(allow({ protocol: "-1", fromPort: 0, toPort: 0 })), at: "ingress[0]" },
    "every protocol by its other name": { ...list(allow({ protocol: "all" })), at: "ingress[0]" },
    "TCP by its number": { ...list(allow({ protocol: "6" })), at: "ingress[0]" },
    "everyone by IPv6": { ...list(allow({ cidrBlock: undefined, ipv6CidrBlock: "::/0" })), at: "ingress[0]" },
    "half of everyone": { ...list(allow({ cidrBlock: "0.0.0.0/1" })), at: "ingress[0]" },
    "what is denied too late": { ...list(allow(), deny({ ruleNo: 101 })), at: "ingress[0]" },
    "what is denied to half": { ...list(allow(), deny({ cidrBlock: "0.0.0.0/1" })), at: "ingress[0]" },
    "what is denied for another protocol": { ...list(allow(), deny({ protocol: "udp" })), at: "ingress[0]" },
    "what is denied by IPv6 only": {
      ...list(allow(), deny({ cidrBlock: undefined, ipv6CidrBlock: "::/0" })),
      at: "ingress[0]",
    },
    "SSH in the default list": {
      subject: sample("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default", { ingress: [allow()] }),
      at: "ingress[0]",
    },
    "an entry beside it": { ...besideList({ egress: false }), at: "" },
    "an entry beside it, which is for what comes in by default": { ...besideList({}), at: "" },
  },
  undecided: {
    "entries that come from elsewhere": {
      subject: sample("aws:ec2/networkAcl:NetworkAcl", "list", { ingress: UNKNOWN }, { from: { ingress: [vpc] } }),
      because: /ingress is not known/,
    },
    "a block that is not known yet": { ...list(allow({ cidrBlock: UNKNOWN })), because: /cidrBlock is not known/ },
    "an action that is not known yet": { ...list(allow({ action: UNKNOWN })), because: /action is not known/ },
    "a denial to what is not known yet": {
      ...list(allow(), deny({ cidrBlock: UNKNOWN })),
      because: /cidrBlock is not/,
    },
    "a denial whose number is not known yet": {
      ...list(allow(), deny({ ruleNo: UNKNOWN, fromPort: UNKNOWN })),
      because: /fromPort is not known/,
    },
    "an entry that may be another list's": {
      ...besideList({}, [bareList, otherList]),
      because: /networkAclId is not known/,
    },
  },
  mayBeDropped: {
    ingress: "AWS then denies everything",
    networkAclId: "an entry of no list",
  },
  notApplicable,
});

const listWith = (subnetIds?: unknown) => ({
  subject: sample("aws:ec2/networkAcl:NetworkAcl", "list", { id: UNKNOWN, subnetIds }),
});
const associated = (of: readonly Sample[]) => [
  naming("aws:ec2/networkAclAssociation:NetworkAclAssociation", "a", "networkAclId", of),
];

describeControl(networkAclUsed, {
  compliant: {
    "subnets in it": listWith(["subnet-1"]),
    "a subnet beside it": { subject: bareList, others: associated([bareList]) },
  },
  violating: {
    "no subnet": { subject: bareList, at: "subnetIds" },
    "an empty list": { ...listWith([]), at: "subnetIds" },
    "a subnet of another list": { subject: bareList, others: associated([otherList]), at: "subnetIds" },
  },
  undecided: {
    "subnets that come from elsewhere": {
      subject: sample("aws:ec2/networkAcl:NetworkAcl", "list", { subnetIds: UNKNOWN }, { from: { subnetIds: [vpc] } }),
      because: /subnetIds is not known/,
    },
    "a subnet that may be another list's": {
      subject: bareList,
      others: associated([bareList, otherList]),
      because: /networkAclId is not known/,
    },
  },
  notApplicable: {
    ...notApplicable,
    "the default list": { subject: sample("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default") },
  },
});
