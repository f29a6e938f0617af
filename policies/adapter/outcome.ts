import type { ReportViolation } from "@pulumi/policy";
import type { Control, Finding, Undecided, Verdict } from "../core";
import { exemptionsSetting } from "../exemptions/exemption";
import type { ExemptionLedger } from "../exemptions/ledger";
import { exemptLine } from "../exemptions/wording";
import { undecidedError } from "./undecided-error";

/** Name of the setting of every control that says what an undecided resource is. */
export const undecidedSetting = "undecided";

/** What a verdict is about; nothing for the stack as a whole. */
export interface Subject {
  readonly name: string;
  readonly urn: string;
}

/** How an exemption names the stack as a whole. */
const theStack: Subject = { name: "stack", urn: "" };

/** How a policy ends: its function returns for "judged", and calls `notApplicable` with the reason otherwise. */
export type Ending = { kind: "judged" } | { kind: "not applicable"; reason: string };

/**
 * Turns the verdicts of one run of one policy into diagnostics: violations first, each with its resource, then, as one
 * exception that the policy server reports as an advisory, all that is undecided.
 */
export class Outcome {
  private readonly undecided: string[] = [];
  private readonly reasons = new Set<string>();
  private readonly exempt = new Set<string>();
  private judged = 0;
  private excused = 0;

  constructor(
    private readonly control: Control,
    private readonly config: Readonly<Record<string, unknown>>,
    private readonly ledger: ExemptionLedger,
    private readonly report: ReportViolation,
  ) {
    // Also where nothing is violated: an exemption that is configured has been seen.
    ledger.read(control.id, config[exemptionsSetting]);
  }

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
      this.ledger.leave([...this.exempt]);
      throw error;
    }
    // Told also where other resources were judged: what was excused has no other way into a report.
    if (this.exempt.size > 0) {
      return { kind: "not applicable", reason: [...this.exempt].join("\n") };
    }
    if (this.judged > this.excused) {
      return { kind: "judged" };
    }
    const reasons = [...this.reasons].slice(0, 5).join("; ");
    return { kind: "not applicable", reason: reasons || `Applies to resources of type ${this.control.on.join(", ")}` };
  }

  private violate(findings: readonly Finding[], subject: Subject | undefined): void {
    const about = subject ?? theStack;
    const left = findings.filter((finding) => !this.isExempt(about, finding.urn));
    if (left.length === 0) {
      this.excused++;
      return;
    }
    const lines = left.map(
      ({ path, found, expected }) => `${path || about.name}: found ${found}, expected ${expected}`,
    );
    for (const blamed of new Set(left.map((finding) => finding.urn ?? subject?.urn))) {
      const own = lines.filter((_, index) => (left[index]?.urn ?? subject?.urn) === blamed);
      this.report(`${own.join("\n")}\n${this.control.fix}`, blamed);
    }
  }

  private isExempt(subject: Subject, blamed?: string): boolean {
    const other = blamed && blamed !== subject.urn ? [{ name: nameOf(blamed), urn: blamed }] : [];
    const excuse = this.ledger.excuse(this.control, [subject, ...other]);
    if (excuse) {
      this.exempt.add(exemptLine({ ...excuse.violator, control: this.control.id }, excuse.exemption));
    }
    return excuse !== undefined;
  }

  private leaveUndecided(undecided: readonly Undecided[], subject: Subject | undefined): void {
    const reasons = [...new Set(undecided.map(({ reason }) => reason))].sort().join("; ");
    const about = subject ?? theStack;
    if (this.config[undecidedSetting] !== "violation" && undecidedError("")) {
      this.ledger.spare(this.control, about);
      this.undecided.push(`${subject ? `${subject.name} (${subject.urn})` : "the stack"}: ${reasons}`);
    } else if (this.isExempt(about)) {
      this.excused++;
    } else {
      this.report(`can't be decided before the deployment: ${reasons}`, subject?.urn);
    }
  }
}

/** Name at the end of a URN. */
function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
