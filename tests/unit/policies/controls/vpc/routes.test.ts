import { mainRouteTablePrivate, peeringRoutes } from "../../../../../policies/controls/vpc/routes";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { vpc } from "./samples";

const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

const everyone = "0.0.0.0/0";
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
