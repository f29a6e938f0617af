import type { Mode, PackResult, Provenance, RunResult } from "../model";
import { type Judgement, judgementsOf } from "./judgements";
import { type ReportFileOptions, withDefaults } from "./options";
import { Places } from "./places";
import { printableResult } from "./printable";
import { messageOf, type SarifResult, sarifResultOf } from "./sarif-results";
import { ruleOf, type SarifRule } from "./sarif-rules";

/** What GitHub takes of one run; with more it takes nothing. It shows 5,000 of them, the most severe. */
export const resultsPerRun = 25_000;

interface SarifNotification {
  level: "note" | "warning";
  message: { text: string };
}

interface SarifRun {
  tool: { driver: { name: string; fullName?: string; version?: string; informationUri?: string; rules: SarifRule[] } };
  automationDetails: { id: string };
  originalUriBaseIds: Record<string, { description: { text: string } }>;
  invocations: {
    executionSuccessful: true;
    startTimeUtc?: string;
    toolExecutionNotifications: SarifNotification[];
  }[];
  versionControlProvenance?: { repositoryUri: string; revisionId: string; mappedTo: { uriBaseId: "SRCROOT" } }[];
  columnKind: "utf16CodeUnits";
  results: SarifResult[];
  properties: { project: string; stack: string; mode: Mode; provenance?: Provenance };
}

/**
 * The result as SARIF 2.1.0 that GitHub code scanning takes: a run a pack. Violations are results of kind `fail`, what
 * can't be told is `open`, and what an exemption excused is suppressed. Files are relative to the root of the repository.
 */
export function sarifReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const { root, projectFile } = withDefaults(options);
  const places = new Places(shown.graph, root, projectFile);
  const judged = judgementsOf(shown);
  const runs = shown.packs.map((pack) => {
    const own = judged.filter((judgement) => judgement.pack === pack);
    const occurrences = new Map<string, number>();
    return runOf(shown, pack, own, (judgement, rule) => sarifResultOf(judgement, rule, places, occurrences));
  });
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: runs.length > 0 ? runs : [runOf(shown, undefined, [], () => undefined)],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function runOf(
  { graph, provenance }: RunResult,
  pack: PackResult | undefined,
  judgements: Judgement[],
  resultOf: (judgement: Judgement, rule: number) => SarifResult | undefined,
): SarifRun {
  const policies = new Map(judgements.map(({ policy }) => [policy.name, policy]));
  for (const policy of pack?.catalogue ?? []) {
    policies.set(policy.name, policy);
  }
  const rules = [...policies.values()].map(ruleOf);
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const results = judgements.flatMap((judgement) => resultOf(judgement, places.get(judgement.policy.name) ?? -1) ?? []);
  const left = results.length - resultsPerRun;
  const notifications = [
    ...(left > 0 ? [note("warning", `${left} results are left out: GitHub takes ${resultsPerRun} of a run.`)] : []),
    ...graph.notes.map(({ message, urn }) => note("note", urn ? `${message} (${urn})` : message)),
  ];
  const own = ["preflight", ...(provenance ? [provenance.preflight] : [])].join(" ");
  const version = pack ? pack.version : provenance?.preflight;
  const { repository, commit } = provenance?.source ?? {};
  return {
    tool: {
      driver: {
        name: pack?.name || "preflight",
        ...(pack && { fullName: `${own} with ${pack.name} ${pack.version}`.trimEnd() }),
        ...(version && { version }),
        rules,
      },
    },
    automationDetails: {
      id: `${["preflight", graph.project, graph.stack, ...(pack ? [pack.name] : [])].map(segment).join("/")}/`,
    },
    originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository." } } },
    invocations: [
      {
        executionSuccessful: true,
        ...(provenance && { startTimeUtc: provenance.started }),
        toolExecutionNotifications: notifications,
      },
    ],
    ...(repository &&
      commit && {
        versionControlProvenance: [
          { repositoryUri: repository, revisionId: commit, mappedTo: { uriBaseId: "SRCROOT" } },
        ],
      }),
    columnKind: "utf16CodeUnits",
    results: results.slice(0, resultsPerRun),
    properties: { project: graph.project, stack: graph.stack, mode: graph.mode, ...(provenance && { provenance }) },
  };
}

/** A part of an id, in which slashes part. */
function segment(text: string): string {
  return text.replaceAll("/", "-");
}

function note(level: SarifNotification["level"], text: string): SarifNotification {
  return { level, message: messageOf(text) };
}
