import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

/** A program of `docs/examples`. */
export interface Example {
  /** File name without its ending: the component's name in kebab case. */
  name: string;
  /** Absolute. */
  file: string;
  text: string;
  /** What the pack can't tell about it, and why that is so: `@cantTell POLICY REASON` in its first comment. */
  cantTell: { policy: string; reason: string }[];
}

/** A Pulumi project that runs examples. */
export interface ExampleProject {
  folder: string;
  stack: string;
  /** Names of its examples. */
  examples: string[];
}

const STACK = "test";
const SETTINGS = 'config:\n  aws:region: eu-central-1\n  aws:allowedAccountIds: ["123456789012"]\n';

/** Every example, by name. Files in folders below are what the examples' functions run, and not examples. */
export function readExamples(root: string): Example[] {
  const folder = join(root, "docs/examples");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, "utf8");
      return { name: basename(name, ".ts"), file, text, cantTell: expectations(text) };
    });
}

/** `// @cantTell elb-zones: why` lines. */
function expectations(text: string): Example["cantTell"] {
  return [...text.matchAll(/^\/\/ @cantTell ([a-z0-9-]+): (.+)$/gm)].map(([, policy = "", reason = ""]) => ({
    policy,
    reason,
  }));
}

/** The example as a reader's own program would have it: with the package's imports, and without notes for the tests. */
export function publishedText({ text }: Example): string {
  return text
    .replace(/^\/\/ @cantTell .*\n/gm, "")
    .replace(/(from\s+")\.\.\/\.\.\/(infra(?:\/[a-z]+)?)(")/g, "$1aws-microservices-platform/$2$3")
    .trim();
}

/** As deep below the root as `docs/examples` is, so that a path that an example gives is right from both. */
function projectFolder(root: string, name: string): string {
  return join(root, ".cache", `example-${name}`);
}

/** Writes the project of one example below `.cache`. Its folder may be used again, and by one run at a time. */
export function projectOf(root: string, example: Example): ExampleProject {
  const folder = projectFolder(root, example.name);
  return writeProject(folder, [example.name], example.name, relative(folder, example.file));
}

/**
 * Writes projects that run several examples each, so that what starts once for a run is paid for once. Examples that give
 * two components of a class the same name can't be in one program, and are in different ones.
 * @param purpose names the projects: two runs at the same time have to have purposes of their own
 * @param most examples of one project
 */
export function bundledProjects(
  root: string,
  examples: readonly Example[],
  purpose: string,
  most = Number.POSITIVE_INFINITY,
): ExampleProject[] {
  const bundles: { examples: Example[]; names: Set<string> }[] = [];
  for (const example of examples) {
    const names = resourceNames(example.text);
    let bundle = bundles.find((one) => one.examples.length < most && names.every((name) => !one.names.has(name)));
    if (!bundle) {
      bundle = { examples: [], names: new Set() };
      bundles.push(bundle);
    }
    bundle.examples.push(example);
    for (const name of names) bundle.names.add(name);
  }
  return bundles.map((bundle, index) => {
    const name = `${purpose}-${index + 1}`;
    const folder = projectFolder(root, name);
    mkdirSync(folder, { recursive: true });
    const imports = bundle.examples.map(({ file }) => {
      const path = relative(folder, file).split(sep).join("/");
      return `import ${JSON.stringify(path.replace(/\.ts$/, ""))};\n`;
    });
    writeFileSync(join(folder, "index.ts"), imports.join(""));
    return writeProject(
      folder,
      bundle.examples.map((example) => example.name),
      name,
      "index.ts",
    );
  });
}

/** `Class "name"` of each resource that a program's own text makes. */
export function resourceNames(text: string): string[] {
  return [...text.matchAll(/new\s+(?:\w+\.)*(\w+)(?:<[^>]*>)?\(\s*[`"']([^`"']+)/g)].map(
    ([, type, name]) => `${type} ${name}`,
  );
}

function writeProject(folder: string, examples: string[], name: string, main: string): ExampleProject {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    nodeargs: "--stack-trace-limit=0"\nmain: ${main}\n`,
  );
  writeFileSync(join(folder, `Pulumi.${STACK}.yaml`), SETTINGS);
  return { folder, stack: STACK, examples };
}
