import type { ReportViolation } from "@pulumi/policy";
import type { Control, Finding, Undecided, Verdict } from "../core";
import { type ExemptionLedger, exemptionsSetting } from "../exemptions/exemptions";
import { undecidedError } from "./undecided-error";

/** Name of the setting of every control that says what an undecided resource is. */
export const undecidedSetting = "undecided";

/** What a verdict is about; nothing for the stack as a whole. */
export interface Subject {
  readonly name: string;
  readonly urn: string;
}

/** How a policy ends: its function returns for "judged", and calls `notApplicable` with the reason otherwise. */
export type Ending = { kind: "judged" } | { kind: "not applicable"; reason: string };

/**
 * Turns the verdicts of one run of one policy into diagnostics: violations first, each with its resource, then, as one
 * exception that the policy server reports as an advisory, all that is undecided.
 */
export class Outcome {
  private readonly undecided: string[] = [];
  private readonly reasons = new Set<string>();
  private judged = 0;
  private excused = 0;

  constructor(
    private readonly control: Control,
    private readonly config: Readonly<Record<string, unknown>>,
    private readonly ledger: ExemptionLedger,
    private readonly report: ReportViolation,
  ) {}

  /** Takes a verdict in; violations are reported at once. */
  add(verdict: Verdict, subject: Subject | undefined): void {
    switch (verdict.kind) {
      case "pass":
        this.judged++;
        return;
      case "not applicable":
        this.reasons.add(verdict.reason);
        return;
      case "fail":
        this.judged++;
        this.violate(verdict.findings, subject);
        return;
      case "undecided":
        this.judged++;
        this.leaveUndecided(verdict.undecided, subject);
    }
  }

  /**
   * Ends the run.
   *
   * @throws the policy SDK's UnknownValueError if something is undecided
   */
  end(): Ending {
    const error = this.undecided.length > 0 ? undecidedError([...this.undecided].sort().join("\n")) : undefined;
    if (error) {
      throw error;
    }
    if (this.judged > this.excused) {
      return { kind: "judged" };
    }
    const reasons = [...this.reasons].slice(0, 5).join("; ");
    return { kind: "not applicable", reason: reasons || `Applies to resources of type ${this.control.on.join(", ")}` };
  }

  private violate(findings: readonly Finding[], subject: Subject | undefined): void {
    const exemptions = this.ledger.read(this.control.id, this.config[exemptionsSetting]);
    const { name, urn } = subject ?? { name: "stack", urn: "" };
    const exemption = this.ledger.excuse(this.control.id, exemptions, name, urn);
    if (exemption) {
      this.excused++;
      this.reasons.add(`${name} is exempt until ${exemption.expires} (${exemption.owner}): ${exemption.reason}`);
      return;
    }
    const lines = findings.map(({ path, found, expected }) => `${path || name}: found ${found}, expected ${expected}`);
    for (const blamed of new Set(findings.map((finding) => finding.urn ?? subject?.urn))) {
      const own = lines.filter((_, index) => (findings[index]?.urn ?? subject?.urn) === blamed);
      this.report(`${own.join("\n")}\n${this.control.fix}`, blamed);
    }
  }

  private leaveUndecided(undecided: readonly Undecided[], subject: Subject | undefined): void {
    // Also when nothing is violated: an exemption that is configured has been seen.
    this.ledger.read(this.control.id, this.config[exemptionsSetting]);
    const reasons = [...new Set(undecided.map(({ reason }) => reason))].sort().join("; ");
    const line = `${subject ? `${subject.name} (${subject.urn})` : "the stack"}: ${reasons}`;
    if (this.config[undecidedSetting] === "violation" || !undecidedError("")) {
      this.report(`can't be decided before the deployment: ${reasons}`, subject?.urn);
    } else {
      this.undecided.push(line);
    }
  }
}
