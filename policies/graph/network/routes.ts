import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Value } from "../../core/value";
import { given } from "../given";
import type { Graph } from "../graph";
import { either, type Truth, Unclear } from "../iam/truth";
import { type Block, coversBlock, parseBlock } from "./cidr";

const associationTypes = ["aws:ec2/routeTableAssociation:RouteTableAssociation"];
const mainTypes = ["aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"];
const defaultTypes = ["aws:ec2/defaultRouteTable:DefaultRouteTable"];
const routeTypes = ["aws:ec2/route:Route"];
const internetGatewayTypes = ["aws:ec2/internetGateway:InternetGateway"];
const attachmentTypes = ["aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"];

/** Where a route leads. */
export type Way =
  | { readonly kind: "internet"; readonly gateway: Resource | string }
  /** To another network: a peering connection or a transit gateway, by its resource or its id. */
  | { readonly kind: "network"; readonly by: Resource | string; readonly transit: boolean }
  /** Through something that may pass it on: a firewall's endpoint, an instance. */
  | { readonly kind: "appliance" }
  /** Outwards only, nowhere, or to where the internet does not come from. */
  | { readonly kind: "none" };

interface Entry {
  readonly destination: Block;
  readonly way: Way;
}

/** The routes of a subnet. */
export interface Routing {
  readonly entries: readonly Entry[];
  /** Why there may be others. */
  readonly unclear: Unclear | undefined;
}

const bySubnet = new WeakMap<Resource, Routing>();
const byTable = new WeakMap<Resource, Routing>();
const mainRoutes = new WeakMap<Graph, Map<Resource, Resource[]>>();

/** The routes of a subnet: those of the table that it is associated with, else of its network's main one. */
export function routingOf(graph: Graph, subnet: Resource): Routing {
  let routing = bySubnet.get(subnet);
  if (!routing) {
    routing = read(graph, subnet);
    bySubnet.set(subnet, routing);
  }
  return routing;
}

/** Where what goes to an address is sent: the narrowest route decides; undefined where none has it. */
export function wayTo({ entries, unclear }: Routing, address: Block): Way | Unclear | undefined {
  let best: Entry | undefined;
  for (const entry of entries) {
    if (coversBlock(entry.destination, address) && (!best || entry.destination.bits > best.destination.bits)) {
      best = entry;
    }
  }
  return best?.way ?? unclear;
}

function unclearRouting(reason: string): Routing {
  return { entries: [], unclear: Unclear.because(reason) };
}

function read(graph: Graph, subnet: Resource): Routing {
  const { certain, possible } = graph.referrersTo(subnet, associationTypes, "subnetId");
  const [association] = certain;
  if (association) {
    return atTable(graph, association, subnet);
  }
  const [perhaps] = possible;
  if (perhaps) {
    return unclearRouting(`the route table of subnet ${subnet.name}: ${perhaps.reason}`);
  }
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  return vpc.kind === "resource"
    ? mainRouting(graph, vpc.resource, subnet)
    : unclearRouting(`the main route table of subnet ${subnet.name}'s network is not in this stack or not known`);
}

function atTable(graph: Graph, association: Resource, subnet: Resource): Routing {
  const table = graph.follow(association, "routeTableId", tokens.routeTable);
  return table.kind === "resource"
    ? tableRouting(graph, table.resource, vpcOf(graph, subnet))
    : unclearRouting(`the route table of subnet ${subnet.name} is not in this stack or not known`);
}

/** A network's main table: another one that was made it, the one it came with, or routes that were added to that. */
function mainRouting(graph: Graph, vpc: Resource, subnet: Resource): Routing {
  const [main] = graph.referrersTo(vpc, mainTypes, "vpcId").certain;
  if (main) {
    return atTable(graph, main, subnet);
  }
  const [own] = graph.referrersTo(vpc, defaultTypes, "defaultRouteTableId").certain;
  const added = routesOfMain(graph).get(vpc) ?? [];
  const inline = own ? tableRouting(graph, own, vpc) : { entries: [], unclear: undefined };
  const routes = added.map((route) => entryOf(graph, route, route, "", vpc));
  return join([inline, ...routes]);
}

/** Routes that name a network's main table by what the network hands out, by network. */
function routesOfMain(graph: Graph): Map<Resource, Resource[]> {
  let index = mainRoutes.get(graph);
  if (!index) {
    index = new Map();
    for (const route of graph.ofType(routeTypes)) {
      const sources = graph.dependenciesOf(route, "routeTableId");
      const vpc = sources.find(({ type }) => tokens.vpc.some((one) => one === type));
      if (vpc && !sources.some(({ type }) => tokens.routeTable.some((one) => one === type))) {
        index.set(vpc, [...(index.get(vpc) ?? []), route]);
      }
    }
    mainRoutes.set(graph, index);
  }
  return index;
}

function tableRouting(graph: Graph, table: Resource, vpc: Resource | undefined): Routing {
  let routing = byTable.get(table);
  if (!routing) {
    const inline = given(graph, table, "routes").list();
    const beside = graph.referrersTo(table, routeTypes, "routeTableId");
    routing = join([
      ...inline.items.map((item) => entryOf(graph, table, item, `${item.path}.`, vpc)),
      ...beside.certain.map((route) => entryOf(graph, route, route, "", vpc)),
      ...beside.possible.map(({ reason }) => unclearRouting(reason)),
      ...(inline.state === "unknown" ? [unclearRouting(`${table.name}: ${inline.reason}`)] : []),
    ]);
    byTable.set(table, routing);
  }
  return routing;
}

