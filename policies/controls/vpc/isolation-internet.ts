import { all, cannotTell, type Finding, fail, type Resource, stackControl, tokens, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { isolationSettings, noneRefers, ofIsolatedVpc, subnetsOf } from "./isolation";

/** Ways out of a VPC, and the property by which they name it. */
const gateways: { types: readonly string[]; path: string; what: string }[] = [
  { types: ["aws:ec2/internetGateway:InternetGateway"], path: "vpcId", what: "internet gateway" },
  {
    types: ["aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"],
    path: "vpcId",
    what: "internet gateway attachment",
  },
  {
    types: ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"],
    path: "vpcId",
    what: "egress-only internet gateway",
  },
  { types: ["aws:ec2/carrierGateway:CarrierGateway"], path: "vpcId", what: "carrier gateway" },
  { types: ["aws:ec2/vpnGateway:VpnGateway"], path: "vpcId", what: "VPN gateway" },
  { types: ["aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"], path: "vpcId", what: "VPN gateway attachment" },
  { types: ["aws:ec2/natGateway:NatGateway"], path: "vpcId", what: "NAT gateway" },
];

/** Holds isolated VPCs to having no way to or from the internet. */
export const isolationNoInternet = stackControl({
  id: "vpc-isolation-no-internet",
  title: "Isolated VPCs have no path to or from the internet",
  severity: "critical",
  why: "One gateway, or one route through another network, undoes the isolation of everything in the VPC.",
  fix: "Remove the gateways and the routes to them; reach AWS services by endpoints, and consumers by PrivateLink.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html",
  on: tokens.vpc,
  config: isolationSettings,
  check: ofIsolatedVpc((vpc, graph) =>
    all(
      gateways.map(({ types, path, what }) => noneRefers(graph, vpc, types, path, what)),
      subnetsOf(graph, vpc).map((subnet) =>
        noneRefers(graph, subnet, ["aws:ec2/natGateway:NatGateway"], "subnetId", "NAT gateway"),
      ),
      tablesOf(graph, vpc).map((table) => routesStayInside(graph, table)),
    ),
  ),
});

/** Properties of a route that name something outside the VPC, or that leads there. */
const outward = [
  "gatewayId",
  "natGatewayId",
  "egressOnlyGatewayId",
  "carrierGatewayId",
  "coreNetworkArn",
  "localGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "networkInterfaceId",
];
const destinations = ["cidrBlock", "destinationCidrBlock", "ipv6CidrBlock", "destinationIpv6CidrBlock"];

function tablesOf(graph: Graph, vpc: Resource): Resource[] {
  const own = graph.referrersTo(vpc, ["aws:ec2/routeTable:RouteTable"], "vpcId").certain;
  const main = graph.referrersTo(vpc, ["aws:ec2/defaultRouteTable:DefaultRouteTable"], "defaultRouteTableId").certain;
  return [...own, ...main];
}

function routesStayInside(graph: Graph, table: Resource): Verdict {
  const routes = table.list("routes");
  const separate = graph.referrersTo(table, ["aws:ec2/route:Route"], "routeTableId");
  const findings: Finding[] = [];
  for (const route of [...routes.items, ...separate.certain]) {
    const through = outward.filter((key) => route.has(key) !== false && route.string(key).value !== "local");
    // Gateway endpoints stand in route tables by themselves, never in a route that a program writes.
    for (const key of through) {
      const to = destinations.map((one) => route.string(one).value).find((one) => one !== undefined);
      const found = `${table.name} -> ${to ?? "a destination that is not known"} -> ${route.string(key).value ?? key}`;
      findings.push({ path: route.path, found: `route ${found}`, expected: "routes within the VPC only" });
    }
  }
  if (findings.length > 0) return fail(...findings);
  return all(
    routes.state === "unknown" ? cannotTell(`the routes of ${table.name} are not known`) : all(),
    separate.possible.map(({ reason }) => cannotTell(`${table.name} may have further routes: ${reason}`)),
  );
}
