import { count, grouped } from "../count";
import type { PackResult, RunResult, Severity } from "../model";
import { frameworksOf, type Judgement, judgementsOf, subjectOf, type Verdict } from "./judgements";
import { code, link, prose } from "./markdown-text";
import { type ReportFileOptions, withDefaults } from "./options";
import { addressOf, Places, uriOf } from "./places";
import { printableResult } from "./printable";
import { evidenceLines } from "./provenance";
import { duration, severityOrder, shortType, weightOf } from "./style";
import { countsOf } from "./summary";
import { stepsOf } from "./values";

/** The longest comment that GitHub takes, in characters. */
export const commentLength = 65_536;
/** What is kept free for the words that say what was left out. */
const reserve = 1_000;
/** Longest text of one cell. */
const cellLength = 1_500;

/**
 * The summary that belongs in a pull request: counts by severity and by framework, violations with links to the lines
 * that they come from, exemptions, and what can't be told folded away. It fits into a comment of GitHub's: rows that don't
 * are counted.
 */
export function markdownReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const context = { places: new Places(shown.graph, withDefaults(options).root), links: withDefaults(options).links };
  const judgements = judgementsOf(shown);
  const having = (verdict: Verdict): Judgement[] => judgements.filter((judgement) => judgement.verdict === verdict);
  const sections: Section[] = [
    { lines: headLines(shown) },
    { lines: severityLines(judgements) },
    { lines: frameworkLines(judgements) },
    violations(having("violation"), context),
    remediated(shown.packs),
    exemptions(having("exempted")),
    undecided(having("can't tell")),
  ];
  return fitted(sections, commentLength);
}

interface Context {
  places: Places;
  links: string;
}

/** A part of the summary: lines that are always there, and rows of which as many are shown as there is room for. */
interface Section {
  lines: string[];
  rows?: string[];
  after?: string[];
}

/** The sections one after the other, no longer than `length`. */
function fitted(sections: Section[], length: number): string {
  const fixed = sections.reduce((sum, { lines, after = [] }) => sum + size([...lines, ...after, ""]), 0);
  let room = length - fixed - reserve;
  const written = sections.flatMap(({ lines, rows = [], after = [] }) => {
    if (lines.length === 0) {
      return [];
    }
    let shown = 0;
    while (shown < rows.length && size([rows[shown] ?? ""]) <= room) {
      room -= size([rows[shown++] ?? ""]);
    }
    const rest = rows.length - shown;
    const more = rest > 0 ? ["", `… and ${grouped(rest)} more that have no room in a comment.`] : [];
    return [...lines, ...rows.slice(0, shown), ...more, ...after, ""];
  });
  return written.join("\n");
}