function join(routings: readonly Routing[]): Routing {
  return {
    entries: routings.flatMap(({ entries }) => entries),
    unclear: routings.find(({ unclear }) => unclear)?.unclear,
  };
}

const destinations = ["cidrBlock", "destinationCidrBlock", "ipv6CidrBlock", "destinationIpv6CidrBlock"];

function entryOf(graph: Graph, owner: Resource, route: Value, prefix: string, vpc: Resource | undefined): Routing {
  const set = destinations.map((path) => givenAt(graph, owner, route, path)).filter(({ state }) => state !== "absent");
  const blocks = set.map((value) => value.string().value).filter((text) => text !== undefined);
  if (blocks.length === 0) {
    const [unknown] = set;
    // A route to a prefix list leads to services, or to networks that are told of elsewhere.
    return unknown ? unclearRouting(`${owner.name}: ${unknown.reason}`) : { entries: [], unclear: undefined };
  }
  const way = wayOf(graph, owner, route, prefix, vpc);
  return {
    entries: blocks.flatMap((text) => {
      const destination = parseBlock(text);
      return destination ? { destination, way } : [];
    }),
    unclear: undefined,
  };
}

/** What a program gave: a route of its own has what AWS fills in, too. */
function givenAt(graph: Graph, owner: Resource, route: Value, path: string): Value {
  return route === owner ? given(graph, owner, path) : route.at(path);
}

const networks: readonly { path: string; types: readonly string[]; transit: boolean }[] = [
  {
    path: "vpcPeeringConnectionId",
    types: [
      "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
      "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
    ],
    transit: false,
  },
  { path: "transitGatewayId", types: ["aws:ec2transitgateway/transitGateway:TransitGateway"], transit: true },
];

function wayOf(graph: Graph, owner: Resource, route: Value, prefix: string, vpc: Resource | undefined): Way {
  const isSet = (path: string) => givenAt(graph, owner, route, path).state !== "absent";
  if (owner === route && owner.string("state").value === "blackhole") {
    return { kind: "none" };
  }
  if (isSet("gatewayId")) {
    const gateway = graph.follow(owner, `${prefix}gatewayId`, internetGatewayTypes);
    if (gateway.kind === "resource") {
      return isAttached(graph, gateway.resource, vpc)
        ? { kind: "internet", gateway: gateway.resource }
        : { kind: "none" };
    }
    return gateway.kind === "external" && gateway.value.startsWith("igw-")
      ? { kind: "internet", gateway: gateway.value }
      : { kind: gateway.kind === "unclear" ? "appliance" : "none" };
  }
  for (const { path, types, transit } of networks) {
    if (isSet(path)) {
      const by = graph.follow(owner, `${prefix}${path}`, types);
      if (by.kind === "resource") {
        return { kind: "network", by: peeringOf(graph, by.resource), transit };
      }
      return by.kind === "external" ? { kind: "network", by: by.value, transit } : { kind: "appliance" };
    }
  }
  const passesOn = ["vpcEndpointId", "networkInterfaceId", "instanceId"].some(isSet);
  return { kind: passesOn ? "appliance" : "none" };
}

/** One connection, whichever of its two ends names it. */
function peeringOf(graph: Graph, resource: Resource): Resource {
  const connection = graph.follow(resource, "vpcPeeringConnectionId", networks[0]?.types ?? []);
  return connection.kind === "resource" ? connection.resource : resource;
}

/** A gateway of no network, or of another one, is a hole that a route leads into. */
function isAttached(graph: Graph, gateway: Resource, vpc: Resource | undefined): boolean {
  const holders = [gateway, ...graph.referrersTo(gateway, attachmentTypes, "internetGatewayId").certain];
  const found = holders.map((holder) => graph.follow(holder, "vpcId", tokens.vpc));
  return found.some(
    (one) => one.kind !== "absent" && (one.kind !== "resource" || vpc === undefined || one.resource === vpc),
  );
}

/** The network of a subnet, where it is in the stack. */
export function vpcOf(graph: Graph, subnet: Resource): Resource | undefined {
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  return vpc.kind === "resource" ? vpc.resource : undefined;
}

/** Whether what a subnet answers to an address of the internet leaves by an internet gateway, and by which. */
export function internetGatewayOf(graph: Graph, subnet: Resource, address: Block): Resource | string | Truth {
  const way = wayTo(routingOf(graph, subnet), address);
  if (way instanceof Unclear) {
    return way;
  }
  switch (way?.kind) {
    case "internet":
      return way.gateway;
    case "appliance":
      return throughAppliance(subnet);
    default:
      return false;
  }
}

/** Whether a subnet is public: a route of its own leads to an internet gateway, wherever its other routes lead. */
export function isPublicSubnet(graph: Graph, subnet: Resource): Truth {
  const { entries, unclear } = routingOf(graph, subnet);
  const leads = entries.map(({ way }): Truth => {
    return way.kind === "appliance" ? throughAppliance(subnet) : way.kind === "internet";
  });
  return either(...leads, ...(unclear ? [unclear] : []));
}

function throughAppliance(subnet: Resource): Unclear {
  return Unclear.because(`the routes of subnet ${subnet.name} lead through an appliance, which may pass it on`);
}
