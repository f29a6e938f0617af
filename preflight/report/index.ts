import type { RunResult } from "../model";
import { renderBaselined } from "./baselined";
import { byResource, renderUndecided, renderViolations } from "./findings";
import { printableResult } from "./printable";
import { renderInvokes, renderLogs, renderNotes, renderRemediations, section } from "./sections";
import { type ReportOptions, styleOf } from "./style";
import { findingsOf, renderSummary } from "./summary";
import { renderTree } from "./tree";

export { csvReport } from "./csv";
export { isReportFormat, type Report, type ReportFormat, reports } from "./formats";
export { githubReport } from "./github";
export { gitlabReport } from "./gitlab";
export { htmlReport } from "./html";
export { formatVersion, type JsonReport, jsonReport } from "./json";
export { junitReport } from "./junit";
export { markdownReport } from "./markdown";
export type { ReportFileOptions } from "./options";
export { sarifReport } from "./sarif";
export type { ReportOptions } from "./style";
export { type Counts, countsOf, exitCodeOf } from "./summary";

/** The result of a run as text for a terminal: tree, violations, what could not be decided, notes, summary. */
export function textReport(result: RunResult, options: ReportOptions = {}): string {
  const style = styleOf(options);
  const shown = printableResult(result);
  const { graph, packs } = shown;
  const findings = byResource(findingsOf(shown).filter(({ baselined }) => !baselined));
  const resources = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const tree = renderTree(graph, findings, style);
  const mode = graph.mode === "symbolic" ? "symbolic values" : "unknown values, as in a first preview";
  return [
    `${style.bold(graph.project)} ${graph.stack}  ${style.dim(mode)}`,
    ...tree,
    "",
    ...section("Violations", renderViolations(findings, resources, style), style),
    ...section("In the baseline", renderBaselined(findingsOf(shown), style), style),
    ...section("Can't tell", renderUndecided(findings, style), style),
    ...section("Remediated", renderRemediations(packs, style), style),
    ...section("Provider functions without an answer", renderInvokes(graph, style), style),
    ...section("Notes", renderNotes(graph, style), style),
    ...section("Logged by the program", renderLogs(graph, style), style),
    ...renderSummary(shown, style),
    "",
  ]
    .filter((line, i, lines) => line !== "" || lines[i - 1] !== "")
    .map(withoutCommands)
    .join("\n");
}

/** GitHub Actions takes lines for commands that begin with two colons, or have an older form of them anywhere. */
function withoutCommands(line: string): string {
  return line.replace(/^(\s*)::/, "$1\\::").replaceAll("##[", "##\\[");
}
