import type { RunResult } from "../model";
import { type Judgement, judgementsOf, subjectOf } from "./judgements";
import { type ReportFileOptions, withDefaults } from "./options";
import { Places } from "./places";
import { printableResult } from "./printable";
import { evidenceOf } from "./provenance";

const columns = [
  "project",
  "stack",
  "pack",
  "pack version",
  "control",
  "title",
  "severity",
  "enforcement",
  "verdict",
  "resource",
  "type",
  "urn",
  "file",
  "line",
  "evidence",
  "exemption",
  "frameworks",
  "remediation",
  "link",
  // New columns stand behind: who reads by place finds what was there before.
  "mode",
  "run",
  "repository",
  "commit",
  "uncommitted changes",
  "preflight",
  "pulumi",
  "providers",
];

/**
 * Evidence for an auditor as CSV (RFC 4180): a row a control and resource, also where it held, and one for each control
 * that found nothing to judge or was disabled. What a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const places = new Places(shown.graph, withDefaults(options).root);
  const { project, stack } = shown.graph;
  const { mode, started, repository, commit, changed, preflight, pulumi, providers } = evidenceOf(shown);
  const evidence = [mode, started, repository, commit, changed, preflight, pulumi, providers.join("; ")];
  const rows = judgementsOf(shown).map((judgement) => [project, stack, ...cellsOf(judgement, places), ...evidence]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cellsOf(judgement: Judgement, places: Places): string[] {
  const { pack, policy, verdict, urn = "", resource, evidence, finding } = judgement;
  const place = places.of(urn);
  const exempted = verdict === "exempted";
  return [
    pack.name,
    pack.version,
    policy.name,
    policy.displayName ?? "",
    finding?.severity ?? policy.severity,
    finding?.enforcement ?? policy.enforcement,
    verdict,
    subjectOf(judgement),
    resource?.type ?? "",
    urn,
    place?.file ?? "",
    place ? String(place.line) : "",
    exempted ? "" : evidence,
    exempted ? evidence : "",
    policy.requirements.map(({ framework, id }) => `${framework}:${id}`).join("; "),
    policy.remediationSteps ?? "",
    policy.url ?? "",
  ];
}

/** What Excel, Calc and Sheets take for the beginning of a formula, also in the wide forms of East Asian keyboards. */
const formula = /^[\s'"]*[=+\-@＝＋－＠|%]|^\t/;

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
