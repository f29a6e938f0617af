import type { Resource } from "../core/resource";
import { Value } from "../core/value";
import type { Graph } from "./graph";

/**
 * A top-level property as the program gave it. Before a deployment the outputs of a resource also have what AWS will fill
 * in, as unknowns; those come from no other resource, and count as absent.
 */
export function given(graph: Graph, resource: Resource, property: string): Value {
  const value = resource.at([property]);
  return value.state === "unknown" && graph.dependenciesOf(resource, property).length === 0
    ? Value.of(undefined, property)
    : value;
}
