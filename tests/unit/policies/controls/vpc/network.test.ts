import { vpcFlowLogs } from "../../../../../policies/controls/vpc/flow-logs";
import { networkAclAdministration, networkAclUsed } from "../../../../../policies/controls/vpc/network-acls";
import {
  transitGatewayAcceptance,
  vpcBlockPublicAccess,
  vpcBlockPublicAccessExclusion,
} from "../../../../../policies/controls/vpc/public-access";
import { mainRouteTablePrivate, peeringRoutes } from "../../../../../policies/controls/vpc/routes";
import { subnetPublicAddress, vpcNotDefault, vpcZones } from "../../../../../policies/controls/vpc/subnets";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { defaultVpc, naming, otherVpc, vpc } from "./samples";

const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

const log = (trafficType: unknown, of: Sample | readonly Sample[] = vpc) =>
  naming("aws:ec2/flowLog:FlowLog", "record", "vpcId", of, { trafficType });

describeControl(vpcFlowLogs, {
  compliant: {
    "all traffic": { subject: vpc, others: [log("ALL")] },
    "what was refused, beside what was taken": { subject: vpc, others: [log("ACCEPT"), log("REJECT")] },
    "the default VPC's": { subject: defaultVpc, others: [log("ALL", defaultVpc)] },
  },
  mayBeDropped: { vpcId: "another record is enough" },
  violating: {
    none: { subject: vpc, at: "" },
    "another VPC's": { subject: vpc, others: [log("ALL", otherVpc)], at: "" },
    "what was taken only": { subject: vpc, others: [log("ACCEPT")], at: "trafficType" },
  },
  undecided: {
    "traffic that is not known yet": { subject: vpc, others: [log(UNKNOWN)], because: /trafficType is not known/ },
    "a record that may be another VPC's": {
      subject: vpc,
      others: [log("ALL", [vpc, otherVpc])],
      because: /vpcId is not known/,
    },
  },
  notApplicable,
});

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

const subnet = (mapPublicIpOnLaunch?: unknown, type = "aws:ec2/subnet:Subnet") => ({
  subject: sample(type, "a", { mapPublicIpOnLaunch }),
});
const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

describeControl(subnetPublicAddress, {
  compliant: {
    none: subnet(false),
    "none by default": subnet(),
    "none in a default subnet that says so": subnet(false, defaultSubnet),
  },
  violating: {
    "one for each": { ...subnet(true), at: "mapPublicIpOnLaunch" },
    "what a default subnet does": { ...subnet(undefined, defaultSubnet), at: "mapPublicIpOnLaunch" },
  },
  undecided: { "a setting that is not known yet": { ...subnet(UNKNOWN), because: /mapPublicIpOnLaunch is not known/ } },
  mayBeDropped: { mapPublicIpOnLaunch: "AWS then gives none" },
  notApplicable,
});

const placed = (name: string, availabilityZone: unknown, of: Sample | readonly Sample[] = vpc) =>
  naming("aws:ec2/subnet:Subnet", name, "vpcId", of, { availabilityZone });

describeControl(vpcZones, {
  compliant: {
    "two zones": { subject: vpc, others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b")] },
    "one zone where that is enough": {
      subject: vpc,
      others: [placed("a", "eu-central-1a")],
      config: { minimumZones: 1 },
    },
  },
  violating: {
    "one zone": { subject: vpc, others: [placed("a", "eu-central-1a"), placed("a2", "eu-central-1a")], at: "" },
    "another zone in another VPC": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b", otherVpc)],
      at: "",
    },
    "two zones where three are asked for": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b")],
      config: { minimumZones: 3 },
      at: "",
    },
  },
  undecided: {
    "a zone that is not known yet": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", UNKNOWN)],
      because: /zone of subnet b is not set or not known/,
    },
    "a subnet that may be another VPC's": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b", [vpc, otherVpc])],
      because: /vpcId is not known/,
    },
  },
  mayBeDropped: { availabilityZone: "a subnet lies in one zone, whichever that is" },
  notApplicable: { ...notApplicable, "a VPC without subnets": { subject: vpc } },
});

describeControl(vpcNotDefault, {
  compliant: { "a VPC": { subject: vpc }, "a subnet": subnet() },
  violating: {
    "the default VPC": { subject: defaultVpc, at: "" },
    "a default subnet": { subject: sample(defaultSubnet, "a"), at: "" },
  },
  undecided: {},
  alwaysDecides: "what a resource is is known",
  notApplicable,
});

