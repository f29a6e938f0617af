import { readdirSync, readFileSync } from "node:fs";
import Module from "node:module";
import { join, resolve } from "node:path";
import { transformSync } from "esbuild";
import type { Control } from "../../../policies/index";
import { checksOf, type Described, describedControls } from "../policies";
import { type Mutant, mutantsOf } from "./mutants";

const REPOSITORY = resolve(__dirname, "../../..");
const CONTROLS = join(REPOSITORY, "policies/controls");

/** A mutant that every example of every control takes for the original. */
export interface Survivor {
  file: string;
  mutant: Mutant;
}

export interface MutationResult {
  mutants: number;
  survivors: Survivor[];
}

/** Flips the conditions of the files of controls one by one and runs the examples of the controls that depend on them. */
export function mutateControls(progress?: (file: string) => void): MutationResult {
  const described = describedControls();
  const files = sourceFiles(CONTROLS);
  const users = usersOf(files);
  const survivors: Survivor[] = [];
  let mutants = 0;
  for (const file of files) {
    progress?.(file);
    const concerned = [file, ...(users.get(file) ?? [])];
    const examples = described.filter(({ control }) => concerned.some((one) => exportsOf(one).includes(control)));
    const names = examples.map((one) => ({ ...one, at: placeOf(one.control, concerned) }));
    for (const mutant of mutantsOf(readFileSync(file, "utf8"))) {
      mutants++;
      if (!killed(file, mutant, concerned, names)) survivors.push({ file: file.slice(REPOSITORY.length + 1), mutant });
    }
  }
  return { mutants, survivors };
}

interface Place {
  file: string;
  name: string;
}

function killed(file: string, mutant: Mutant, concerned: string[], described: (Described & { at: Place })[]): boolean {
  const originals = concerned.map((one) => require.cache[one]);
  try {
    for (const one of concerned) delete require.cache[one];
    load(file, mutant.source);
    return described.some(({ at, examples }) => {
      const control: Control = require(at.file)[at.name];
      return checksOf(control, examples).some(({ run }) => throws(run));
    });
  } catch {
    // It does not even load.
    return true;
  } finally {
    concerned.forEach((one, index) => {
      const original = originals[index];
      if (original) require.cache[one] = original;
    });
  }
}

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** Puts a source into the cache of modules as if it stood in the file. */
function load(file: string, source: string): void {
  const { code } = transformSync(source, { loader: "ts", format: "cjs", target: "node20" });
  const made = new Module(file);
  made.filename = file;
  made.paths = Reflect.apply(Reflect.get(Module, "_nodeModulePaths"), Module, [file]);
  require.cache[file] = made;
  Reflect.apply(Reflect.get(made, "_compile"), made, [code, file]);
  made.loaded = true;
}

function placeOf(control: Control, files: string[]): Place {
  for (const file of files) {
    const exported: Record<string, unknown> = require(file);
    const name = Object.keys(exported).find((key) => exported[key] === control);
    if (name !== undefined) return { file, name };
  }
  throw new Error(`no file exports ${control.id}`);
}

function exportsOf(file: string): unknown[] {
  return Object.values(require(file));
}

/** The files of controls that import each file, directly or not. */
function usersOf(files: string[]): Map<string, string[]> {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  return new Map(
    files.map((file) => {
      const users = new Set<string>();
      const follow = (of: string): void => {
        for (const [user, used] of imports) {
          if (used.includes(of) && !users.has(user)) {
            users.add(user);
            follow(user);
          }
        }
      };
      follow(file);
      users.delete(file);
      return [file, [...users]];
    }),
  );
}

function importsOf(file: string): string[] {
  const found = readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g);
  return [...found].map(([, path = ""]) => `${resolve(file, "..", path)}.ts`);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .sort();
}
