import { createHash } from "node:crypto";
import { identityOf, keyOf } from "../baseline/identity";
import type { PolicyFinding, RunResult } from "../model";
import { judgementsOf, subjectOf } from "./judgements";
import { wordJoiner } from "./markdown-text";
import { type ReportFileOptions, withDefaults } from "./options";
import { Places } from "./places";
import { printableResult } from "./printable";
import { weightOf } from "./style";

/** What GitLab reads of a violation. */
interface Violation {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: "info" | "minor" | "major" | "critical" | "blocker";
  location: { path: string; lines: { begin: number } };
}

/**
 * The findings as GitLab's Code Quality takes them. It has no word for what is excused or known: exemptions, and what the
 * baseline has, are left out.
 */
export function gitlabReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const { root, projectFile } = withDefaults(options);
  const places = new Places(shown.graph, root, projectFile);
  const { project, stack } = shown.graph;
  const occurrences = new Map<string, number>();
  const violations = judgementsOf(shown).flatMap((judgement): Violation[] => {
    const { finding, policy, urn, evidence } = judgement;
    if (!finding || finding.baselined) {
      return [];
    }
    const { file, line } = places.orProject(urn);
    const unknown = finding.verdict === "can't tell" ? "can't tell: " : "";
    // GitLab shows one of those that have a fingerprint in common, in reports of several stacks too.
    const key = JSON.stringify([project, stack, finding.verdict, keyOf(identityOf(finding))]);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return [
      {
        description: inert(`${subjectOf(judgement)} (${stack}): ${unknown}${evidence}`),
        check_name: policy.name,
        fingerprint: createHash("sha256").update(`${key} ${occurrence}`).digest("hex").slice(0, 32),
        severity: severityOf(finding),
        location: { path: file, lines: { begin: line } },
      },
    ];
  });
  return `${JSON.stringify(violations, null, 2)}\n`;
}

/**
 * A text that is the same wherever GitLab shows it. The widget of a merge request takes it for HTML, and names in `%{…}` for
 * styles of its own; its other pages show it as it is, so that it can't be escaped: what begins a tag, an entity or a style is
 * broken up by a character that is not seen.
 */
function inert(text: string): string {
  return text.replace(/<(?=[a-z/!?])|&(?=[a-z#])|%(?=\{)/gi, `$&${wordJoiner}`);
}

/** What fails the run goes before what does not; within that the policy's own severity decides. */
function severityOf(finding: PolicyFinding): Violation["severity"] {
  const { severity } = finding;
  switch (weightOf(finding)) {
    case "mandatory":
      return severity === "critical" || severity === "high" ? "blocker" : "critical";
    case "advisory":
      return severity === "low" ? "minor" : "major";
    case "can't tell":
      return "info";
  }
}
