import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { ProgramRequest } from "../child/messages";
import { UserError } from "../user-error";
import { applyDeclarations, type ConfigValue, qualify, stackValue } from "./config-values";
import { type ProjectFile, readProjectFile } from "./project-file";
import { describe, isMap, readYamlMap } from "./yaml-file";

/** What can be said about a project besides its files. */
export interface ProjectOptions {
  /** Name of the stack, also as `organization/stack` or `organization/project/stack`. */
  stack?: string;
  /** Default `organization`. */
  organization?: string;
  /** Configuration that goes before the stack's own. */
  config?: Record<string, string>;
}

/** The part of a request that a project's files decide. */
export type ProjectRequest = Pick<
  ProgramRequest,
  | "root"
  | "program"
  | "project"
  | "stack"
  | "organization"
  | "config"
  | "secretKeys"
  | "typescript"
  | "preload"
  | "notes"
>;

/**
 * Reads Pulumi.yaml and the stack's file, in a folder or above it.
 * @throws UserError for everything that is missing or wrong
 */
export function readProject(directory: string, options: ProjectOptions = {}): ProjectRequest {
  const project = readProjectFile(directory);
  const { stack, organization } = chooseStack(project, options.stack);
  const notes: string[] = [];
  const values = readStackFile(project, stack, notes);
  for (const [key, text] of Object.entries(options.config ?? {})) {
    const secret = values.get(qualify(key, project.name))?.secret ?? false;
    values.set(qualify(key, project.name), { text, secret, encrypted: false });
  }
  applyDeclarations(values, project.config, { project: project.name, stack, file: basename(project.file) });
  for (const [key, { encrypted }] of values) {
    if (encrypted) {
      notes.push(`${key} is encrypted, so its value is unknown here. Give one with --config ${key}=VALUE.`);
    }
  }
  return {
    root: project.root,
    program: project.program,
    project: project.name,
    stack,
    organization: options.organization ?? organization ?? "organization",
    config: Object.fromEntries([...values].map(([key, { text }]) => [key, text])),
    secretKeys: [...values].filter(([, { secret }]) => secret).map(([key]) => key),
    typescript: { enabled: project.typescript, tsconfig: project.tsconfig },
    preload: project.preload,
    notes: notes.map((message) => ({ message })),
  };
}

/** The stacks that have a file, sorted. */
export function stacksOf(project: ProjectFile): string[] {
  if (!existsSync(project.stackFolder)) {
    return [];
  }
  return readdirSync(project.stackFolder)
    .map((name) => /^Pulumi\.(.+)\.(?:yaml|yml|json)$/.exec(name)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

function chooseStack(project: ProjectFile, asked: string | undefined): { stack: string; organization?: string } {
  const known = stacksOf(project);
  const list = known.map((name) => `"${name}"`).join(", ");
  if (asked === undefined) {
    const [only, another] = known;
    if (only !== undefined && another === undefined) {
      return { stack: only };
    }
    throw new UserError(
      only === undefined
        ? `${project.file} has no stack; name one with --stack.`
        : `Which stack? Give --stack one of ${list}.`,
    );
  }
  const parts = asked.split("/");
  const stack = parts.at(-1) ?? "";
  if (!/^[\w.-]{1,100}$/.test(stack)) {
    throw new UserError(`--stack is "${asked}"; a stack's name has letters, digits, "-", "_" and "." only.`);
  }
  if (known.length > 0 && !known.includes(stack)) {
    throw new UserError(
      `There is no stack "${stack}": ${join(project.stackFolder, `Pulumi.${stack}.yaml`)} does not exist. Stacks of this project: ${list}.`,
    );
  }
  return { stack, organization: parts.length > 1 ? parts[0] : undefined };
}

function readStackFile(project: ProjectFile, stack: string, notes: string[]): Map<string, ConfigValue> {
  const values = new Map<string, ConfigValue>();
  const file = ["yaml", "yml", "json"]
    .map((extension) => join(project.stackFolder, `Pulumi.${stack}.${extension}`))
    .find((path) => existsSync(path));
  if (!file) {
    return values;
  }
  const content = readYamlMap(file);
  const { config, environment } = content;
  if (environment !== undefined && environment !== null) {
    notes.push(
      `${basename(file)} takes configuration from Pulumi ESC (${describe(environment)}), which is not known here. Give what the program needs with --config.`,
    );
  }
  if (config === undefined || config === null) {
    return values;
  }
  if (!isMap(config)) {
    throw new UserError(`${file}: "config" is ${describe(config)}; give it keys and values.`);
  }
  for (const [key, value] of Object.entries(config)) {
    values.set(qualify(key, project.name), stackValue(value));
  }
  return values;
}
