// npm run -s conformance-pack: the managed rules of AWS Config that watch what the controls check, as a conformance pack.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { type ConformancePack, type ControlSettings, conformancePack, registry } from "../policies/index";

const HELP = `Writes AWS Config's managed rules that watch what the controls check, as templates of conformance packs.

  npm run -s conformance-pack -- [options] > pack.yaml

  --framework ID    rules of controls that serve this framework, such as fsbp; may be given several times [all controls]
  --control ID      rule of this control; may be given several times [all controls]
  --config FILE     the pack's configuration, JSON or YAML, as --policy-pack-config reads it: the rules take their
                    parameters from it, and a control that is disabled has no rule
  --out FILE        where to write the template; where AWS's limits ask for several, FILE-1.yaml, FILE-2.yaml … of
                    FILE.yaml [standard output, which takes one template]
  --help            this text
`;

/** What a run of the command came to. */
export interface Ended {
  status: 0 | 2;
  stdout: string;
  stderr: string;
}

/** Runs the command: files are written, what belongs on the terminal is returned. */
export function run(args: string[]): Ended {
  try {
    return { status: 0, ...answer(args) };
  } catch (error) {
    return { status: 2, stdout: "", stderr: `✗ ${sentence(error)} See --help.\n` };
  }
}

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/(?<![.\n])$/, ".");
}

function answer(args: string[]): { stdout: string; stderr: string } {
  const { values } = parseArgs({
    args,
    options: {
      framework: { type: "string", multiple: true },
      control: { type: "string", multiple: true },
      config: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return { stdout: HELP, stderr: "" };
  const pack = conformancePack({
    frameworks: values.framework,
    controls: values.control,
    settings: values.config === undefined ? undefined : settingsOf(values.config),
  });
  if (pack.templates.length === 0) {
    throw new Error(`No managed rule of AWS Config watches what was asked for.${reasons(pack)}\n`);
  }
  const stdout = values.out === undefined ? theOnly(pack) : writeFiles(pack, values.out);
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const rules = `${count(pack.rules.length, "rule")} in ${count(pack.templates.length, "template")}`;
  return { stdout, stderr: `${rules}; controls that no rule watches: ${pack.unwatched.length}.${reasons(pack)}\n` };
}

function theOnly({ templates }: ConformancePack): string {
  const [first = "", ...more] = templates;
  if (more.length > 0) {
    throw new Error(
      `AWS's limits ask for ${templates.length} templates, and standard output takes one: give --out pack.yaml, or fewer controls.`,
    );
  }
  return first;
}

/** @returns the files' names, a line each */
function writeFiles({ templates }: ConformancePack, out: string): string {
  const files = templates.map((_, index) =>
    templates.length === 1 ? out : out.replace(/(\.ya?ml)?$/, `-${index + 1}$1`),
  );
  try {
    for (const [index, template] of templates.entries()) writeFileSync(files[index] ?? out, template);
  } catch (error) {
    throw new Error(`--out: ${out} can't be written: ${error instanceof Error ? error.message : error}`);
  }
  return `${files.join("\n")}\n`;
}

function reasons({ leftOut }: ConformancePack): string {
  return leftOut.map(({ identifier, reason }) => `\n  left out ${identifier}: ${reason}`).join("");
}

/** What a configuration of the pack says of each control: a level alone, or a level and settings; `all` is for the others. */
function settingsOf(file: string): ControlSettings {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(`--config: ${file} can't be read: ${first.replace(/:$/, "")}`);
  }
  const entries = Object.entries(mapOf(content, file)).map(([id, value]): [string, Record<string, unknown>] => [
    id,
    typeof value === "string"
      ? { enforcementLevel: levelOf(value, `${file}: ${id}`) }
      : settingsMapOf(value, `${file}: ${id}`),
  ]);
  const configured = Object.fromEntries(entries.filter(([id]) => id !== "all" && !id.startsWith("pack-")));
  const all = entries.find(([id]) => id === "all")?.[1];
  return all
    ? { ...Object.fromEntries(registry.map(({ id }) => [id, { ...all, ...configured[id] }])), ...unknownOf(configured) }
    : configured;
}

/** Names of no control, which are refused with the others. */
function unknownOf(configured: ControlSettings): ControlSettings {
  const ids = new Set(registry.map(({ id }) => id));
  return Object.fromEntries(Object.entries(configured).filter(([id]) => !ids.has(id)));
}

const levels = ["advisory", "mandatory", "remediate", "disabled"];

function levelOf(value: unknown, where: string): string {
  if (typeof value === "string" && levels.includes(value)) return value;
  throw new Error(
    `--config: ${where} has the enforcement level ${JSON.stringify(value)}. Use one of ${levels.join(", ")}.`,
  );
}

function settingsMapOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(
      `--config: ${where} is ${JSON.stringify(value)}. It has to be an enforcement level (${levels.join(", ")}) or settings.`,
    );
  }
  const { enforcementLevel } = { enforcementLevel: undefined, ...value };
  if (enforcementLevel !== undefined) levelOf(enforcementLevel, where);
  return { ...value };
}

function mapOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`--config: ${where} is no map of controls and their settings.`);
  }
  return { ...value };
}

if (require.main === module) {
  const { status, stdout, stderr } = run(process.argv.slice(2));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
