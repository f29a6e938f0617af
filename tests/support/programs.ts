import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PackResult } from "../../preflight";
import { isAgeNote } from "./age-notes";

/** Folder of the small programs, each of which breaks one control or is a sound program that a careless one would flag. */
export const PROGRAMS = resolve(__dirname, "../programs");

/** What the policy pack has to say of one program: `policy-id resource-name`, or the policy alone for the whole stack. */
export interface Findings {
  violations: string[];
  cantTell: string[];
}

/** `expected.json` of a program. */
export interface Expected extends Findings {
  about: string;
  /** Where less is known: with `--unknowns`. @default the same */
  unknowns?: Findings;
  /** Tags of the stack. */
  stackTags?: Record<string, string>;
  /** Configuration of the policy pack. */
  policyConfig?: Record<string, unknown>;
}

export interface Program {
  name: string;
  folder: string;
  expected: Expected;
}

export function programs(): Program[] {
  return readdirSync(PROGRAMS)
    .sort()
    .map((name) => {
      const folder = join(PROGRAMS, name);
      const expected: Expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
      return { name, folder, expected };
    });
}

/**
 * The controls that programs are about: those that one of them breaks, or leaves undecided. Each program is as small as what
 * it shows, so that further controls, whose examples stand beside them, find more in it.
 */
export function controlsOfPrograms(): ReadonlySet<string> {
  return new Set(
    programs().flatMap(({ expected }) =>
      [expected, ...(expected.unknowns ? [expected.unknowns] : [])].flatMap(({ violations, cantTell }) =>
        [...violations, ...cantTell].flatMap((line) => line.split(" ")[0] ?? []),
      ),
    ),
  );
}

/** What is found by some controls only. */
export function foundBy(controls: ReadonlySet<string>, { violations, cantTell }: Findings): Findings {
  const ours = (line: string): boolean => controls.has(line.split(" ")[0] ?? "");
  return { violations: violations.filter(ours), cantTell: cantTell.filter(ours) };
}

/** The configuration of a program's policy pack as a file, where it has one. */
export function policyConfigFile({ name, expected }: Program): string | undefined {
  if (!expected.policyConfig) return undefined;
  const file = join(mkdtempSync(join(tmpdir(), "policy-config-")), `${name}.json`);
  writeFileSync(file, JSON.stringify(expected.policyConfig));
  return file;
}

/** What packs found, each finding once, in the form of `expected.json`. */
export function findingsOf(packs: readonly PackResult[]): Findings {
  const violations = new Set<string>();
  const cantTell = new Set<string>();
  for (const finding of packs.flatMap((pack) => pack.findings)) {
    if (isAgeNote(finding.policy, finding.message)) continue;
    if (finding.verdict === "violation") violations.add(line(finding.policy, finding.urn));
    // What a stack policy can't tell is one finding without a URN, whose text has a line a resource: `name (urn): reason`.
    const urns = finding.urn
      ? [finding.urn]
      : [...finding.message.matchAll(/\((urn:pulumi:[^)]+)\):/g)].map(([, urn]) => urn);
    if (finding.verdict === "can't tell") for (const urn of urns) cantTell.add(line(finding.policy, urn));
  }
  return { violations: [...violations].sort(), cantTell: [...cantTell].sort() };
}

function line(policy: string, urn: string | undefined): string {
  return urn === undefined ? policy : `${policy} ${urn.split("::").pop()}`;
}
