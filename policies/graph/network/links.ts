import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Graph } from "../graph";

type Network = Resource | string;

const peering = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
const attachment = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const gatewayTypes = ["aws:ec2transitgateway/transitGateway:TransitGateway"];

const known = new WeakMap<Graph, Map<Network, Set<Set<Network>>>>();

/** Networks that a peering connection or a transit gateway joins to one; whether routes use it is another question. */
export function* linkedNetworks(graph: Graph, network: Network): Iterable<Network> {
  let index = known.get(graph);
  if (!index) {
    index = read(graph);
    known.set(graph, index);
  }
  for (const circle of index.get(network) ?? []) {
    yield* circle;
  }
}

/** Circles of networks that are joined, by network. */
function read(graph: Graph): Map<Network, Set<Set<Network>>> {
  const circles: Set<Network>[] = graph
    .ofType(peering)
    .map((one) => new Set([at(graph, one, "vpcId"), at(graph, one, "peerVpcId")].filter((end) => end !== undefined)));
  const byGateway = new Map<Network, Set<Network>>();
  for (const one of graph.ofType(attachment)) {
    const gateway = graph.follow(one, "transitGatewayId", gatewayTypes);
    const key =
      gateway.kind === "resource" ? gateway.resource : gateway.kind === "external" ? gateway.value : undefined;
    const network = at(graph, one, "vpcId");
    if (key !== undefined && network !== undefined) {
      byGateway.set(key, (byGateway.get(key) ?? new Set()).add(network));
    }
  }
  const index = new Map<Network, Set<Set<Network>>>();
  for (const circle of [...circles, ...byGateway.values()]) {
    for (const network of circle) {
      index.set(network, (index.get(network) ?? new Set()).add(circle));
    }
  }
  return index;
}

function at(graph: Graph, one: Resource, path: string): Network | undefined {
  const vpc = graph.follow(one, path, tokens.vpc);
  return vpc.kind === "resource" ? vpc.resource : vpc.kind === "external" ? vpc.value : undefined;
}
