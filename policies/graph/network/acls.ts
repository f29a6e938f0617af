import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Value } from "../../core/value";
import { given } from "../given";
import type { Graph } from "../graph";
import { both, either, type Truth, Unclear } from "../iam/truth";
import { type Block, coversBlock, parseBlock } from "./cidr";
import type { Direction } from "./security-groups";

const aclTypes = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const defaultTypes = ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const associationTypes = ["aws:ec2/networkAclAssociation:NetworkAclAssociation"];
const ruleTypes = ["aws:ec2/networkAclRule:NetworkAclRule"];

/** Ports that clients answer on: docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const ephemeral = [1024, 32_768, 49_152, 61_000];

interface AclRule {
  readonly direction: Direction | Unclear;
  readonly number: number | Unclear;
  readonly allow: boolean | Unclear;
  readonly protocol: string | Unclear;
  readonly from: number | Unclear;
  readonly to: number | Unclear;
  readonly block: Block | Unclear | undefined;
}

/** The network ACL of a subnet: its rules, all of them, or why there is no telling. */
type Acl = { readonly rules: readonly AclRule[] } | "open" | Unclear;

const bySubnet = new WeakMap<Resource, Acl>();
const byAcl = new WeakMap<Resource, Acl>();
const listed = new WeakMap<Graph, Map<Resource, Resource[]>>();

/**
 * Whether a subnet's network ACL lets a connection through, and the answers to it, which it does not know for such.
 *
 * @param direction where the connection goes, seen from the subnet
 */
export function aclPasses(
  graph: Graph,
  subnet: Resource,
  direction: Direction,
  port: number | Unclear,
  other: Block,
): Truth {
  const acl = aclOf(graph, subnet);
  if (acl === "open") {
    return true;
  }
  if (acl instanceof Unclear) {
    return acl;
  }
  const back = direction === "ingress" ? "egress" : "ingress";
  return both(
    decide(acl.rules, direction, port, other),
    either(...ephemeral.map((answer) => decide(acl.rules, back, answer, other))),
  );
}

/** The rules in the order of their numbers; the first that is about it decides. */
function decide(rules: readonly AclRule[], direction: Direction, port: number | Unclear, other: Block): Truth {
  for (const rule of rules) {
    const about = isAbout(rule, direction, port, other);
    if (about instanceof Unclear) {
      return about;
    }
    if (about) {
      return rule.allow;
    }
  }
  return false;
}

function isAbout(rule: AclRule, direction: Direction, port: number | Unclear, other: Block): Truth {
  if (rule.direction instanceof Unclear) {
    return rule.direction;
  }
  if (rule.number instanceof Unclear) {
    return rule.number;
  }
  if (rule.direction !== direction) {
    return false;
  }
  const { protocol, from, to, block } = rule;
  const covered: Truth = block instanceof Unclear ? block : block !== undefined && coversBlock(block, other);
  if (protocol instanceof Unclear) {
    return both(covered, protocol);
  }
  if (["-1", "all"].includes(protocol)) {
    return covered;
  }
  const inside = [port, from, to].find((one) => one instanceof Unclear);
  const within: Truth =
    port instanceof Unclear || from instanceof Unclear || to instanceof Unclear
      ? inside instanceof Unclear
        ? inside
        : false
      : from <= port && port <= to;
  return both(["tcp", "6"].includes(protocol), covered, within);
}

function aclOf(graph: Graph, subnet: Resource): Acl {
  let acl = bySubnet.get(subnet);
  if (!acl) {
    acl = find(graph, subnet);
    bySubnet.set(subnet, acl);
  }
  return acl;
}

