import { all, any, cannotTell, fail, type Resource, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";

/** Where the policy of a resource may stand beside it. */
export interface SeparatePolicy {
  readonly types: readonly string[];
  /** Property that names the resource. */
  readonly path: string;
  /** Property with the document, in the separate resource and in the judged one. @default "policy" */
  readonly document?: string;
}

/**
 * Judges the policy of a resource, in a resource of its own or in a property of its own. The former is what holds in AWS
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
  const { document = "policy" } = separate;
  const { certain, possible } = graph.referrersTo(resource, separate.types, separate.path);
  if (certain.length > 0) {
    return all(certain.map((one) => named(one, one.json(document).judge(judge, { absent: none }))));
  }
  const inline = given(graph, resource, document);
  const own = inline.state === "absent" ? [] : [resource.json(document).judge(judge, { absent: none })];
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
