import { all, cannotTell, fail, pass, type Resource, tokens, type Verdict } from "../../core";
import { type Graph, type References, Unclear } from "../../graph";
import { either } from "../../graph/iam";
import { admits, type Direction } from "../../graph/network/security-groups";
import { portOf, type StoreKind } from "../../graph/network/stores";
import { type Edge, needs } from "../../graph/wiring";

/** What opens connections. */
export interface Caller {
  readonly resource: Resource;
  /** Property with its security groups. */
  readonly groupsPath: string;
  /** AWS asks that both are in one network. */
  readonly together?: boolean;
}

/** The security groups of a caller and a store let the one connect to the other, on the store's port. */
export function connects(graph: Graph, caller: Caller, kind: StoreKind, store: Resource, edge: Edge): Verdict {
  const own = graph.followList(caller.resource, caller.groupsPath, tokens.securityGroup);
  const theirs = graph.followList(store, kind.groups, tokens.securityGroup);
  const unclear = [own, theirs].find(isUnclear);
  if (unclear) {
    const reason =
      unclear.reasons[0] ??
      (unclear.length === 0
        ? `the default security group of ${unclear === own ? caller.resource.name : store.name} is not in this stack`
        : `the security group ${unclear.external[0] ?? ""} is not in this stack`);
    return cannotTell(`${edge.from} → ${edge.to}: ${reason}`, edge.path);
  }
  const port = portOf(graph, kind, store);
  const shown = port instanceof Unclear ? "its port" : `port ${port}`;
  const half = (
    groups: readonly Resource[],
    direction: Direction,
    peers: readonly Resource[],
    missing: string,
    expected: string,
  ): Verdict => {
    const peer = { groups: peers, blocks: blocksOf(graph, peers) };
    return needs(
      edge,
      either(...groups.map((group) => admits(graph, group, direction, port, peer))),
      missing,
      expected,
    );
  };
  return all(
    sameNetwork(graph, own.certain, theirs.certain, edge, caller.together ?? false),
    half(
      own.certain,
      "egress",
      theirs.certain,
      `egress of its security group on ${shown}`,
      `a rule that lets ${namesOf(own.certain)} out to ${namesOf(theirs.certain)}`,
    ),
    half(
      theirs.certain,
      "ingress",
      own.certain,
      `ingress of the ${kind.noun}'s security group on ${shown}`,
      `a rule that lets ${namesOf(own.certain)} in to ${namesOf(theirs.certain)}`,
    ),
  );
}

function isUnclear({ external, candidates, open, length }: References): boolean {
  return external.length > 0 || candidates.length > 0 || open || length === 0;
}

/** Groups of one network; between two there has to be a way that is not judged here. */
function sameNetwork(
  graph: Graph,
  own: readonly Resource[],
  theirs: readonly Resource[],
  edge: Edge,
  together: boolean,
): Verdict {
  const networks = new Set([...own, ...theirs].map((group) => networkOf(graph, group)));
  if (networks.size === 1 && !networks.has(undefined)) {
    return pass;
  }
  return together && !networks.has(undefined)
    ? fail({ path: edge.path, found: `${edge.from} → ${edge.to} in another VPC`, expected: "one VPC for the two" })
    : cannotTell(`${edge.from} → ${edge.to}: the two are not in one VPC of this stack for certain`, edge.path);
}

function networkOf(graph: Graph, group: Resource): Resource | string | undefined {
  const vpc = graph.follow(group, "vpcId", tokens.vpc);
  return vpc.kind === "resource" ? vpc.resource : vpc.kind === "external" ? vpc.value : undefined;
}

function blocksOf(graph: Graph, groups: readonly Resource[]): string[] {
  return groups.flatMap((group) => {
    const vpc = networkOf(graph, group);
    return typeof vpc === "object" ? (vpc.string("cidrBlock").value ?? []) : [];
  });
}

function namesOf(groups: readonly Resource[]): string {
  return groups.map(({ name }) => name).join(", ");
}
