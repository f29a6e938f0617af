import {
  all,
  any,
  cannotTell,
  control,
  fail,
  integer,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Value,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";
import { isWide } from "./open-rules";

const gateway = ["aws:ec2/internetGateway:InternetGateway"];
const route = ["aws:ec2/route:Route"];
const main = ["aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"];

/** Holds subnets to being public on purpose only. */
export const mainRouteTablePrivate = stackControl({
  id: "vpc-main-route-table",
  title: "The main route table of a VPC has no way to the internet",
  severity: "high",
  why: "Every subnet without a table of its own has this one, and would be public without anybody having said so.",
  fix: "Route the public subnets by a table of their own, and drop the route to the internet gateway from this one.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/no-unrestricted-route-to-igw.html",
  on: tokens.routeTable,
  check: (table, { graph }) => {
    const associations = graph.referrersTo(table, main, "routeTableId");
    const isMain = table.type.includes("defaultRouteTable:") || associations.certain.length > 0;
    if (!isMain && associations.possible.length === 0) return notApplicable("it is not the main one");
    const leads = leadsOut(graph, table);
    return isMain || leads.kind === "pass"
      ? leads
      : cannotTell(associations.possible.map(({ reason }) => reason).join("; "));
  },
});

function leadsOut(graph: Graph, table: Resource): Verdict {
  const inline = given(graph, table, "routes").list();
  const beside = graph.referrersTo(table, route, "routeTableId");
  return all(
    inline.every((one) => staysIn(graph, table, one, "routes", ["cidrBlock", "ipv6CidrBlock"])),
    beside.certain.map((one) =>
      staysIn(graph, one, one, "gatewayId", ["destinationCidrBlock", "destinationIpv6CidrBlock"]),
    ),
    beside.possible.map(({ reason }) => cannotTell(reason)),
  );
}

function staysIn(
  graph: Graph,
  owner: Resource,
  one: Value,
  property: string,
  destinations: readonly string[],
): Verdict {
  const wide = any(destinations.map((path) => one.string(path).test(isWide, "the internet")));
  return when(all(wide, toGateway(graph, owner, one, property)), () =>
    fail({ path: one.path, found: "a route for everything to an internet gateway", expected: "none", urn: owner.urn }),
  );
}

function toGateway(graph: Graph, owner: Resource, one: Value, property: string): Verdict {
  const to = one.string("gatewayId");
  const sources = to.state === "unknown" ? graph.dependenciesOf(owner, property) : [];
  if (to.state === "unknown" && sources.length === 0) return cannotTell(to.reason, to.path);
  const leads = to.value?.startsWith("igw-") || graph.named(to.value ?? "", gateway).length > 0;
  return leads || sources.some(({ type }) => gateway.includes(type))
    ? pass
    : fail({ path: to.path, found: "something else", expected: "an internet gateway" });
}

/** AWS's widest block of IPv6 for a VPC: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const widestIpv6 = 44;

/** Holds peering to the networks that were meant. */
export const peeringRoutes = control({
  id: "vpc-peering-routes",
  title: "Routes through a peering connection go to one network, not to everywhere",
  severity: "medium",
  why: "A route that is wider than the other network sends its owner what was meant for others.",
  fix: "Name the block of the other VPC, or better that of the subnets that are called.",
  url: "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
  on: [...route, ...tokens.routeTable],
  config: {
    // The widest block that a VPC can have.
    widestPrefix: integer({
      default: 16,
      minimum: 1,
      description: "Length of the shortest prefix of IPv4 to route to.",
    }),
  },
  check: (owner, { config }) =>
    route.includes(owner.type)
      ? isNarrow(owner, config.widestPrefix, "destinationCidrBlock", "destinationIpv6CidrBlock")
      : owner.list("routes").every((one) => isNarrow(one, config.widestPrefix, "cidrBlock", "ipv6CidrBlock")),
});

function isNarrow(one: Value, widest: number, ipv4: string, ipv6: string): Verdict {
  const peering = one.string("vpcPeeringConnectionId");
  if (peering.state === "absent" || peering.value === "") return notApplicable("it goes through no peering connection");
  const narrow = (path: string, bits: number) =>
    one
      .string(path)
      .test((block) => Number(/\/(\d+)$/.exec(block)?.[1]) >= bits, `a prefix of /${bits} or longer`, { absent: pass });
  return all(narrow(ipv4, widest), narrow(ipv6, widestIpv6));
}
