import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Graph } from "../graph";
import { both, either, type Truth, Unclear } from "../iam/truth";
import { aclPasses } from "./acls";
import { type Block, coversBlock, internetAddresses, parseBlock } from "./cidr";
import { letsInternetIn } from "./public-access";
import { internetGatewayOf, routingOf, wayTo } from "./routes";
import { coversPort, type Direction, type GroupRule, rulesOf } from "./security-groups";
import type { Station } from "./stations";

/** Ports that somebody asks for, or any that is open. */
export type Ports = readonly (number | Unclear)[] | "any";

/** A connection that gets through, or may: by which steps, and on which port. */
export interface Connection {
  readonly truth: true | Unclear;
  readonly steps: readonly string[];
  readonly port: number | Unclear;
}

/** Where a connection comes in: a rule of a group, or, without groups, everywhere. */
interface Door {
  readonly name: string | undefined;
  readonly rule: GroupRule | "open" | Unclear;
}

function doorsOf(graph: Graph, { groups, ungated, ungrouped }: Station): Door[] {
  return [
    ...groups.flatMap((group) =>
      rulesOf(graph, group)
        .filter(({ direction }) => direction === "ingress")
        .map((rule) => ({ name: group.name, rule })),
    ),
    ...(ungated ? [{ name: undefined, rule: "open" as const }] : []),
    ...(ungrouped ? [{ name: undefined, rule: ungrouped }] : []),
  ];
}

/** The ports to try at a door: those asked for, or the ends of what is open, and of it the ports that `favourites` has. */
function portsAt(door: Door, ports: Ports, favourites: readonly number[]): readonly (number | Unclear)[] {
  if (ports !== "any") {
    return ports;
  }
  const { rule } = door;
  if (rule instanceof Unclear || rule === "open" || rule.from instanceof Unclear || rule.to instanceof Unclear) {
    return [Unclear.because("the port is not known")];
  }
  const { from, to } = rule;
  return [...favourites.filter((port) => from <= port && port <= to), from, to];
}

/** How the internet gets in to a station, if it does. */
export function fromInternet(
  graph: Graph,
  station: Station,
  ports: Ports,
  favourites: readonly number[],
): Connection | undefined {
  let perhaps: Connection | undefined;
  for (const address of internetAddresses) {
    const exposed = address.family === 4 ? station.public4 : station.public6;
    if (exposed === false) {
      continue;
    }
    for (const way of waysIn(graph, station, address)) {
      for (const door of doorsOf(graph, station)) {
        const admitted = admits(door, (rule) => hasAddress(rule, address));
        for (const port of admitted === false ? [] : portsAt(door, ports, favourites)) {
          const passes = way.subnet ? aclPasses(graph, way.subnet, "ingress", port, address) : true;
          const truth = both(exposed, way.truth, admitted, opens(door, port), passes);
          const steps = ["internet", ...way.steps, ...groupStep(door)];
          if (truth === true) {
            return { truth, steps, port };
          }
          perhaps ??= truth === false ? undefined : { truth, steps, port };
        }
      }
    }
  }
  return perhaps;
}

interface WayIn {
  readonly subnet: Resource | undefined;
  readonly truth: Truth;
  readonly steps: readonly string[];
}

/** The subnets of a station that answer to an address of the internet. */
function waysIn(graph: Graph, { subnets, unplaced }: Station, address: Block): WayIn[] {
  const ways = subnets.flatMap((subnet): WayIn[] => {
    const gateway = internetGatewayOf(graph, subnet, address);
    const name = typeof gateway === "string" ? gateway : gateway instanceof Unclear ? "?" : gatewayName(gateway);
    const found: Truth = gateway instanceof Unclear || gateway === false ? gateway : true;
    const truth = found === false ? false : both(found, letsInternetIn(graph, subnet));
    return truth === false ? [] : [{ subnet, truth, steps: [`igw ${name}`, `subnet ${subnet.name}`] }];
  });
  return unplaced ? [...ways, { subnet: undefined, truth: unplaced, steps: [] }] : ways;
}

function gatewayName(gateway: Resource | boolean): string {
  return typeof gateway === "boolean" ? "" : gateway.name;
}

function groupStep({ name }: Door): string[] {
  return name === undefined ? [] : [`group ${name}`];
}

function admits({ rule }: Door, judge: (rule: GroupRule) => Truth): Truth {
  return rule === "open" ? true : rule instanceof Unclear ? rule : judge(rule);
}

function opens({ rule }: Door, port: number | Unclear): Truth {
  return rule === "open" ? true : rule instanceof Unclear ? rule : coversPort(rule, port);
}

function hasAddress(rule: GroupRule, address: Block): Truth {
  const covered = rule.addresses.some((text) => {
    const block = parseBlock(text);
    return block !== undefined && coversBlock(block, address);
  });
  return covered || (rule.unlisted ?? false);
}

