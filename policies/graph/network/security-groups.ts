import type { ListValue } from "../../core/list";
import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Value } from "../../core/value";
import { given } from "../given";
import type { Graph } from "../graph";
import { both, either, type Truth, Unclear } from "../iam/truth";
import { covers } from "./cidr";
import { prefixesAt } from "./prefix-lists";

export type Direction = "ingress" | "egress";

/** What one rule lets through. */
export interface GroupRule {
  readonly direction: Direction;
  /** Rule or group that says so. */
  readonly owner: Resource;
  /** `tcp`, or `-1` for all. */
  readonly protocol: string | Unclear;
  readonly from: number | Unclear;
  readonly to: number | Unclear;
  readonly blocks: readonly string[];
  /** `blocks`, those of IPv6, and those of prefix lists of the stack. */
  readonly addresses: readonly string[];
  /** Why there may be further addresses: blocks that are not known, prefix lists of elsewhere. */
  readonly unlisted: Unclear | undefined;
  readonly groups: readonly Resource[];
  /** True where it is also about groups outside the stack, prefix lists or IPv6. */
  readonly others: boolean;
  /** What of the other side is not known. */
  readonly unclear: Unclear | undefined;
}

const known = new WeakMap<Resource, readonly GroupRule[]>();

/** The rules of a security group: those in it, and those beside it. */
export function rulesOf(graph: Graph, group: Resource): readonly GroupRule[] {
  let rules = known.get(group);
  if (!rules) {
    rules = [...inline(graph, group, "ingress"), ...inline(graph, group, "egress"), ...beside(graph, group)];
    known.set(group, rules);
  }
  return rules;
}

function inline(graph: Graph, group: Resource, direction: Direction): GroupRule[] {
  const list = given(graph, group, direction).list();
  if (list.state === "unknown") {
    return [unclearRule(group, direction, list.reason)];
  }
  return list.items.map((item, index) =>
    ruleOf(graph, group, direction, item, {
      blocks: "cidrBlocks",
      groups: `${direction}[${index}].securityGroups`,
      self: item.boolean("self").value === true ? group : undefined,
      owner: group,
    }),
  );
}

function beside(graph: Graph, group: Resource): GroupRule[] {
  const { certain, possible } = graph.referrersTo(group, tokens.securityGroupRule, "securityGroupId");
  const unclear = possible.flatMap(({ resource, reason }) =>
    directionsOf(resource).map((direction) => unclearRule(resource, direction, reason)),
  );
  const rules = certain.flatMap((rule) =>
    directionsOf(rule).map((direction) =>
      rule.type.includes("securityGroupRule:")
        ? ruleOf(graph, group, direction, rule, {
            blocks: "cidrBlocks",
            groups: "sourceSecurityGroupId",
            protocol: "protocol",
            self: rule.boolean("self").value === true ? group : undefined,
            owner: rule,
          })
        : ruleOf(graph, group, direction, rule, {
            blocks: "cidrIpv4",
            groups: "referencedSecurityGroupId",
            protocol: "ipProtocol",
            owner: rule,
          }),
    ),
  );
  return [...rules, ...unclear];
}

function directionsOf(rule: Resource): Direction[] {
  if (rule.type.includes("securityGroupRule:")) {
    const type = rule.string("type").value;
    return type === "ingress" || type === "egress" ? [type] : ["ingress", "egress"];
  }
  return rule.type.includes("Ingress") ? ["ingress"] : ["egress"];
}

interface RuleShape {
  readonly blocks: string;
  /** Path within the owner. */
  readonly groups: string;
  readonly protocol?: string;
  readonly self?: Resource;
  readonly owner: Resource;
}

function ruleOf(graph: Graph, group: Resource, direction: Direction, value: Value, shape: RuleShape): GroupRule {
  const protocol = value.string(shape.protocol ?? "protocol");
  const all = protocol.value === "-1" || protocol.value === "all";
  const blocks = value.list(shape.blocks);
  const peers = peersOf(graph, shape.owner, shape.groups);
  const port = (path: string, otherwise: number): number | Unclear => {
    const number = value.number(path);
    return all ? otherwise : (number.value ?? Unclear.because(number.reason || `${group.name}: ${path} is not set`));
  };
  const unknownBlock =
    blocks.state === "unknown" ? blocks.reason : blocks.items.find((item) => item.string().value === undefined)?.reason;
  const reasons = [unknownBlock, peers.reason].filter((reason) => reason !== undefined && reason !== "");
  return {
    direction,
    owner: shape.owner,
    protocol: protocol.value ?? Unclear.because(protocol.reason || `${group.name}: the protocol is not set`),
    from: port("fromPort", 0),
    to: port("toPort", 65_535),
    blocks: blocks.items.flatMap((item) => item.string().value ?? []),
    ...addressesOf(graph, value, shape, blocks),
    groups: [...peers.groups, ...(shape.self ? [shape.self] : [])],
    others: peers.external || otherPeers.some((path) => value.has(path) === true && value.list(path).length !== 0),
    unclear: reasons.length > 0 ? new Unclear(reasons.map(String)) : undefined,
  };
}

