import { all, cannotTell, type Resource, type Verdict } from "../../core";
import type { Graph } from "../../graph";

/** Where something that belongs to a resource stands in a resource of its own. */
export interface SeparateAt {
  readonly types: readonly string[];
  /** Property that names the resource. */
  readonly path: string;
}

/**
 * Judges what stands beside a resource in one of its own, such as a bucket's versioning.
 * @param none verdict where the program has no such resource
 */
export function beside(
  graph: Graph,
  resource: Resource,
  { types, path }: SeparateAt,
  judge: (one: Resource) => Verdict,
  none: Verdict,
): Verdict {
  const { certain, possible } = graph.referrersTo(resource, types, path);
  if (certain.length > 0) return all(certain.map(judge));
  const [first] = possible;
  return first ? cannotTell(first.reason) : none;
}
