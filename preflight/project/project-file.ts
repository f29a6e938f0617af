import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../user-error";
import { describe, isMap, type Plain, type PlainMap, readYamlMap } from "./yaml-file";

/** What Pulumi.yaml says, as far as running a program goes. */
export interface ProjectFile {
  /** The file itself, absolute. */
  file: string;
  /** Its folder. */
  root: string;
  name: string;
  /** Folder or file of the program, absolute. */
  program: string;
  /** False where `runtime.options.typescript` turns TypeScript off. */
  typescript: boolean;
  /** `runtime.options.tsconfig`, absolute. */
  tsconfig?: string;
  /** Modules that `runtime.options.nodeargs` loads before the program. */
  preload: string[];
  /** Folder of the stacks' files. */
  stackFolder: string;
  /** The `config` section. */
  config: PlainMap;
}

const names = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * Reads the project's file, in a folder or above it.
 * @throws UserError where there is none, where it is wrong, and for any runtime other than nodejs
 */
export function readProjectFile(directory: string): ProjectFile {
  const file = find(resolve(directory));
  const content = readYamlMap(file);
  const { name, runtime, main, config } = content;
  if (typeof name !== "string" || name === "") {
    throw new UserError(`${file}: "name" is ${describe(name)}; give the project a name.`);
  }
  const options = readRuntime(file, runtime);
  const root = dirname(file);
  const folder = content.stackConfigDir ?? (typeof config === "string" ? config : undefined);
  return {
    file,
    root,
    name,
    program: programOf(file, root, main),
    stackFolder: typeof folder === "string" ? resolve(root, folder) : root,
    config: isMap(config) ? config : {},
    ...options,
  };
}

function find(start: string): string {
  if (!existsSync(start) || !statSync(start).isDirectory()) {
    throw new UserError(`The folder ${start} does not exist; give the folder of a Pulumi.yaml.`);
  }
  for (let folder = start; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found) {
      return found;
    }
    if (folder === dirname(folder)) {
      throw new UserError(`There is no Pulumi.yaml in ${start} or above it; give the folder of a Pulumi project.`);
    }
  }
}

function readRuntime(file: string, runtime: Plain): Pick<ProjectFile, "typescript" | "tsconfig" | "preload"> {
  const name = isMap(runtime) ? runtime.name : runtime;
  if (name !== "nodejs") {
    throw new UserError(
      `${file}: "runtime" is ${describe(name)}; preflight runs JavaScript and TypeScript programs ("nodejs") only. ` +
        "Policy packs work on programs of any language under `pulumi preview --policy-pack`.",
    );
  }
  const options = isMap(runtime) && isMap(runtime.options) ? runtime.options : {};
  const { typescript, tsconfig, nodeargs } = options;
  return {
    typescript: typescript !== false && typescript !== "false",
    ...(typeof tsconfig === "string" ? { tsconfig: resolve(dirname(file), tsconfig) } : {}),
    preload: typeof nodeargs === "string" ? preloadsOf(nodeargs) : [],
  };
}

/** Loaders that turn TypeScript into JavaScript: preflight does that itself. */
const compilers = /^(?:tsx|ts-node|@swc-node|esbuild-register|@esbuild-kit)(?:\/|$)/;

function preloadsOf(nodeargs: string): string[] {
  const modules = nodeargs.matchAll(/(?:^|\s)(?:-r|--require|--import)(?:\s+|=)(\S+)/g);
  return [...modules].map((match) => match[1] ?? "").filter((name) => name !== "" && !compilers.test(name));
}

function programOf(file: string, root: string, main: Plain): string {
  if (main === undefined || main === null) {
    return root;
  }
  if (typeof main !== "string") {
    throw new UserError(`${file}: "main" is ${describe(main)}; give the program's folder or file.`);
  }
  const program = resolve(root, main);
  if (!existsSync(program)) {
    throw new UserError(`${file}: "main" is "${main}", but ${program} does not exist.`);
  }
  return program;
}
