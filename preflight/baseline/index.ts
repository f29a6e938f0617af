import { count } from "../count";
import type { RunResult } from "../model";
import { UserError } from "../user-error";
import { type Comparison, compareWithBaseline } from "./compare";
import { type Baseline, type BaselineEntry, baselineText, readBaseline } from "./file";
import { keyOf } from "./identity";

export { type Comparison, compareWithBaseline } from "./compare";
export { type Baseline, type BaselineEntry, baselineText, readBaseline } from "./file";
export { essence, type FindingIdentity, identityOf, keyOf, resourceKey } from "./identity";

/** How a baseline is used in a run. */
export interface BaselineOptions {
  /** File that the run is held against. */
  read?: string;
  /** File that is written. */
  write?: string;
  /** Why findings are added to a file that is there; without it, none are. */
  grow?: string;
  /** Fail where an entry is not found any more. */
  strict: boolean;
}

/** What a baseline comes to in a run. */
export interface BaselineOutcome {
  /** The run with what is in the baseline marked. */
  result: RunResult;
  /** The file's new text; absent where none is written. */
  text?: string;
  /** Lines for the reader. */
  said: string[];
  /** True where the baseline itself fails the run. */
  fails: boolean;
}

/** Entries that are told one by one before the rest is counted. */
const manyEntries = 20;

/**
 * The baseline of a run, where there is one already: read before the run, which may take a while.
 *
 * @throws UserError where the file is missing or damaged
 */
export function loadBaseline({ read, write }: BaselineOptions): Baseline | undefined {
  const file = write ?? read ?? "";
  const baseline = readBaseline(file);
  if (!baseline && write === undefined) {
    throw new UserError(`There is no baseline ${file}. Write it with --write-baseline ${file}.`);
  }
  return baseline;
}

/**
 * Holds a run against a baseline, and makes the new one that is to be written. A file that is there only shrinks: what is
 * gone leaves it, and nothing is added without a reason.
 *
 * @param baseline from {@link loadBaseline}
 */
export function applyBaseline(
  run: RunResult,
  options: BaselineOptions,
  baseline: Baseline | undefined,
  now = new Date(),
): BaselineOutcome {
  const { read, write, grow, strict } = options;
  const file = write ?? read ?? "";
  if (!baseline) {
    return first(run, file);
  }
  const comparison = compareWithBaseline(run, baseline);
  const { gone, added } = comparison;
  if (write === undefined) {
    return { result: comparison.result, said: entriesGone(file, gone), fails: strict && gone.length > 0 };
  }
  if (grow === undefined || added.length === 0) {
    const next = { ...baseline, findings: comparison.kept };
    return { result: comparison.result, text: baselineText(next), said: written(file, comparison), fails: false };
  }
  const next: Baseline = {
    findings: merged([...comparison.kept, ...added]),
    grown: [...baseline.grown, { on: now.toISOString().slice(0, 10), added: total(added), reason: grow }],
  };
  const after = compareWithBaseline(run, next);
  const said = [
    `${count(total(added), "violation")} added to the baseline ${file}: ${grow}`,
    ...entriesDropped(file, gone),
  ];
  return { result: after.result, text: baselineText(next), said, fails: false };
}

function first(run: RunResult, file: string): BaselineOutcome {
  const { added } = compareWithBaseline(run, { findings: [], grown: [] });
  const baseline: Baseline = { findings: added, grown: [] };
  const { result } = compareWithBaseline(run, baseline);
  return {
    result,
    text: baselineText(baseline),
    said: [`The baseline ${file} is new, with ${count(total(added), "violation")}.`],
    fails: false,
  };
}

function written(file: string, { gone, added }: Comparison): string[] {
  return [
    ...entriesDropped(file, gone),
    ...(added.length > 0
      ? [
          `${count(total(added), "violation")} not added to the baseline ${file}: it only shrinks. Put them right, or give --grow-baseline a reason.`,
        ]
      : []),
  ];
}

function entriesDropped(file: string, gone: BaselineEntry[]): string[] {
  return gone.length > 0 ? [`${count(total(gone), "violation")} left the baseline ${file}: not found any more.`] : [];
}

function entriesGone(file: string, gone: BaselineEntry[]): string[] {
  if (gone.length === 0) {
    return [];
  }
  const shown = gone.slice(0, manyEntries).map(({ policy, resource }) => `  ${policy} of ${resource}`);
  const rest = gone.length > shown.length ? [`  … and ${gone.length - shown.length} more`] : [];
  return [
    `${count(total(gone), "violation")} of the baseline ${file} not found any more; take them out with --write-baseline ${file}:`,
    ...shown,
    ...rest,
  ];
}

/** Entries with the same key become one. */
function merged(entries: BaselineEntry[]): BaselineEntry[] {
  const byKey = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const before = byKey.get(keyOf(entry));
    byKey.set(keyOf(entry), before ? { ...before, count: total([before, entry]) } : entry);
  }
  return [...byKey.values()];
}

function total(entries: BaselineEntry[]): number {
  return entries.reduce((sum, { count: number = 1 }) => sum + number, 0);
}
