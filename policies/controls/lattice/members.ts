import { all, any, cannotTell, fail, pass, type Resource, type Verdict } from "../../core";
import type { Graph } from "../../graph";

export const network = "aws:vpclattice/serviceNetwork:ServiceNetwork";
export const service = "aws:vpclattice/service:Service";

/**
 * A service or a service network does what is asked for, or all networks do that a service is in: it is called through
 * them alone.
 */
export function itselfOrNetworks(graph: Graph, one: Resource, judge: (either: Resource) => Verdict): Verdict {
  const { networks, unclear } = one.type === service ? networksOf(graph, one) : { networks: [], unclear: [] };
  if (networks.length === 0 && unclear.length === 0) return judge(one);
  return any([judge(one), all(networks.map(judge), ...unclear.map((reason) => cannotTell(reason)))]);
}

/** Networks that a service is in, for certain; and why there may be more. */
function networksOf(graph: Graph, one: Resource): { networks: Resource[]; unclear: string[] } {
  const type = "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation";
  const { certain, possible } = graph.referrersTo(one, [type], "serviceIdentifier");
  const networks: Resource[] = [];
  const unclear = possible.map(({ reason }) => reason);
  for (const association of certain) {
    const found = graph.follow(association, "serviceNetworkIdentifier", [network]);
    if (found.kind === "resource") networks.push(found.resource);
    else
      unclear.push(found.kind === "unclear" ? found.reason : `the network of ${association.name} is not in this stack`);
  }
  return { networks, unclear };
}

/** Something of `types` is about a resource. */
export function named(graph: Graph, one: Resource, types: readonly string[], what: string): Verdict {
  const { certain, possible } = graph.referrersTo(one, types, "resourceIdentifier", [network, service]);
  if (certain.length > 0) return pass;
  const [first] = possible;
  return first ? cannotTell(first.reason) : fail({ path: "", found: `no ${what}`, expected: "one for it" });
}
