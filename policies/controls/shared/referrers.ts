import type { Resource } from "../../core";
import type { Graph, Referrers } from "../../graph";

const stackReference = "pulumi:pulumi:StackReference";

/**
 * Resources of a type that refer to `target` by a property that may name things of many types. One that is not known yet,
 * and comes from things of other types only, does not refer to it.
 *
 * @param path a top-level property
 */
export function referrersAmongTypes(graph: Graph, target: Resource, type: string, path: string): Referrers {
  const { certain, possible } = graph.referrersTo(target, [type], path);
  return {
    certain,
    possible: possible.filter(({ resource }) => {
      const sources = graph.dependenciesOf(resource, path);
      return sources.length === 0 || sources.some((one) => one.type === target.type || one.type === stackReference);
    }),
  };
}
