import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Facts, readRecord, sortedViolations, type ViolationFact } from "./facts";
import { type PolicyRequest, packOptions, violationOf } from "./preview";
import type { StackExport } from "./stack-export";
import type { JsonMap } from "./wire";
import type { EngineRun, EngineWorkspace } from "./workspace";

/** What the real engine said of a stack's state. */
export interface AnalysisResult extends EngineRun {
  violations: ViolationFact[];
  /** What policies at the level `remediate` would change: `policy resource`. */
  remediations: string[];
  /** What policies saw, where the recorder pack ran. */
  seen?: Facts["seen"];
}

/**
 * Runs `pulumi policy analyze` on a file as `pulumi stack export` writes it. The engine reads the file and runs the packs:
 * no program, no provider, no backend. Its `deploy.AnalyzeSnapshot` goes through the resources in the order of the file, but
 * for those that wait for their deletion: `Remediate` and `Analyze` get a resource's inputs, and `AnalyzeStack` at the end
 * gets outputs, parents and dependencies. `engine.LoadLocalPolicyPackAnalyzers` starts the packs without a stack's name,
 * configuration and tags.
 */
export async function analyzeWithEngine(
  workspace: EngineWorkspace,
  state: StackExport,
  request: PolicyRequest = {},
): Promise<AnalysisResult> {
  const file = join(workspace.folder, "export.json");
  const record = join(workspace.folder, "record.json");
  writeFileSync(file, JSON.stringify(state));
  const packs = packOptions(workspace.folder, request, record);
  const run = await workspace.run(["policy", "analyze", "--json", "--file", file, ...packs]);
  const events = run.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): { [kind: string]: JsonMap } => JSON.parse(line));
  const violations = events.flatMap(({ policyEvent }) => (policyEvent ? violationOf(policyEvent) : []));
  return {
    ...run,
    violations: sortedViolations(violations),
    remediations: events.flatMap(({ policyRemediationEvent: event }) =>
      event ? `${event.policyName} ${String(event.resourceUrn).split("::").pop()}` : [],
    ),
    ...(request.record && existsSync(record) && { seen: readRecord(readFileSync(record, "utf8")) }),
  };
}
