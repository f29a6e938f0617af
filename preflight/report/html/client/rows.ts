import type { Severity } from "../../../model";
import type { Evidence, ReportData, Verdict } from "../data";
import { verdicts } from "./page";

/** A control and a resource that it judged, or the stack. */
export interface Row {
  control: number;
  resource?: number;
  verdict: Verdict;
  severity: Severity;
  evidence: readonly Evidence[];
  /** Place among the findings, where it is one. */
  finding?: number;
}

export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "unspecified"];

/** Every verdict that there is; controls that judged nothing have one row that says so. */
export function rowsOf(data: ReportData): Row[] {
  const rows: Row[] = data.findings.map(
    ({ control, resource, verdict, severity, evidence, symbolicOnly }, finding) => ({
      control,
      resource,
      verdict,
      severity,
      finding,
      evidence: symbolicOnly ? [...evidence, { text: "Only with values that were made up for this run." }] : evidence,
    }),
  );
  const severityOf = (control: number): Severity => data.controls[control]?.severity ?? "unspecified";
  for (const { control, resource, reason } of data.exempted) {
    rows.push({ control, resource, verdict: "exempted", severity: severityOf(control), evidence: [{ text: reason }] });
  }
  for (const { control, resources } of data.held) {
    for (const resource of resources) {
      const where = resource < 0 ? {} : { resource };
      rows.push({ control, ...where, verdict: "held", severity: severityOf(control), evidence: [] });
    }
  }
  const judged = new Set(rows.map(({ control }) => control));
  data.controls.forEach(({ enforcement, severity }, control) => {
    if (judged.has(control)) return;
    const verdict = enforcement === "disabled" ? "disabled" : "not applicable";
    const text = verdict === "disabled" ? "It is turned off." : "Nothing of the program is what it judges.";
    rows.push({ control, verdict, severity, evidence: [{ text }] });
  });
  return rows.sort(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.control - b.control ||
      (a.resource ?? -1) - (b.resource ?? -1),
  );
}

/** Whether there is something that the control judged: a resource, or the stack as a whole. */
export function hasSubject({ verdict }: Row): boolean {
  return verdict !== "not applicable" && verdict !== "disabled";
}

export interface Filter {
  text: string;
  verdicts: ReadonlySet<Verdict>;
  severity: string;
  framework: string;
  service: string;
}

/** The service of a resource's type, or the package that it is of. */
export function serviceOf(data: ReportData, row: Row): string {
  if (row.resource !== undefined) return data.resources[row.resource]?.type.split(".")[0] ?? "";
  return hasSubject(row) ? "stack" : "none";
}

/** The rows in which every word of the search is found, and which the other filters let through. */
export function filtered(data: ReportData, rows: readonly Row[], filter: Filter): Row[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return rows.filter((row) => {
    if (!filter.verdicts.has(row.verdict)) return false;
    if (filter.severity !== "" && row.severity !== filter.severity) return false;
    if (filter.service !== "" && serviceOf(data, row) !== filter.service) return false;
    const requirements = data.controls[row.control]?.requirements ?? [];
    if (filter.framework !== "" && !requirements.some(({ framework }) => framework === filter.framework)) return false;
    if (words.length === 0) return true;
    const text = textOf(data, row);
    return words.every((word) => text.includes(word));
  });
}

const texts = new WeakMap<Row, string>();

function textOf(data: ReportData, row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const control = data.controls[row.control];
  const resource = row.resource === undefined ? undefined : data.resources[row.resource];
  const text = [
    row.verdict,
    row.severity,
    control?.name,
    control?.title,
    ...(control?.requirements ?? []).map(({ framework, id }) => `${framework} ${id}`),
    resource
      ? `${resource.name} ${resource.type} ${resource.source ?? ""}`
      : hasSubject(row)
        ? "the stack as a whole"
        : "",
    ...row.evidence.map((one) => `${one.property ?? ""} ${one.text}`),
  ]
    .join("\n")
    .toLowerCase();
  texts.set(row, text);
  return text;
}
