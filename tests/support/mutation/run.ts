import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Collected, collect } from "../policies";
import { within } from "./guard";
import { Loader } from "./loader";
import { type Mutant, mutantsOf } from "./mutants";

const REPOSITORY = resolve(__dirname, "../../..");
const CONTROLS = join(REPOSITORY, "policies/controls");
const TESTS = join(REPOSITORY, "tests/unit/policies");

/** A mutant that every test of every control takes for the original. */
export interface Survivor {
  file: string;
  mutant: Mutant;
}

export interface MutationResult {
  mutants: number;
  survivors: Survivor[];
}

/** What to leave out, for a look at a few files. */
export interface MutationOptions {
  /** Mutates the files alone whose path has one of these in it. */
  only?: readonly string[];
  progress?: (file: string) => void;
}

/**
 * Flips the conditions of the files of controls one by one and runs the test files that import them, directly or not, by the
 * modules between. Tests that wait for something are left out, and so are tests that need `before`.
 */
export function mutateControls({ only = [""], progress }: MutationOptions = {}): MutationResult {
  const files = sourceFiles(CONTROLS);
  const imports = new Map([...files, ...sourceFiles(TESTS)].map((file) => [file, importsOf(file)]));
  const loader = new Loader();
  const sound = new Map<string, ReadonlySet<string>>();
  const survivors: Survivor[] = [];
  let mutants = 0;
  for (const file of files.filter((one) => only.some((part) => one.includes(part)))) {
    progress?.(file);
    const tests = testsOf(file, imports);
    for (const test of tests) {
      if (!sound.has(test.file)) sound.set(test.file, soundChecks(loader, test));
    }
    for (const mutant of mutantsOf(readFileSync(file, "utf8"))) {
      mutants++;
      if (!killed(loader, file, mutant, tests, sound)) {
        survivors.push({ file: file.slice(REPOSITORY.length + 1), mutant });
      }
    }
  }
  return { mutants, survivors };
}

/** A test file, and what has to be loaded again before it for it to see a changed file. */
interface TestFile {
  readonly file: string;
  readonly between: readonly string[];
  /** Its test that ran last, which is the one that killed a mutant last, or no matter. */
  killer?: string;
}

/** Whether a test fails, or can't be loaded, or never ends. */
function killed(
  loader: Loader,
  file: string,
  mutant: Mutant,
  tests: TestFile[],
  sound: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  return loader.changing(() => {
    if (throws(() => within(() => loader.loadSource(file, mutant.source)))) return true;
    const killer = tests.findIndex((test) =>
      throws(() => {
        const checks = collected(loader, test).checks.filter(({ name }) => sound.get(test.file)?.has(name));
        const last = checks.find(({ name }) => name === test.killer);
        const [quick, slow] = [checks.filter((check) => !check.slow), checks.filter((check) => check.slow)];
        within(() => {
          for (const check of [...(last ? [last] : []), ...quick, ...slow]) {
            test.killer = check.name;
            check.run();
          }
        });
      }),
    );
    // What killed one mutant is likely to kill the next.
    if (killer > 0) tests.unshift(...tests.splice(killer, 1));
    return killer >= 0;
  });
}

function collected(loader: Loader, { file, between }: TestFile): Collected {
  return collect(() =>
    within(() => {
      for (const one of between) loader.load(one);
      loader.loadAgain(file);
    }),
  );
}

/** Names of the tests that pass without any change. */
function soundChecks(loader: Loader, test: TestFile): Set<string> {
  return loader.changing(() => {
    const { checks } = collected(loader, { ...test, between: [] });
    return new Set(checks.filter(({ run }) => !throws(run)).map(({ name }) => name));
  });
}

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** The tests of a file, those that import it themselves first. */
function testsOf(file: string, imports: ReadonlyMap<string, readonly string[]>): TestFile[] {
  const concerned = usersOf(file, imports);
  const between = (test: string): string[] => {
    const found = new Set<string>();
    const follow = (of: string): void => {
      for (const used of imports.get(of) ?? []) {
        if (!concerned.includes(used) || found.has(used)) continue;
        follow(used);
        found.add(used);
      }
    };
    follow(test);
    return [...found];
  };
  return concerned
    .filter((one) => one.endsWith(".test.ts"))
    .map((test) => ({ file: test, between: between(test) }))
    .sort((a, b) => a.between.length - b.between.length);
}

/** The files that import a file, directly or not. */
function usersOf(file: string, imports: ReadonlyMap<string, readonly string[]>): string[] {
  const users = new Set<string>();
  const follow = (of: string): void => {
    for (const [user, used] of imports) {
      if (user !== file && used.includes(of) && !users.has(user)) {
        users.add(user);
        follow(user);
      }
    }
  };
  follow(file);
  return [...users];
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