const internet = sample("aws:ec2/internetGateway:InternetGateway", "internet", { id: UNKNOWN });
const vpn = sample("aws:ec2/vpnGateway:VpnGateway", "vpn", { id: UNKNOWN });
const knownGateway = sample("aws:ec2/internetGateway:InternetGateway", "known", { id: "made-up-id" });
const mainType = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const mainTable = (routes?: unknown, from: readonly Sample[] = []) => ({
  subject: sample(mainType, "main", { id: UNKNOWN, routes }, { from: { routes: from } }),
});
const otherTable = sample("aws:ec2/routeTable:RouteTable", "other", { id: UNKNOWN });
const table = sample("aws:ec2/routeTable:RouteTable", "own", { id: UNKNOWN });
const made = sample(
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "m",
  { routeTableId: UNKNOWN },
  {
    from: { routeTableId: [table] },
  },
);
const perhapsMade = sample(
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "m",
  { routeTableId: UNKNOWN },
  {
    from: { routeTableId: [table, otherTable] },
  },
);
const routeIn = (of: readonly Sample[], props: Record<string, unknown>, gateway: Sample = internet) =>
  sample(
    "aws:ec2/route:Route",
    "out",
    { routeTableId: UNKNOWN, gatewayId: UNKNOWN, ...props },
    { from: { routeTableId: of, gatewayId: [gateway] } },
  );
const everything = { destinationCidrBlock: everyone };

describeControl(mainRouteTablePrivate, {
  compliant: {
    "local routes": mainTable(),
    "a route to a VPN": mainTable([{ cidrBlock: everyone, gatewayId: "vgw-1" }]),
    "a route to a VPN of this stack": mainTable([{ cidrBlock: everyone, gatewayId: UNKNOWN }], [vpn]),
    "a route to a NAT gateway": mainTable([{ cidrBlock: everyone, natGatewayId: UNKNOWN }]),
    "one network by the internet gateway": mainTable([{ cidrBlock: "203.0.113.0/24", gatewayId: "igw-1" }]),
    "a table that was made the main one": { subject: table, others: [made] },
    "a table that may be the main one, and has local routes": { subject: table, others: [perhapsMade] },
    "a route to a VPN beside one to the internet gateway for a network": mainTable(
      [
        { cidrBlock: everyone, gatewayId: "vgw-1" },
        { cidrBlock: "203.0.113.0/24", gatewayId: UNKNOWN },
      ],
      [internet],
    ),
  },
  violating: {
    "a route of another stack's gateway": {
      ...mainTable([
        { cidrBlock: "10.0.0.0/16", gatewayId: "local" },
        { cidrBlock: everyone, gatewayId: "igw-1" },
      ]),
      at: "routes[1]",
    },
    "a route to a gateway that is known by its id": {
      ...mainTable([{ cidrBlock: everyone, gatewayId: "made-up-id" }]),
      others: [knownGateway],
      at: "routes[0]",
    },
    "a route of this stack's gateway": {
      ...mainTable([{ cidrBlock: everyone, gatewayId: UNKNOWN }], [internet]),
      at: "routes[0]",
    },
    "half of everything": { ...mainTable([{ cidrBlock: "0.0.0.0/1", gatewayId: "igw-1" }]), at: "routes[0]" },
    "everything by IPv6": { ...mainTable([{ ipv6CidrBlock: "::/0", gatewayId: "igw-1" }]), at: "routes[0]" },
    "a route beside a table that was made the main one": {
      subject: table,
      others: [made, routeIn([table], everything)],
      at: "",
    },
    "one for IPv6 beside it": {
      subject: table,
      others: [made, routeIn([table], { destinationIpv6CidrBlock: "::/0" })],
      at: "",
    },
  },
  undecided: {
    "routes that come from elsewhere": { ...mainTable(UNKNOWN, [vpc]), because: /routes is not known/ },
    "a gateway that is not known yet": {
      ...mainTable([{ cidrBlock: everyone, gatewayId: UNKNOWN }]),
      because: /gatewayId is not known/,
    },
    "a destination that is not known yet": {
      ...mainTable([{ cidrBlock: UNKNOWN, gatewayId: "igw-1" }]),
      because: /cidrBlock is not known/,
    },
    "a table that may be the main one": {
      subject: table,
      others: [perhapsMade, routeIn([table], everything)],
      because: /routeTableId is not known/,
    },
    "a route that may be another table's": {
      subject: table,
      others: [made, routeIn([table, otherTable], everything)],
      because: /routeTableId is not known/,
    },
  },
  mayBeDropped: {
    routes: "the local one is there anyway",
  },
  notApplicable: {
    ...notApplicable,
    "a table of some subnets": { subject: table, others: [routeIn([table], everything)] },
  },
});

