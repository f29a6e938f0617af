import { join } from "node:path";
import type { Graph } from "../../preflight";
import { type Api, type Component, kebab } from "./api";
import { compliancePage } from "./compliance";
import { componentPage, functionsPage, type PageContext } from "./component-page";
import { environmentGraphs, environmentsPage } from "./environments";
import { type Example, readExamples } from "./examples";
import { type ExampleFacts, exampleFacts } from "./graphs";
import { code, firstSentence, page, table } from "./markdown";
import { MADE_BY } from "./output";
import { readApi } from "./read-api";

export interface BuildOptions {
  /** Run the examples and the stacks, and say what came of it. */
  run: boolean;
  log(line: string): void;
}

/** Makes every page: Markdown by path. */
export async function build(root: string, { run, log }: BuildOptions): Promise<Map<string, string>> {
  log("Reading the components …");
  const api = readApi(root);
  const examples = readExamples(root);
  const [facts, graphs] = run ? await runAll(root, api, examples, log) : [];
  const pages = new Map<string, string>();
  for (const component of api.components) {
    const example = examples.find(({ name }) => name === kebab(component.name));
    pages.set(pathOf(component), componentPage(component, contextOf(api), example, facts?.get(kebab(component.name))));
  }
  const chapters = [...new Set(api.components.map(({ chapter }) => chapter))];
  for (const chapter of chapters) {
    const functions = api.functions.filter((one) => one.chapter === chapter);
    if (functions.length > 0) pages.set(`${chapter}/functions.md`, functionsPage(chapter, functions, contextOf(api)));
  }
  pages.set("index.md", indexPage(api, chapters));
  pages.set("compliance.md", compliancePage());
  if (graphs)
    pages.set(
      "environments.md",
      environmentsPage(root, graphs, (type) => linkOfType(api, type)),
    );
  return pages;
}

/** Runs examples and stacks side by side; where one fails, the others are ended. */
async function runAll(
  root: string,
  api: Api,
  examples: readonly Example[],
  log: (line: string) => void,
): Promise<[Map<string, ExampleFacts>, Graph[]]> {
  const ended = new AbortController();
  const control = { log, signal: ended.signal };
  try {
    return await Promise.all([
      exampleFacts(root, examples, api.components, join(root, "policies"), control),
      environmentGraphs(root, control),
    ]);
  } catch (error) {
    ended.abort();
    throw error;
  }
}

function pathOf({ chapter, name }: Component): string {
  return `${chapter}/${kebab(name)}.md`;
}

function contextOf({ components }: Api): PageContext {
  const paths = new Map(components.map((component) => [component.name, `../${pathOf(component)}`]));
  return { toRoot: "../../..", linkOf: (name) => paths.get(name) };
}

function linkOfType({ components }: Api, type: string): string | undefined {
  const found = components.find(({ chapter, name }) => type === `aws-microservices-platform:${chapter}:${name}`);
  return found && `[${code(found.name)}](${pathOf(found)})`;
}

function indexPage({ components, functions }: Api, chapters: readonly string[]): string {
  return page(
    "# The components",
    `${MADE_BY} How they fit together: [the map](../architecture.md), [what they have in common](../components.md), [the environments](environments.md). What the policy pack holds programs to: [compliance](compliance.md).`,
    ...chapters.flatMap((chapter) => {
      const own = components.filter((component) => component.chapter === chapter);
      const rows = own.map((component) => [
        `[${code(component.name)}](${pathOf(component)})`,
        firstSentence(component.text),
        rowsOf(component.text),
      ]);
      const further = functions.filter((one) => one.chapter === chapter).map(({ name }) => code(name));
      const withRows = rows.some(([, , row]) => row !== "");
      return [
        `## ${chapter}`,
        table(
          ["component", "what it is", ...(withRows ? ["row"] : [])],
          rows.map((row) => (withRows ? row : row.slice(0, 2))),
        ),
        further.length > 0 ? `Functions: [${further.join(", ")}](${chapter}/functions.md)` : "",
      ];
    }),
  );
}

/** Requirements that a docstring names: `W12`. */
function rowsOf(text: string): string {
  return [...new Set(text.match(/\bW\d{1,2}\b/g) ?? [])].join(", ");
}