/** How one station of the stack gets to another, if it does. */
export function between(
  graph: Graph,
  from: Station,
  to: Station,
  ports: Ports,
  favourites: readonly number[],
): Connection | undefined {
  let perhaps: Connection | undefined;
  const pairs = pairsOf(from, to);
  for (const door of doorsOf(graph, to)) {
    for (const [here, there] of pairs) {
      const admitted = admits(door, (rule) => hasPeer(rule, from, blockOf(here)));
      for (const port of admitted === false ? [] : portsAt(door, ports, favourites)) {
        const entered = both(admitted, opens(door, port));
        const truth =
          entered === false
            ? false
            : both(entered, letOut(graph, from, to, port, there), passes(graph, here, there, port));
        const steps = groupStep(door);
        if (truth === true) {
          return { truth, steps, port };
        }
        perhaps ??= truth === false ? undefined : { truth, steps, port };
      }
    }
  }
  return perhaps;
}

/** Subnets that a connection may go from and to; undefined for one that is not known. */
function pairsOf(from: Station, to: Station): [Resource | undefined, Resource | undefined][] {
  const here = from.subnets.length > 0 ? from.subnets : [undefined];
  const there = to.subnets.length > 0 ? to.subnets : [undefined];
  return here.flatMap((one): [Resource | undefined, Resource | undefined][] => there.map((other) => [one, other]));
}

function blockOf(subnet: Resource | undefined): string | undefined {
  return subnet?.string("cidrBlock").value;
}

function letOut(graph: Graph, from: Station, to: Station, port: number | Unclear, there: Resource | undefined): Truth {
  const outside = from.groups.flatMap((group) =>
    rulesOf(graph, group)
      .filter(({ direction }) => direction === ("egress" satisfies Direction))
      .map((rule) => both(coversPort(rule, port), hasPeer(rule, to, blockOf(there)))),
  );
  return from.ungated || either(...outside, ...(from.ungrouped ? [from.ungrouped] : []));
}

/** Whether a rule is about a station: by a group of its, or by where it is. */
function hasPeer(rule: GroupRule, station: Station, block: string | undefined): Truth {
  if (rule.groups.some((group) => station.groups.includes(group))) {
    return true;
  }
  const inner = block === undefined ? undefined : parseBlock(block);
  const covered = rule.addresses.map((text): Truth => {
    const outer = parseBlock(text);
    if (!outer || outer.bits === 0) {
      return outer?.family === 4;
    }
    return inner
      ? coversBlock(outer, inner)
      : Unclear.because(`the addresses of ${station.resource.name} are not known`);
  });
  return either(...covered, ...(rule.unclear ? [rule.unclear] : []), ...(rule.unlisted ? [rule.unlisted] : []));
}

/** Whether there is a way between two subnets, and their network ACLs let a connection through. */
function passes(graph: Graph, here: Resource | undefined, there: Resource | undefined, port: number | Unclear): Truth {
  if (here === there && here) {
    return true;
  }
  const [own, other] = [here, there].map((subnet) => addressIn(subnet));
  if (!here || !there || !own || !other) {
    return Unclear.because("the subnets, or their addresses, are not known");
  }
  const linked = isLinked(graph, here, there, own, other);
  return linked === false
    ? false
    : both(linked, aclPasses(graph, here, "egress", port, other), aclPasses(graph, there, "ingress", port, own));
}

/** An address in a subnet: the first one. */
function addressIn(subnet: Resource | undefined): Block | undefined {
  const block = parseBlock(blockOf(subnet) ?? "");
  return block && { ...block, bits: 32 };
}

/** One network, or two with routes to each other through the same peering connection or transit gateway. */
function isLinked(graph: Graph, here: Resource, there: Resource, own: Block, other: Block): Truth {
  const [one, two] = [networkOf(graph, here), networkOf(graph, there)];
  if (one === undefined || two === undefined) {
    return Unclear.because(`whether ${here.name} and ${there.name} are in one network is not known`);
  }
  if (one === two) {
    return true;
  }
  const ways = [wayTo(routingOf(graph, here), other), wayTo(routingOf(graph, there), own)];
  const [out, back] = ways;
  const unclear = ways.find((way) => way instanceof Unclear);
  if (unclear instanceof Unclear) {
    return unclear;
  }
  if (out instanceof Unclear || back instanceof Unclear || out?.kind !== "network" || back?.kind !== "network") {
    return false;
  }
  return out.by !== back.by
    ? false
    : out.transit
      ? Unclear.because("what the route tables of the transit gateway let through is not followed")
      : true;
}

/** The network of a subnet: its resource, or its id where it is not in the stack. */
export function networkOf(graph: Graph, subnet: Resource): Resource | string | undefined {
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  return vpc.kind === "resource" ? vpc.resource : vpc.kind === "external" ? vpc.value : undefined;
}