const peered = (props: Record<string, unknown>) => ({
  subject: sample("aws:ec2/route:Route", "peer", { vpcPeeringConnectionId: UNKNOWN, ...props }),
});
const peeredTable = (props: Record<string, unknown>) => ({
  subject: sample("aws:ec2/routeTable:RouteTable", "t", {
    routes: [
      { natGatewayId: "nat-1", cidrBlock: everyone },
      { vpcPeeringConnectionId: "pcx-1", ...props },
    ],
  }),
});

describeControl(peeringRoutes, {
  compliant: {
    "a VPC": peered({ destinationCidrBlock: "10.1.0.0/16" }),
    "a VPC by IPv6": peered({ destinationIpv6CidrBlock: "2001:db8::/44" }),
    "a VPC, in a table": peeredTable({ cidrBlock: "10.1.0.0/20" }),
    "more where that was meant": { ...peered({ destinationCidrBlock: "10.0.0.0/8" }), config: { widestPrefix: 8 } },
  },
  violating: {
    "more than a VPC": { ...peered({ destinationCidrBlock: "10.0.0.0/15" }), at: "destinationCidrBlock" },
    everything: { ...peered({ destinationCidrBlock: everyone }), at: "destinationCidrBlock" },
    "more than a VPC by IPv6": {
      ...peered({ destinationIpv6CidrBlock: "2001:db8::/43" }),
      at: "destinationIpv6CidrBlock",
    },
    "more than a VPC, in a table": { ...peeredTable({ cidrBlock: "10.0.0.0/8" }), at: "routes[1].cidrBlock" },
    "more than a VPC by IPv6, in a table": { ...peeredTable({ ipv6CidrBlock: "::/0" }), at: "routes[1].ipv6CidrBlock" },
    "what is no block": { ...peered({ destinationCidrBlock: "10.1.0.0" }), at: "destinationCidrBlock" },
  },
  undecided: {
    "a block that is not known yet": {
      ...peered({ destinationCidrBlock: UNKNOWN }),
      because: /destinationCidrBlock is/,
    },
    "routes that are not known yet": {
      subject: sample("aws:ec2/routeTable:RouteTable", "t", { routes: UNKNOWN }),
      because: /routes is not known/,
    },
  },
  mayBeDropped: {
    destinationCidrBlock: "a prefix list names the networks then",
    destinationIpv6CidrBlock: "a prefix list names the networks then",
    routes: "no route, no way",
  },
  notApplicable: {
    ...notApplicable,
    "a route by something else": { subject: sample("aws:ec2/route:Route", "r", { destinationCidrBlock: everyone }) },
    "a route that leaves it empty": { subject: sample("aws:ec2/route:Route", "r", { vpcPeeringConnectionId: "" }) },
  },
});

const options = (internetGatewayBlockMode: unknown) => ({
  subject: sample("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "o", { internetGatewayBlockMode }),
});

describeControl(vpcBlockPublicAccess, {
  compliant: { "both directions": options("block-bidirectional"), "what comes in": options("block-ingress") },
  violating: { off: { ...options("off"), at: "internetGatewayBlockMode" } },
  undecided: { "a mode that is not known yet": { ...options(UNKNOWN), because: /internetGatewayBlockMode is not/ } },
  notApplicable,
});

const exclusion = (props: Record<string, unknown>) => ({
  subject: sample("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "e", props),
});
const mode = "internetGatewayExclusionMode";

describeControl(vpcBlockPublicAccessExclusion, {
  compliant: {
    "a VPC that calls out": exclusion({ vpcId: UNKNOWN, [mode]: "allow-egress" }),
    "a subnet that is called": exclusion({ subnetId: UNKNOWN, [mode]: "allow-bidirectional" }),
  },
  violating: { "a VPC that is called": { ...exclusion({ vpcId: UNKNOWN, [mode]: "allow-bidirectional" }), at: mode } },
  undecided: {
    "a mode that is not known yet": { ...exclusion({ vpcId: UNKNOWN, [mode]: UNKNOWN }), because: /Mode is not/ },
  },
  mayBeDropped: { vpcId: "a subnet is excepted then" },
  notApplicable,
});

const transit = (autoAcceptSharedAttachments?: unknown) => ({
  subject: sample("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", { autoAcceptSharedAttachments }),
});

describeControl(transitGatewayAcceptance, {
  compliant: { "by hand": transit("disable"), "by hand by default": transit() },
  violating: { "by itself": { ...transit("enable"), at: "autoAcceptSharedAttachments" } },
  undecided: {
    "a setting that is not known yet": { ...transit(UNKNOWN), because: /autoAcceptSharedAttachments is not/ },
  },
  mayBeDropped: { autoAcceptSharedAttachments: "AWS then asks" },
  notApplicable,
});
