import { all, any, cannotTell, fail, type Resource, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";

/** Where the policy of a resource may stand beside it. */
export interface SeparatePolicy {
  readonly types: readonly string[];
  /** Property that names the resource. */
  readonly path: string;
}

/**
 * Judges the policy of a resource, in a resource of its own or in its property `policy`. The former is what holds in AWS
 * where there are both.
 *
 * @param none verdict where there is no policy
 */
export function judgePolicy(
  graph: Graph,
  resource: Resource,
  separate: SeparatePolicy,
  judge: (policy: Value) => Verdict,
  none: Verdict,
): Verdict {
  const { certain, possible } = graph.referrersTo(resource, separate.types, separate.path);
  if (certain.length > 0) {
    return all(certain.map((one) => named(one, one.json("policy").judge(judge, { absent: none }))));
  }
  const inline = given(graph, resource, "policy");
  const own = inline.state === "absent" ? [] : [resource.json("policy").judge(judge, { absent: none })];
  return any([...own, ...possible.map(({ reason, resource: other }) => cannotTell(`${other.name}: ${reason}`))], none);
}

/** Says in each finding which resource the policy is in. */
function named(policy: Resource, verdict: Verdict): Verdict {
  return verdict.kind === "fail"
    ? fail(...verdict.findings.map((one) => ({ ...one, found: `${one.found} (in ${nameOf(policy)})` })))
    : verdict;
}

function nameOf({ type, name }: Resource): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}
