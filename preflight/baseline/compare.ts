import type { PolicyFinding, RunResult } from "../model";
import { byResource } from "../report/findings";
import type { Baseline, BaselineEntry } from "./file";
import { essence, identityOf, keyOf, resourceKey } from "./identity";

/** A run, held against a baseline. */
export interface Comparison {
  /** The run with what the baseline has marked. */
  result: RunResult;
  /** Violations that the baseline has. */
  known: number;
  /** Violations that it does not have, as entries. */
  added: BaselineEntry[];
  /** Entries that were not found any more, each with how many of them. */
  gone: BaselineEntry[];
  /** Entries that were found, and those that the run can't speak of: of a pack that did not run, or undecided now. */
  kept: BaselineEntry[];
}

/** Longest text of a finding that a baseline shows. */
const longest = 200;

/** Compares a run's violations with a baseline. */
export function compareWithBaseline(run: RunResult, baseline: Baseline): Comparison {
  const open = new Map(baseline.findings.map((entry) => [keyOf(entry), { entry, left: entry.count ?? 1 }]));
  const added = new Map<string, BaselineEntry>();
  let known = 0;
  const mark = (finding: PolicyFinding): PolicyFinding => {
    if (finding.verdict !== "violation") {
      return finding;
    }
    const identity = identityOf(finding);
    const match = open.get(keyOf(identity));
    if (match && match.left > 0) {
      match.left--;
      known++;
      return { ...finding, baselined: true };
    }
    const same = added.get(keyOf(identity));
    added.set(keyOf(identity), withCount(same ?? { ...identity, finding: summary(finding) }, countOf(same, 0) + 1));
    return finding;
  };
  const packs = run.packs.map((pack) => ({ ...pack, findings: pack.findings.map(mark) }));
  const silent = silentAbout(run);
  const entries = [...open.values()];
  const rest = (number: (left: number, all: number) => number): BaselineEntry[] =>
    entries.flatMap(({ entry, left }) => {
      const count = number(silent(entry) ? 0 : left, entry.count ?? 1);
      return count > 0 ? [withCount(entry, count)] : [];
    });
  return {
    result: { ...run, packs },
    known,
    added: [...added.values()],
    gone: rest((left) => left),
    kept: rest((left, all) => all - left),
  };
}

/** Whether a run says nothing of an entry, so that it is not known to be gone. */
function silentAbout({ packs }: RunResult): (entry: BaselineEntry) => boolean {
  const ran = new Set(packs.map(({ name }) => name));
  const undecided = new Set(
    byResource(packs.flatMap(({ findings }) => findings))
      .filter(({ verdict }) => verdict === "can't tell")
      .map(({ pack, policy, urn }) => JSON.stringify([pack, policy, resourceKey(urn)])),
  );
  return ({ pack, policy, resource }) =>
    !ran.has(pack) ||
    // A policy that stopped without naming a resource speaks of none.
    ["stack", resource].some((about) => undecided.has(JSON.stringify([pack, policy, about])));
}

function countOf(entry: BaselineEntry | undefined, none: number): number {
  return entry ? (entry.count ?? 1) : none;
}

function withCount({ count: _, ...entry }: BaselineEntry, count: number): BaselineEntry {
  return count > 1 ? { ...entry, count } : entry;
}

function summary(finding: PolicyFinding): string {
  const text = essence(finding).replace(/\s+/g, " ");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
