import { readFileSync } from "node:fs";
import { fileProblem } from "../file-problem";
import { UserError } from "../user-error";
import { type FindingIdentity, keyOf } from "./identity";

/** Changes when a file of today could not be read any more. */
const formatVersion = 1;

/** A finding that was there when the baseline was written. */
export interface BaselineEntry extends FindingIdentity {
  /** What was found, for who reads the file; not compared. */
  finding: string;
  /** How many of the same; absent for one. */
  count?: number;
}

/** When and why findings were added to a baseline that was there. */
export interface Growth {
  /** `YYYY-MM-DD`, UTC. */
  on: string;
  added: number;
  reason: string;
}

export interface Baseline {
  findings: BaselineEntry[];
  grown: Growth[];
}

/**
 * Reads a baseline.
 * @returns undefined where there is no such file
 * @throws UserError that names the file and what is wrong with it
 */
export function readBaseline(file: string): Baseline | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw new UserError(`The baseline ${file} can't be read: ${fileProblem(error)}.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UserError(`The baseline ${file} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const { formatVersion: version, findings, grown } = fieldsOf(content);
  if (version !== formatVersion) {
    throw new UserError(
      version === undefined
        ? `${file} is no baseline of preflight's: write one with --write-baseline, to another file.`
        : `The baseline ${file} has the format version ${JSON.stringify(version)}; this preflight reads ${formatVersion}. Write it with --write-baseline.`,
    );
  }
  if (!Array.isArray(findings) || !findings.every(isEntry)) {
    throw new UserError(
      `The baseline ${file} is damaged: each of its findings has pack, policy, resource, fingerprint and finding.`,
    );
  }
  return { findings, grown: Array.isArray(grown) ? grown.filter(isGrowth) : [] };
}

/** The baseline as text, one finding a line and in one order, so that a change of it can be read in a pull request. */
export function baselineText({ findings, grown }: Baseline): string {
  const lines = [...findings]
    .sort(byKey)
    .map(({ pack, policy, resource, fingerprint, finding, count = 1 }) =>
      JSON.stringify({ pack, policy, resource, fingerprint, finding, ...(count > 1 && { count }) }),
    );
  const reasons = grown.map(({ on, added, reason }) => JSON.stringify({ on, added, reason }));
  return `{\n  "formatVersion": ${formatVersion},\n  "findings": ${list(lines)},\n  "grown": ${list(reasons)}\n}\n`;
}

function list(lines: string[]): string {
  return lines.length === 0 ? "[]" : `[\n${lines.map((line) => `    ${line}`).join(",\n")}\n  ]`;
}

function byKey(a: BaselineEntry, b: BaselineEntry): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isEntry(value: unknown): value is BaselineEntry {
  const fields = fieldsOf(value);
  const { count } = fields;
  const texts = ["pack", "policy", "resource", "fingerprint", "finding"].map((key) => fields[key]);
  return (
    texts.every((text) => typeof text === "string") &&
    (count === undefined || (typeof count === "number" && Number.isInteger(count) && count > 0))
  );
}

function isGrowth(value: unknown): value is Growth {
  const { on, added, reason } = fieldsOf(value);
  return typeof on === "string" && typeof added === "number" && typeof reason === "string";
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
