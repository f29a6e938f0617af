import { all, any, cannotTell, fail, pass, type Resource, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";

/** What is asked of the field selectors of one advanced selector, beside its category. */
export type JudgeField = (field: Value, name: string) => Verdict;

/**
 * One of a trail's selectors records what is asked for.
 *
 * @param advanced judges an advanced selector
 * @param basic judges one of the older kind
 * @param otherwise verdict where the trail has none of either kind
 */
export function anySelector(
  graph: Graph,
  trail: Resource,
  advanced: (selector: Value) => Verdict,
  basic: (selector: Value) => Verdict,
  otherwise: Verdict,
): Verdict {
  const [newer, older] = ["advancedEventSelectors", "eventSelectors"].map((name) => given(graph, trail, name).list());
  const missing = [newer, older].find((list) => list?.state === "unknown");
  if (missing) {
    return cannotTell(missing.reason, missing.path);
  }
  return any(newer && newer.items.length > 0 ? newer.items.map(advanced) : (older?.items ?? []).map(basic), otherwise);
}

/** An advanced selector is of a category, and each of its further fields is right. */
export function ofCategory(selector: Value, category: string, judge: JudgeField): Verdict {
  const fields = selector.list("fieldSelectors");
  if (fields.state === "unknown") {
    return cannotTell(fields.reason, fields.path);
  }
  const named = fields.items.map((field) => ({ field, name: field.string("field").value ?? "" }));
  return all(
    any(
      named.filter(({ name }) => name === "eventCategory").map(({ field }) => field.list("equals").includes(category)),
      fail({ path: fields.path, found: "no eventCategory", expected: category }),
    ),
    named.filter(({ name }) => name !== "eventCategory").map(({ field, name }) => judge(field, name)),
  );
}

/** A field that leaves out what should be recorded. */
export function leavesOut(field: Value, name: string): Verdict {
  return fail({ path: field.path, found: `a selector by ${name}`, expected: "none, so that nothing is left out" });
}

/** Nothing, or what may be left out, stands among the sources of events that are. */
export function onlyExcludes(sources: Value, excludable: readonly string[]): Verdict {
  return sources.list().every((source) => source.string().oneOf(excludable), { absent: pass });
}
