import { count } from "../count";
import type { PolicyFinding, RunResult } from "../model";
import { duration, type Style, weightOf } from "./style";

/** How many of what a run found. */
export interface Counts {
  resources: number;
  components: number;
  packs: number;
  policies: number;
  mandatory: number;
  advisory: number;
  undecided: number;
  /** Violations that the baseline has; they are neither mandatory nor advisory here. */
  baselined: number;
  remediations: number;
}

export function countsOf(result: RunResult): Counts {
  const all = findingsOf(result);
  const findings = all.filter(({ baselined }) => !baselined);
  const weighing = (weight: string): number => findings.filter((finding) => weightOf(finding) === weight).length;
  const { resources } = result.graph;
  return {
    resources: resources.filter(({ kind }) => kind === "custom" || kind === "read").length,
    components: resources.filter(({ kind }) => kind === "component").length,
    packs: result.packs.length,
    policies: result.packs.reduce((sum, pack) => sum + pack.policies, 0),
    mandatory: weighing("mandatory"),
    advisory: weighing("advisory"),
    undecided: weighing("can't tell"),
    baselined: all.length - findings.length,
    remediations: result.packs.reduce((sum, pack) => sum + pack.remediations.length, 0),
  };
}

export function findingsOf(result: RunResult): PolicyFinding[] {
  return result.packs.flatMap((pack) => pack.findings);
}

/** What the command exits with: 1 where something mandatory is violated, 0 otherwise. */
export function exitCodeOf(result: RunResult): 0 | 1 {
  return countsOf(result).mandatory > 0 ? 1 : 0;
}

export function renderSummary(result: RunResult, style: Style): string[] {
  const counts = countsOf(result);
  const { timings } = result;
  const { green, red, yellow, cyan, dim, bold } = style;
  const found = [
    counts.mandatory > 0 ? red(`${counts.mandatory} mandatory`) : "",
    counts.advisory > 0 ? yellow(`${counts.advisory} advisory`) : "",
    counts.undecided > 0 ? cyan(`${counts.undecided} can't tell`) : "",
    counts.baselined > 0 ? dim(`${counts.baselined} in the baseline`) : "",
    counts.remediations > 0 ? yellow(`${counts.remediations} remediated`) : "",
  ].filter((part) => part !== "");
  const scope = [
    count(counts.resources, "resource"),
    count(counts.components, "component"),
    counts.packs > 0 ? `${count(counts.policies, "policy", "policies")}` : "no policy pack",
    `${duration(timings.total)} (program ${duration(timings.program)}${counts.packs > 0 ? `, policies ${duration(timings.packs)}` : ""})`,
  ];
  const verdict =
    counts.mandatory > 0
      ? red(bold(`✗ ${count(counts.mandatory, "mandatory violation")}`))
      : green(bold(counts.packs > 0 ? "✓ Nothing mandatory is violated" : "✓ The program runs"));
  const rest = counts.mandatory > 0 ? found.slice(1) : found;
  return [[verdict, ...rest].join(dim(" · ")), dim(scope.join(" · "))];
}
