import type { Severity } from "@pulumi/policy";
import { matchesGlob } from "../graph/iam/glob";
import { type Exemption, exemptionOf } from "./exemption";

/** Something to say of exemptions. */
export interface ExemptionNote {
  readonly message: string;
  /** The resource that declares the exemption, where one does. */
  readonly urn?: string;
}

/** An exemption of a run. */
export interface Entry {
  readonly exemption: Exemption;
  /** The resource that declares it. */
  readonly urn?: string;
  /** What is wrong with it from the start, whatever it meets. */
  readonly problem?: string;
  used: boolean;
  /** A control can't tell yet whether it is needed. */
  spared?: boolean;
  /** A critical control that it would have excused if it had an approver. */
  lacksApprover?: string;
}

/** The exemptions of one place, and what is wrong there. */
export interface Records {
  readonly source: unknown;
  readonly entries: readonly Entry[];
  readonly problems: readonly ExemptionNote[];
}

/** No exemptions. */
export const nothing: Records = { source: undefined, entries: [], problems: [] };

/** Where records stand, where it is not a list of the pack: in a control's own setting, or in a resource of the program. */
export interface Place {
  readonly control?: string;
  readonly urn?: string;
}

/**
 * Reads records.
 *
 * @param source what they came from, to know them again by
 * @param severities of the controls that there are, by id
 */
export function recordsOf(
  source: unknown,
  records: readonly unknown[],
  severities: ReadonlyMap<string, Severity>,
  { control, urn }: Place,
): Records {
  const entries: Entry[] = [];
  const problems: ExemptionNote[] = [];
  for (const record of records) {
    const exemption = exemptionOf(record, control);
    if (typeof exemption === "string") {
      const place = control ?? nameIn(record);
      problems.push({ message: `${place ? `${place}: ` : ""}an exemption ${exemption}`, ...(urn && { urn }) });
    } else {
      entries.push({ exemption, problem: problemOf(exemption, severities), ...(urn && { urn }), used: false });
    }
  }
  return { source, entries, problems };
}

/** What is wrong with a record that is complete. */
function problemOf(
  { control, resource, approver }: Exemption,
  severities: ReadonlyMap<string, Severity>,
): string | undefined {
  if (severities.get(control) === "critical" && !approver) {
    return `${control}: the exemption of ${resource} needs an approver, since the control is critical`;
  }
  const some = [...severities.keys()].some((id) => matchesGlob(control, id));
  return some || severities.size === 0
    ? undefined
    : `${control}: the exemption of ${resource} names no control of the pack`;
}

/** What a record that is not complete calls its control. */
function nameIn(record: unknown): string {
  const control: unknown =
    typeof record === "object" && record !== null && "control" in record ? record.control : undefined;
  return typeof control === "string" ? control : "";
}
