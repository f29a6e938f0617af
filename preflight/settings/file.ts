import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { fileProblem } from "../file-problem";
import { readYamlMap, yamlProblem } from "../project/yaml-file";
import { UserError } from "../user-error";

/** A file of settings as it was read, not yet held against a pack. */
export interface Settings {
  /** As the user gave it, for messages. */
  file: string;
  content: Record<string, unknown>;
  /** The exemptions of the file that `exemptionsFile` names. */
  exemptions?: { file: string; list: unknown[] };
}

/**
 * Reads a file of settings, YAML or JSON, and with it the exemptions of a file that it names, relative to its own folder,
 * so that what is made of it stands alone.
 *
 * @throws UserError that names the file and what is wrong
 */
export function readSettings(file: string): Settings {
  const path = resolve(file);
  const content: Record<string, unknown> = readYamlMap(path);
  const { exemptionsFile } = content;
  if (exemptionsFile === undefined) {
    return { file, content };
  }
  if (typeof exemptionsFile !== "string") {
    throw new UserError(
      `${file}: exemptionsFile is ${JSON.stringify(exemptionsFile)}. It has to be the path of a file.`,
    );
  }
  const list = exemptionsIn(resolve(dirname(path), exemptionsFile));
  return {
    file,
    content,
    exemptions: { file: isAbsolute(exemptionsFile) ? exemptionsFile : join(dirname(file), exemptionsFile), list },
  };
}

function exemptionsIn(file: string): unknown[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`The file of exemptions ${file} can't be read: ${fileProblem(error)}.`);
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new UserError(`The file of exemptions ${file} is no valid YAML: ${yamlProblem(error)}`);
  }
  const list: unknown =
    typeof content === "object" && content !== null && "exemptions" in content ? content.exemptions : content;
  if (!Array.isArray(list)) {
    throw new UserError(`${file} holds no list of exemptions: write one, or a map with the key "exemptions".`);
  }
  return list;
}