/** Addresses of either kind, with those of the prefix lists that the stack makes itself. */
function addressesOf(
  graph: Graph,
  rule: Value,
  { owner }: RuleShape,
  blocks: ListValue,
): Pick<GroupRule, "addresses" | "unlisted"> {
  const six = ["ipv6CidrBlocks", "cidrIpv6"].flatMap((path) => rule.list(path).items);
  const lists = ["prefixListIds", "prefixListId"]
    .filter((path) => rule.at(path).state !== "absent" && rule.list(path).length !== 0)
    .map((path) => prefixesAt(graph, owner, rule.path === "" ? path : `${rule.path}.${path}`));
  const unknown = [...blocks.items, ...six].find((item) => item.string().value === undefined);
  const reasons = [...lists.flatMap((list) => list.reasons), blocks.reason, unknown?.reason ?? ""].filter(Boolean);
  return {
    addresses: [
      ...[...blocks.items, ...six].flatMap((item) => item.string().value ?? []),
      ...lists.flatMap((list) => list.blocks),
    ],
    unlisted: reasons.length > 0 ? new Unclear(reasons) : undefined,
  };
}

const otherPeers = ["prefixListId", "prefixListIds", "cidrIpv6", "ipv6CidrBlocks"];

interface Peers {
  readonly groups: readonly Resource[];
  /** Some are outside the stack. */
  readonly external: boolean;
  readonly reason?: string;
}

function peersOf(graph: Graph, owner: Resource, path: string): Peers {
  if (owner.at(path).state === "absent") {
    return { groups: [], external: false };
  }
  const { certain, reasons, open, candidates, external } = graph.followList(owner, path, tokens.securityGroup);
  const peers = { groups: certain, external: external.length > 0 };
  return open || candidates.length > 0 ? { ...peers, reason: reasons.join("; ") } : peers;
}

function unclearRule(owner: Resource, direction: Direction, reason: string): GroupRule {
  const unclear = Unclear.because(reason);
  return {
    direction,
    owner,
    protocol: unclear,
    from: unclear,
    to: unclear,
    blocks: [],
    addresses: [],
    unlisted: unclear,
    groups: [],
    others: false,
    unclear,
  };
}

/** The other side of a way: members of a group, who are at these addresses. */
export interface Peer {
  readonly groups: readonly Resource[];
  /** Blocks that all of them are in; empty where that is not known. */
  readonly blocks: readonly string[];
}

/** Whether a group lets its members be reached by, or reach, a peer over TCP on a port. */
export function admits(graph: Graph, group: Resource, direction: Direction, port: number | Unclear, peer: Peer): Truth {
  return either(
    ...rulesOf(graph, group)
      .filter((rule) => rule.direction === direction)
      .map((rule) => both(coversPort(rule, port), coversPeer(rule, peer))),
  );
}

/** Whether a rule has anybody on its other side. */
export function isForSomebody({ blocks, groups, others, unclear }: GroupRule): boolean {
  return blocks.length > 0 || groups.length > 0 || others || unclear !== undefined;
}

/** Whether a rule is about TCP on a port. */
export function coversPort({ protocol, from, to }: GroupRule, port: number | Unclear): Truth {
  const isTcp: Truth =
    protocol instanceof Unclear ? protocol : ["tcp", "6", "-1", "all"].includes(protocol.toLowerCase());
  if (port instanceof Unclear || from instanceof Unclear || to instanceof Unclear) {
    const unclear = [port, from, to].find((one) => one instanceof Unclear);
    return both(isTcp, unclear instanceof Unclear ? unclear : true);
  }
  return both(isTcp, from <= port && port <= to);
}

function coversPeer(rule: GroupRule, peer: Peer): Truth {
  const inBlock = rule.blocks.some(
    (block) =>
      block === "0.0.0.0/0" || (peer.blocks.length > 0 && peer.blocks.every((inner) => covers(block, inner) === true)),
  );
  const unplaced =
    rule.blocks.length > 0 && peer.blocks.length === 0 && !inBlock
      ? [
          Unclear.because(
            `the addresses behind ${peer.groups.map(({ name }) => name).join(", ") || "it"} are not known`,
          ),
        ]
      : [];
  return either(
    inBlock,
    rule.groups.some((group) => peer.groups.includes(group)),
    ...(rule.unclear ? [rule.unclear] : []),
    ...unplaced,
  );
}
