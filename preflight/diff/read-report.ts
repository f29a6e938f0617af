import { readFileSync } from "node:fs";
import { fileProblem } from "../file-problem";
import type { RunResult } from "../model";
import { formatVersion } from "../report";
import { UserError } from "../user-error";

/**
 * Reads a report that `--json` has written.
 * @throws UserError that names the file and what is wrong with it
 */
export function readReport(file: string): RunResult {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`The report ${file} can't be read: ${fileProblem(error)}.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UserError(`The report ${file} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const version = fieldsOf(content).formatVersion;
  if (version === undefined) {
    throw new UserError(`${file} is no report of preflight's: write one with "preflight --json base.json".`);
  }
  if (version !== formatVersion) {
    throw new UserError(
      `The report ${file} has the format version ${JSON.stringify(version)}; this preflight reads ${formatVersion}. Write it again with "preflight --json ${file}".`,
    );
  }
  if (!isRun(content)) {
    throw new UserError(`The report ${file} is damaged: it has no resources or packs that can be read.`);
  }
  return content;
}

/** What a comparison reads of a report is there. */
function isRun(content: unknown): content is RunResult {
  const { graph, packs } = fieldsOf(content);
  const { project, stack, resources } = fieldsOf(graph);
  return (
    typeof project === "string" &&
    typeof stack === "string" &&
    Array.isArray(resources) &&
    resources.every((resource) => hasTexts(resource, ["urn", "type", "name", "kind"]) && isObject(resource.inputs)) &&
    Array.isArray(packs) &&
    packs.every((pack) => {
      const { findings } = fieldsOf(pack);
      return (
        Array.isArray(findings) &&
        findings.every((finding) =>
          hasTexts(finding, ["pack", "policy", "enforcement", "severity", "verdict", "message"]),
        )
      );
    })
  );
}

function hasTexts(value: unknown, keys: string[]): value is Record<string, unknown> {
  const fields = fieldsOf(value);
  return keys.every((key) => typeof fields[key] === "string");
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
