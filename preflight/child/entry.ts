import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../user-error";

/** Where a program begins. */
export interface Entry {
  /** The program's working directory, as the language host sets it. */
  folder: string;
  /** What is loaded: a file, or a folder with an index. */
  target: string;
  /** True where the nearest package.json says `"type": "module"`. */
  module: boolean;
}

/** The parts of a package.json that say where it begins. */
interface Manifest {
  type?: unknown;
  main?: unknown;
  exports?: unknown;
}

/**
 * Finds the entry by the rules of `@pulumi/pulumi/cmd/run`: `main` of Pulumi.yaml, else `exports` or `main` of the
 * nearest package.json, else the program's folder.
 */
export function findEntry(program: string): Entry {
  const isFolder = statSync(program).isDirectory();
  const folder = isFolder ? program : dirname(program);
  const root = findManifest(folder);
  const manifest = root === undefined ? {} : readManifest(join(root, "package.json"));
  const declared = isFolder ? entryPoint(manifest) : undefined;
  const target = root !== undefined && declared !== undefined ? join(root, declared) : program;
  return { folder, target: existsSync(target) ? target : program, module: manifest.type === "module" };
}

/** The URL of an ES module program. */
export function moduleUrl(target: string): string {
  const real = realpathSync(target);
  if (!statSync(real).isDirectory()) {
    return pathToFileURL(real).href;
  }
  const index = ["index.js", "index.mjs"].find((name) => existsSync(join(real, name)));
  if (index === undefined) {
    throw new UserError(`No entry point was found in ${real}: there is no index.js, index.mjs or index.ts.`);
  }
  return pathToFileURL(join(real, index)).href;
}

/** The TypeScript file that a target is or has, where it has nothing that goes before it. */
export function typescriptEntry(target: string): string | undefined {
  if (!statSync(target).isDirectory()) {
    return /\.(?:ts|tsx|mts|cts)$/.test(target) ? target : undefined;
  }
  if (existsSync(join(target, "index.js")) || existsSync(join(target, "index.mjs"))) {
    return undefined;
  }
  return ["index.ts", "index.tsx", "index.mts", "index.cts"].map((name) => join(target, name)).find(existsSync);
}

function entryPoint(manifest: Manifest): string | undefined {
  const { exports, main } = manifest;
  if (typeof exports === "string") {
    return relative(exports);
  }
  if (typeof exports === "object" && exports !== null) {
    const own: unknown = Reflect.get(exports, ".");
    if (typeof own === "string") {
      return relative(own);
    }
    const conditions = typeof own === "object" && own !== null ? own : {};
    const found = ["default", "require", "import"].map((name): unknown => Reflect.get(conditions, name)).find(Boolean);
    return typeof found === "string" ? relative(found) : undefined;
  }
  return typeof main === "string" ? relative(main) : undefined;
}

function relative(path: string): string | undefined {
  return isAbsolute(path) ? undefined : path;
}

function findManifest(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

function readManifest(file: string): Manifest {
  try {
    const content: Manifest = JSON.parse(readFileSync(file, "utf8"));
    return content;
  } catch (error) {
    throw new UserError(`${file} is no valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
}
