import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseDocument } from "yaml";

/**
 * The records of a file of exemptions, YAML or JSON: a list, or a map whose `exemptions` is one.
 *
 * @param path absolute, or relative to the folder of the policy pack, which is where the engine runs it
 * @returns the records, unchecked; or what is wrong with the file, as a sentence
 */
export function readExemptionsFile(path: string): readonly unknown[] | string {
  let text: string;
  try {
    text = readFileSync(resolve(path), "utf8");
  } catch (error) {
    return `the file of exemptions ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) {
    return `the file of exemptions ${path} is no valid YAML: ${problem.message.split("\n")[0]}`;
  }
  const content: unknown = document.toJS();
  const records: unknown =
    typeof content === "object" && content !== null && "exemptions" in content ? content.exemptions : content;
  return Array.isArray(records)
    ? records
    : `the file of exemptions ${path} holds no list: write one, or a map with the key "exemptions"`;
}
