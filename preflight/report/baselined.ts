import { count } from "../count";
import type { PolicyFinding } from "../model";
import { firstOf, labelled, nameOfUrn, type Style } from "./style";

/** Resources of a policy that are named before the rest is counted. */
const manyNames = 6;

/** The violations that the baseline has, a line a policy: they are known, and wait to be put right. */
export function renderBaselined(findings: PolicyFinding[], style: Style): string[] {
  const byPolicy = new Map<string, string[]>();
  for (const { policy, urn } of findings.filter(({ baselined }) => baselined)) {
    byPolicy.set(policy, [...(byPolicy.get(policy) ?? []), urn ? nameOfUrn(urn) : "the stack"]);
  }
  const limit = style.options.show === "all" ? Number.POSITIVE_INFINITY : manyNames;
  return [...byPolicy]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([policy, names]) =>
      labelled(
        "· ",
        `${policy}: ${count(names.length, "violation")}, ${firstOf([...new Set(names)].sort(), limit)}`,
        style.options.columns - 2,
        style.dim,
      ),
    );
}
