import { cannotTell, fail, notApplicable, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import type { Graph } from "../../graph";

const route = ["aws:ec2/route:Route"];
const association = ["aws:ec2/routeTableAssociation:RouteTableAssociation"];

/** Holds private subnets to a NAT gateway in their own zone. */
export const natGatewayZones = stackControl({
  id: "nat-gateway-zones",
  title: "Each availability zone has a NAT gateway of its own",
  severity: "medium",
  why: "Subnets of a healthy zone lose their way out when the zone of the shared gateway fails, and pay for traffic between zones until then.",
  fix: "Make a NAT gateway and a route table in each zone, and route the subnets of a zone to the gateway there; or make one regional NAT gateway (availabilityMode regional).",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  enforcement: "mandatory",
  on: ["aws:ec2/natGateway:NatGateway"],
  check: (gateway, { graph }) => {
    const mode = gateway.string("availabilityMode");
    if (mode.value === "regional") return notApplicable("AWS spreads a regional NAT gateway over the zones itself");
    const { tables, unclear } = tablesTo(gateway, graph);
    const subnets = tables.flatMap((table) => graph.referrersTo(table, association, "routeTableId").certain);
    const zones = new Set<string>();
    const reasons: string[] = [...unclear];
    for (const one of subnets) {
      const subnet = graph.follow(one, "subnetId", tokens.subnet);
      if (subnet.kind === "absent") continue; // A gateway is associated, not a subnet.
      const zone = subnet.kind === "resource" ? zoneOf(subnet.resource) : undefined;
      if (zone === undefined) reasons.push(`the zone of the subnet of ${one.name} is not known`);
      else zones.add(zone);
    }
    return judge(zones, reasons, graph, gateway);
  },
});

/** Subnets of one zone, the gateway's own, are served. */
function judge(zones: Set<string>, reasons: string[], graph: Graph, gateway: Resource): Verdict {
  const served = [...zones].sort().join(", ");
  const expected = "one NAT gateway for each availability zone";
  if (zones.size > 1) return fail({ path: "subnetId", found: `one gateway for ${served}`, expected });
  const own = graph.follow(gateway, "subnetId", tokens.subnet);
  const zone = own.kind === "resource" ? zoneOf(own.resource) : undefined;
  const [only] = zones;
  if (only !== undefined && zone !== undefined && only !== zone) {
    return fail({ path: "subnetId", found: `a gateway in ${zone} for ${only}`, expected: `a gateway in ${only}` });
  }
  if (reasons.length > 0) return cannotTell(reasons.join("; "), "subnetId");
  if (only !== undefined && zone === undefined) return cannotTell("its own zone is not known", "subnetId");
  return pass;
}

/** Route tables with a route through the gateway, inline or in a resource of its own. */
function tablesTo(gateway: Resource, graph: Graph): { tables: Resource[]; unclear: string[] } {
  const tables = new Set<Resource>();
  const unclear: string[] = [];
  const routes = graph.referrersTo(gateway, route, "natGatewayId");
  for (const one of routes.certain) {
    const table = graph.follow(one, "routeTableId", tokens.routeTable);
    if (table.kind === "resource") tables.add(table.resource);
    else if (table.kind === "unclear") unclear.push(table.reason);
  }
  unclear.push(...routes.possible.map(({ reason }) => reason));
  for (const table of graph.ofType(tokens.routeTable)) {
    const inline = graph.followList(table, "routes", ["aws:ec2/natGateway:NatGateway"], "natGatewayId");
    if (inline.certain.includes(gateway)) tables.add(table);
    else if (inline.candidates.includes(gateway)) unclear.push(...inline.reasons);
  }
  return { tables: [...tables], unclear };
}

function zoneOf(subnet: Resource): string | undefined {
  return subnet.string("availabilityZone").value ?? subnet.string("availabilityZoneId").value;
}
