import type { EnforcementLevel, Severity } from "../model";

/** The numbers of `pulumirpc.EnforcementLevel`. */
const levels: EnforcementLevel[] = ["advisory", "mandatory", "disabled", "remediate"];
/** The numbers of `pulumirpc.PolicySeverity`. */
const severities: Severity[] = ["unspecified", "low", "medium", "high", "critical"];

/** The enforcement of that name, if there is one. */
export function enforcementNamed(name: string): EnforcementLevel | undefined {
  return levels.find((level) => level === name);
}

/** The number of the protocol for an enforcement; `advisory` for what is none. */
export function numberOf(level: string): 0 | 1 | 2 | 3 {
  return level === "mandatory" ? 1 : level === "disabled" ? 2 : level === "remediate" ? 3 : 0;
}

/** The enforcement that a number of the protocol means. */
export function levelOf(number: number): EnforcementLevel {
  return levels[number] ?? "advisory";
}

/** The severity that a number of the protocol means. */
export function severityOf(number: number): Severity {
  return severities[number] ?? "unspecified";
}
