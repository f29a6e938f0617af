import type { Resource, Verdict } from "../../core";

/** The verdict on one resource as that on another which it belongs to: findings are blamed on the former. */
export function blame(verdict: Verdict, resource: Resource): Verdict {
  if (verdict.kind !== "fail") return verdict;
  return { kind: "fail", findings: verdict.findings.map((finding) => ({ ...finding, urn: resource.urn })) };
}
