import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { readYamlMap } from "../project/yaml-file";
import { UserError } from "../user-error";

/** A file of settings as it was read, not yet held against a pack. */
export interface Settings {
  /** As the user gave it, for messages. */
  file: string;
  content: Record<string, unknown>;
}

/**
 * Reads a file of settings, YAML or JSON. Exemptions of a file that it names, relative to its own folder, become part of
 * it, so that what is made of it stands alone.
 *
 * @throws UserError that names the file and what is wrong
 */
export function readSettings(file: string): Settings {
  const path = resolve(file);
  const { exemptionsFile, ...content }: Record<string, unknown> = readYamlMap(path);
  if (exemptionsFile === undefined) {
    return { file, content };
  }
  if (typeof exemptionsFile !== "string") {
    throw new UserError(
      `${file}: exemptionsFile is ${JSON.stringify(exemptionsFile)}. It has to be the path of a file.`,
    );
  }
  const own = content.exemptions ?? [];
  const more = exemptionsIn(resolve(dirname(path), exemptionsFile));
  return { file, content: { ...content, exemptions: Array.isArray(own) ? [...own, ...more] : own } };
}

function exemptionsIn(file: string): unknown[] {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UserError(`The file of exemptions ${file} can't be read: ${first}`);
  }
  const list: unknown =
    typeof content === "object" && content !== null && "exemptions" in content ? content.exemptions : content;
  if (!Array.isArray(list)) {
    throw new UserError(`${file} holds no list of exemptions: write one, or a map with the key "exemptions".`);
  }
  return list;
}
