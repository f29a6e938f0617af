import type { RunResult } from "../model";
import { renderBaselined } from "./baselined";
import { byResource, renderUndecided, renderViolations } from "./findings";
import { renderInvokes, renderLogs, renderNotes, renderRemediations, section } from "./sections";
import { type ReportOptions, styleOf } from "./style";
import { findingsOf, renderSummary } from "./summary";
import { renderTree } from "./tree";

export { formatVersion, type JsonReport, jsonReport } from "./json";
export type { ReportOptions } from "./style";
export { type Counts, countsOf, exitCodeOf } from "./summary";

/** The result of a run as text for a terminal: tree, violations, what could not be decided, notes, summary. */
export function textReport(result: RunResult, options: ReportOptions = {}): string {
  const style = styleOf(options);
  const { graph, packs } = result;
  const findings = byResource(findingsOf(result).filter(({ baselined }) => !baselined));
  const resources = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const tree = renderTree(graph, findings, style);
  const mode = graph.mode === "symbolic" ? "symbolic values" : "unknown values, as in a first preview";
  return [
    `${style.bold(graph.project)} ${graph.stack}  ${style.dim(mode)}`,
    ...tree,
    "",
    ...section("Violations", renderViolations(findings, resources, style), style),
    ...section("In the baseline", renderBaselined(findingsOf(result), style), style),
    ...section("Can't tell", renderUndecided(findings, style), style),
    ...section("Remediated", renderRemediations(packs, style), style),
    ...section("Provider functions without an answer", renderInvokes(graph, style), style),
    ...section("Notes", renderNotes(graph, style), style),
    ...section("Logged by the program", renderLogs(graph, style), style),
    ...renderSummary(result, style),
    "",
  ]
    .filter((line, i, lines) => line !== "" || lines[i - 1] !== "")
    .join("\n");
}
