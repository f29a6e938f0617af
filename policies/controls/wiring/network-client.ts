import { all, cannotTell, fail, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";

import { type Graph, type References, Unclear } from "../../graph";
import { either } from "../../graph/iam";
import { clientOf, clientTypes, type NetworkClient, storesToldOf } from "../../graph/network/clients";
import { admits, type Direction } from "../../graph/network/security-groups";
import { portOf, type StoreKind } from "../../graph/network/stores";
import { type Edge, needs } from "../../graph/wiring";

export const networkClientWiring = stackControl({
  id: "wiring-network-client",
  title: "What is told of a database, cache or broker can reach it over the network",
  severity: "high",
  why: "A connection that a security group drops times out: the service hangs at its first request, and logs no reason.",
  fix: "Put the client into the network, let its security group out to the store on the store's port, and let the store's security group in from it.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  on: clientTypes,
  check: (resource, { graph }) => {
    const client = clientOf(graph, resource);
    return all(
      [...storesToldOf(graph, client)].map(([store, kind]) => {
        const edge = { from: client.name, to: `${kind.noun} ${store.name}`, path: client.groupsPath };
        return reaches(graph, client, kind, store, edge);
      }),
    );
  },
});

function reaches(graph: Graph, client: NetworkClient, kind: StoreKind, store: Resource, edge: Edge): Verdict {
  if (client.placed === false) {
    return fail({
      path: client.subnetsPath,
      found: `${edge.from} → ${edge.to} without a place in the network: it runs outside of every VPC`,
      expected: `subnets and a security group in the VPC of ${store.name}`,
    });
  }
  const own = graph.followList(client.resource, client.groupsPath, tokens.securityGroup);
  const theirs = graph.followList(store, kind.groups, tokens.securityGroup);
  const unclear = [own, theirs].find(isUnclear);
  if (unclear) {
    const reason = unclear.reasons[0] ?? `the security group ${unclear.external[0] ?? ""} is not in this stack`;
    return cannotTell(`${edge.from} → ${edge.to}: ${reason}`, edge.path);
  }
  const port = portOf(kind, store);
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
    sameNetwork(graph, own.certain, theirs.certain, edge),
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
function sameNetwork(graph: Graph, own: readonly Resource[], theirs: readonly Resource[], edge: Edge): Verdict {
  const networks = new Set([...own, ...theirs].map((group) => networkOf(graph, group)));
  return networks.size === 1 && !networks.has(undefined)
    ? pass
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
