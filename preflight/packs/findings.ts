import type { PolicyFinding } from "../model";
import type { Diagnostic } from "./answers";
import type { PackInfo } from "./client";
import { levelOf, severityOf } from "./levels";

/** How the policy SDK words that a policy stopped at an unknown value. */
const stoppedAtUnknown = /^can't run (?:policy|remediation) '.*?' from policy pack '.*?' during preview: /s;

/** A diagnostic of a pack as a finding about `urn`, or about the stack as a whole. */
export function findingOf(diagnostic: Diagnostic, pack: PackInfo, urn: string | undefined): PolicyFinding {
  const policy = pack.policies.get(diagnostic.policy);
  const severity = severityOf(diagnostic.severity);
  const enforcement = levelOf(diagnostic.enforcement);
  const finding: PolicyFinding = {
    pack: pack.name,
    packVersion: pack.version,
    policy: diagnostic.policy,
    // A remediation that left a violation behind, or a stack policy at that level, counts as mandatory.
    enforcement: enforcement === "remediate" ? "mandatory" : enforcement,
    severity: severity === "unspecified" ? (policy?.severity ?? severity) : severity,
    verdict: enforcement === "advisory" && isCannotTell(diagnostic.message) ? "can't tell" : "violation",
    message: diagnostic.message.replace(stoppedAtUnknown, ""),
  };
  const description = diagnostic.description || policy?.description;
  return {
    ...finding,
    ...(urn && { urn }),
    ...(description && { description }),
    ...(policy?.remediationSteps && { remediationSteps: policy.remediationSteps }),
    ...(policy?.url && { url: policy.url }),
  };
}

/** The findings without those that say the same again. */
export function withoutRepeats(findings: PolicyFinding[]): PolicyFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ policy, urn, verdict, message }) => {
    const key = JSON.stringify([policy, urn, verdict, message]);
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * Marks the violations that are not found again where symbolic values are unknown.
 *
 * @param findings of the run with symbolic values
 * @param withUnknowns what the same policies said of the same resources without them
 */
export function markSymbolicOnly(findings: PolicyFinding[], withUnknowns: PolicyFinding[]): PolicyFinding[] {
  const again = new Map<string, PolicyFinding[]>();
  for (const finding of withUnknowns) {
    if (finding.verdict === "violation") {
      again.set(subject(finding), [...(again.get(subject(finding)) ?? []), finding]);
    }
  }
  const before = new Map<string, number>();
  for (const finding of findings) {
    if (finding.verdict === "violation") {
      before.set(subject(finding), (before.get(subject(finding)) ?? 0) + 1);
    }
  }
  return findings.map((finding) => {
    if (finding.verdict !== "violation") {
      return finding;
    }
    const rest = again.get(subject(finding)) ?? [];
    // A message that quotes a symbolic value reads differently without it: as many violations as before are the same ones.
    const gone = rest.length < (before.get(subject(finding)) ?? 0) && !rest.some((r) => r.message === finding.message);
    return gone ? { ...finding, symbolicOnly: true } : finding;
  });
}

function subject({ policy, urn }: PolicyFinding): string {
  return JSON.stringify([policy, urn]);
}

function isCannotTell(message: string): boolean {
  return stoppedAtUnknown.test(message);
}