function find(graph: Graph, subnet: Resource): Acl {
  const { certain, possible } = graph.referrersTo(subnet, associationTypes, "subnetId");
  const associated = certain.flatMap((one) => {
    const acl = graph.follow(one, "networkAclId", aclTypes);
    return acl.kind === "resource" ? acl.resource : [];
  });
  const [acl] = [...associated, ...(listOf(graph).get(subnet) ?? [])];
  if (acl) {
    return rulesOf(graph, acl);
  }
  if (certain.length + possible.length > 0) {
    return Unclear.because(`the network ACL of subnet ${subnet.name} is not in this stack or not known`);
  }
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  if (vpc.kind !== "resource") {
    return Unclear.because(`the network ACL of subnet ${subnet.name}'s network is not in this stack or not known`);
  }
  const [own] = graph.referrersTo(vpc.resource, defaultTypes, "defaultNetworkAclId").certain;
  // The one that AWS makes lets everything through.
  return own ? rulesOf(graph, own) : "open";
}

/** ACLs by the subnets that they list. */
function listOf(graph: Graph): Map<Resource, Resource[]> {
  let index = listed.get(graph);
  if (!index) {
    index = new Map();
    for (const acl of graph.ofType(aclTypes)) {
      const subnets = graph.followList(acl, "subnetIds", tokens.subnet);
      for (const subnet of [...subnets.certain, ...subnets.candidates]) {
        index.set(subnet, [...(index.get(subnet) ?? []), acl]);
      }
    }
    listed.set(graph, index);
  }
  return index;
}

function rulesOf(graph: Graph, acl: Resource): Acl {
  let rules = byAcl.get(acl);
  if (!rules) {
    rules = read(graph, acl);
    byAcl.set(acl, rules);
  }
  return rules;
}

function read(graph: Graph, acl: Resource): Acl {
  const lists = [given(graph, acl, "ingress").list(), given(graph, acl, "egress").list()];
  const beside = graph.referrersTo(acl, ruleTypes, "networkAclId");
  const unknown = [
    ...lists.filter(({ state }) => state === "unknown").map(({ reason }) => reason),
    ...beside.possible.map(({ reason }) => reason),
  ];
  if (unknown.length > 0) {
    return Unclear.because(`${acl.name}: ${unknown[0]}`);
  }
  const rules = [
    ...lists.flatMap(({ items }, index) =>
      items.map((item) => ruleOf(item, acl, index === 0 ? "ingress" : "egress", "ruleNo", "action")),
    ),
    ...beside.certain.map((rule) => ruleOf(rule, rule, directionOf(rule), "ruleNumber", "ruleAction")),
  ];
  // One whose number is not known may come before all others.
  const numberOf = ({ number }: AclRule) => (number instanceof Unclear ? 0 : number);
  return { rules: rules.sort((one, other) => numberOf(one) - numberOf(other)) };
}

function directionOf(rule: Resource): Direction | Unclear {
  const egress = rule.boolean("egress");
  return egress.state === "unknown" ? Unclear.because(egress.reason) : egress.value === true ? "egress" : "ingress";
}

function ruleOf(rule: Value, owner: Resource, direction: Direction | Unclear, number: string, action: string): AclRule {
  const { protocol, ...all } = { protocol: rule.string("protocol"), action: rule.string(action) };
  const numeric = (path: string): number | Unclear => {
    const read = rule.number(path);
    return read.value ?? Unclear.because(`${owner.name}: ${read.reason || `${path} is not set`}`);
  };
  const [four, six] = [rule.string("cidrBlock"), rule.string("ipv6CidrBlock")];
  const text = four.value ?? six.value;
  // Of two that AWS fills in, one is empty.
  const unknown = text === undefined && (four.state === "unknown" || six.state === "unknown");
  return {
    direction,
    number: numeric(number),
    allow: all.action.value === undefined ? Unclear.because(all.action.reason) : all.action.value === "allow",
    protocol: protocol.value?.toLowerCase() ?? Unclear.because(`${owner.name}: ${protocol.reason}`),
    from: numeric("fromPort"),
    to: numeric("toPort"),
    block: unknown ? Unclear.because(`${owner.name}: ${four.reason || six.reason}`) : parseBlock(text ?? ""),
  };
}