function size(lines: string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function headLines(result: RunResult): string[] {
  const { project, stack } = result.graph;
  const counts = countsOf(result);
  const verdict =
    counts.mandatory > 0 ? `❌ ${count(counts.mandatory, "mandatory violation")}` : "✅ Nothing mandatory is violated";
  const scope = [
    count(counts.resources, "resource"),
    count(counts.components, "component"),
    count(counts.policies, "policy", "policies"),
    duration(result.timings.total),
  ];
  // The first line lets a workflow find the comment that it made before. Two hyphens would end it.
  const name = `${encodeURIComponent(project)}/${encodeURIComponent(stack)}`.replaceAll("--", "-%2D");
  const marker = `<!-- preflight ${name} -->`;
  const evidence = evidenceLines(result).map(({ name, value }) => `${name}: ${code(value)}`);
  return [
    marker,
    `### ${verdict}`,
    "",
    `${code(project)} ${code(stack)}: ${scope.join(", ")}`,
    ...(evidence.length > 0 ? ["", evidence.join(" · ")] : []),
  ];
}

function severityLines(judgements: Judgement[]): string[] {
  const rows = severityOrder.flatMap((severity) => {
    const cells = columnsOf(judgements.filter((judgement) => severityOf(judgement) === severity));
    return cells.some((cell) => cell > 0) ? [row([severity, ...cells.map(String)])] : [];
  });
  return rows.length === 0
    ? []
    : [...heading(["Severity", "Mandatory", "Advisory", "Can't tell", "Exempted"], 1), ...rows];
}

function severityOf({ finding, policy }: Judgement): Severity {
  return finding?.severity ?? policy.severity;
}

function isAdvisory({ finding }: Judgement): boolean {
  return finding !== undefined && weightOf(finding) === "advisory";
}

function columnsOf(judgements: Judgement[]): number[] {
  const violated = judgements.filter(({ verdict }) => verdict === "violation");
  const advisory = violated.filter(isAdvisory).length;
  const having = (verdict: Verdict): number => judgements.filter((judgement) => judgement.verdict === verdict).length;
  return [violated.length - advisory, advisory, having("can't tell"), having("exempted")];
}

function frameworkLines(judgements: Judgement[]): string[] {
  const columns: Verdict[] = ["violation", "can't tell", "exempted", "held"];
  const rows = frameworksOf(judgements).map(({ framework, requirements, byVerdict }) => {
    const cells = columns.map((verdict) => byVerdict.get(verdict) ?? 0);
    const rest = requirements - cells.reduce((sum, cell) => sum + cell, 0);
    return row([code(framework), ...[requirements, ...cells, rest].map(String)]);
  });
  const titles = ["Framework", "Requirements", "Violated", "Can't tell", "Exempted", "Held", "Nothing to judge"];
  return rows.length === 0 ? [] : [...heading(titles, 1), ...rows];
}

function violations(judgements: Judgement[], context: Context): Section {
  const explained = new Set<string>();
  const rows = judgements.map((judgement) => {
    const { policy, evidence } = judgement;
    const advisory = isAdvisory(judgement) ? " (advisory)" : "";
    const fix = policy.remediationSteps && !explained.has(policy.name) ? policy.remediationSteps : "";
    explained.add(policy.name);
    return row([
      `${severityOf(judgement)}${advisory}`,
      policyCell(judgement),
      resourceCell(judgement),
      placeCell(judgement, context),
      `${prose(shortened(evidence))}${fix ? `<br>**Fix:** ${prose(shortened(fix))}` : ""}`,
    ]);
  });
  return rows.length === 0
    ? { lines: [] }
    : {
        lines: [
          `#### ${count(rows.length, "violation")}`,
          "",
          ...heading(["Severity", "Policy", "Resource", "Source", "What is wrong"]),
        ],
        rows,
      };
}

function exemptions(judgements: Judgement[]): Section {
  const rows = judgements.map((judgement) =>
    row([policyCell(judgement), resourceCell(judgement), prose(shortened(judgement.evidence))]),
  );
  return rows.length === 0
    ? { lines: [] }
    : { lines: [`#### ${count(rows.length, "exemption")}`, "", ...heading(["Policy", "Resource", "Why"])], rows };
}

function undecided(judgements: Judgement[]): Section {
  const rows = judgements.map((judgement) =>
    row([policyCell(judgement), resourceCell(judgement), prose(shortened(judgement.evidence))]),
  );
  const summary = `${count(rows.length, "finding")} that can't be told before the deployment`;
  return rows.length === 0
    ? { lines: [] }
    : {
        lines: [
          "<details>",
          `<summary>${summary}</summary>`,
          "",
          ...heading(["Policy", "Resource", "What is not known"]),
        ],
        rows,
        after: ["", "</details>"],
      };
}

function remediated(packs: PackResult[]): Section {
  const rows = packs.flatMap(({ remediations }) =>
    remediations.flatMap((remediation) =>
      stepsOf({ ...remediation, diagnostic: undefined }).map((step) =>
        row([code(remediation.policy), code(remediation.urn.split("::").at(-1) ?? remediation.urn), code(step)]),
      ),
    ),
  );
  return rows.length === 0
    ? { lines: [] }
    : {
        lines: [
          `#### ${count(packs.flatMap(({ remediations }) => remediations).length, "remediation")}`,
          "",
          ...heading(["Policy", "Resource", "Change"]),
        ],
        rows,
      };
}

function policyCell({ policy }: Judgement): string {
  const address = addressOf(policy.url);
  return address ? link(policy.name, address) : code(policy.name);
}

function resourceCell(judgement: Judgement): string {
  const { resource, urn } = judgement;
  const name = subjectOf(judgement);
  return urn ? `${code(name)} ${resource ? prose(shortType(resource.type)) : ""}`.trimEnd() : prose(name);
}

function placeCell({ urn }: Judgement, { places, links }: Context): string {
  const place = places.of(urn);
  return place ? link(`${place.file}:${place.line}`, `${links}${uriOf(place.file)}#L${place.line}`) : "";
}

/** A table's head; columns from `numbers` on are numbers. */
function heading(titles: string[], numbers = titles.length): string[] {
  return [row(titles), row(titles.map((_, index) => (index >= numbers ? "--:" : "---")))];
}

function row(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** By whole characters, so that none is cut in two. */
function shortened(text: string): string {
  return text.length > cellLength ? `${[...text].slice(0, cellLength - 1).join("")}…` : text;
}
