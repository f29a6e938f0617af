import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";

const listTypes = ["aws:ec2/managedPrefixList:ManagedPrefixList"];
const entryTypes = ["aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"];
/** Endpoints hand out the lists of AWS's own services that they lead to. */
const endpointTypes = ["aws:ec2/vpcEndpoint:VpcEndpoint"];

/** What prefix lists stand for. */
export interface Prefixes {
  readonly blocks: readonly string[];
  /** Why there may be others. */
  readonly reasons: readonly string[];
}

/** The blocks of the prefix lists that a property names. */
export function prefixesAt(graph: Graph, owner: Resource, path: string): Prefixes {
  const lists = graph.followList(owner, path, [...listTypes, ...endpointTypes]);
  const own = lists.certain.filter(({ type }) => listTypes.includes(type)).map((list) => entriesOf(graph, list));
  // The list of an endpoint is known by nothing but where it comes from.
  const [top = ""] = path.split(/[.[]/);
  const ofEndpoints = graph.dependenciesOf(owner, top).some(({ type }) => endpointTypes.includes(type));
  const elsewhere = ofEndpoints ? [] : lists.external.map((id) => `the prefix list ${id} is not in this stack`);
  return {
    blocks: own.flatMap(({ blocks }) => blocks),
    reasons: [...own.flatMap(({ reasons }) => reasons), ...elsewhere, ...(ofEndpoints ? [] : lists.reasons)],
  };
}

function entriesOf(graph: Graph, list: Resource): Prefixes {
  const inline = list.list("entries").items.map((entry) => entry.string("cidr"));
  const { certain, possible } = graph.referrersTo(list, entryTypes, "prefixListId");
  const all = [...inline, ...certain.map((entry) => entry.string("cidr"))];
  return {
    blocks: all.flatMap(({ value }) => value ?? []),
    reasons: [
      ...all.filter(({ state }) => state === "unknown").map(({ reason }) => `${list.name}: ${reason}`),
      ...possible.map(({ reason }) => reason),
    ],
  };
}
