import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { fileProblem } from "../file-problem";
import { UserError } from "../user-error";

/** A value as YAML or JSON has it. */
export type Plain = null | undefined | boolean | number | string | bigint | Date | Plain[] | PlainMap;
export interface PlainMap {
  [key: string]: Plain;
}

/**
 * Reads a YAML (or JSON) file whose top is a map.
 * @throws UserError that names the file, the line and what is wrong with it
 */
export function readYamlMap(file: string): PlainMap {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} can't be read: ${fileProblem(error)}.`);
  }
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true });
  const problem = document.errors[0];
  if (problem) {
    throw new UserError(`${file} is no valid YAML: ${yamlProblem(problem)}`);
  }
  const content: Plain = document.toJS();
  if (content === null || content === undefined) {
    return {};
  }
  if (!isMap(content)) {
    throw new UserError(`${basename(file)} has ${describe(content)} at its top; give it keys and values.`);
  }
  return content;
}

/** What is wrong with YAML, and where, without the lines of the file that the library shows below it. */
export function yamlProblem(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first.replace(/[.:]?$/, ".");
}

/** True for a map, as opposed to a list, a date or a scalar. */
export function isMap(value: Plain): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A value in the words of an error message. */
export function describe(value: Plain): string {
  if (value === undefined) {
    return "missing";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  if (isMap(value)) {
    return "a map";
  }
  return JSON.stringify(value instanceof Date ? value.toISOString() : value, (_key, v) =>
    typeof v === "bigint" ? `${v}` : v,
  );
}
