import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { kebab, type NamedType, type Property } from "../../../scripts/docs/api";
import { readExamples } from "../../../scripts/docs/examples";
import { readApi } from "../../../scripts/docs/read-api";

const ROOT = resolve(__dirname, "../../..");
const api = readApi(ROOT);

/** Words by which the text of an optional argument says by itself when it is given, and so what happens without it. */
const SAYS_WHEN = /left out|leave it out|give this or|required for|needed where|\bwith `|where .* has one/i;
/** Words by which an interface says that it wants one of several arguments. */
const WANTS_ONE = /\bgive (?:one\b|`)/i;

function listed(problems: string[]): string {
  return `${problems.length} to put right:\n${problems.join("\n")}`;
}

describe("the components' documentation", function () {
  this.timeout(60_000);
  const examples = new Set(readExamples(ROOT).map(({ name }) => name));

  it("reads components of every chapter, with their arguments", () => {
    assert.ok(api.components.length >= 34, `${api.components.length} components were found`);
    const without = api.components.filter(({ args }) => args === undefined).map(({ name }) => name);
    assert.deepEqual(without, []);
  });

  it("has an example of each component, docs/examples/<name in kebab case>.ts", () => {
    const missing = api.components
      .filter(({ name }) => !examples.has(kebab(name)))
      .map(({ name, file, line }) => `${file}:${line} ${name} has no docs/examples/${kebab(name)}.ts`);
    assert.deepEqual(missing, [], listed(missing));
  });

  it("has no example of a component that is not there", () => {
    const known = new Set(api.components.map(({ name }) => kebab(name)));
    assert.deepEqual(
      [...examples].filter((name) => !known.has(name)),
      [],
    );
  });

  it("says what each component, output and method is", () => {
    const silent = api.components.flatMap((component) =>
      [component, ...component.outputs, ...component.grants, ...component.methods]
        .filter(({ text }) => text === "")
        .map(({ name, file, line }) => `${file}:${line} ${component.name}.${name} has no docstring`),
    );
    assert.deepEqual(silent, [], listed(silent));
  });

  it("says of each public argument what it means, and what happens where an optional one is left out", () => {
    const problems = api.argumentTypes.flatMap((type) =>
      type.properties.flatMap((property) =>
        problemsOf(type, property).map((problem) => `${place(type.name, property)} ${problem}`),
      ),
    );
    assert.deepEqual(problems, [], listed(problems));
  });
});

describe("the map from the whitepaper to the components, docs/architecture.md", () => {
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => /^\| W\d/.test(line))
    .map((line) => line.split("|").map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)));

  it("has every component", () => {
    const missing = api.components.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``));
    assert.deepEqual(missing, []);
  });

  it("names files of the shop that do use what the row is about", () => {
    const wrong = rows.flatMap(([, , , components = [], files = []]) =>
      files
        .filter((file) => file.endsWith(".ts"))
        .filter((file) => {
          const path = join(ROOT, "stacks/shop", file);
          const source = existsSync(path) ? readFileSync(path, "utf8") : "";
          return !components.some((name) => new RegExp(`\\b${name}\\b`).test(source) || name.includes("/"));
        })
        .map((file) => `${components.join(", ")} in ${file}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("names tests that are there", () => {
    const tests = rows.flatMap(([, , , , , paths = []]) => paths);
    assert.ok(tests.length > 10);
    assert.deepEqual(
      tests.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });
});

function place(owner: string, { file, line, name }: Property): string {
  return `${file}:${line} ${owner}.${name}`;
}

function problemsOf(owner: NamedType, { name, text, optional, default: absent }: Property): string[] {
  const problems: string[] = [];
  if (text === "") problems.push("has no docstring that says what it is");
  if (optional && !absent && !SAYS_WHEN.test(text) && !isChoice(owner, name)) {
    problems.push("is optional, and has neither @default nor words on what happens without it");
  }
  return problems;
}

/** Whether a property is one of those that the interface wants one of: named there, or none is or some are by "…". */
function isChoice({ text }: NamedType, name: string): boolean {
  const named = /`[^`]+`/.test(text.slice(text.search(WANTS_ONE)));
  return WANTS_ONE.test(text) && (text.includes(`\`${name}\``) || text.includes("…") || !named);
}
