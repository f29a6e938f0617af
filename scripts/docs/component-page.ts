import type { Component, Method, NamedType, Property, PublicFunction } from "./api";
import { type Example, publishedText } from "./examples";
import type { ExampleFacts } from "./graphs";
import { anchor, code, count, literal, page, table } from "./markdown";

const PACKAGE = "aws-microservices-platform";

/** What a page needs to know of the others. */
export interface PageContext {
  /** From the page's folder to the repository's root, such as `../../..`. */
  toRoot: string;
  /** Link to the page of a component, from this page; undefined for what has none. */
  linkOf(name: string): string | undefined;
}

/** A component's page. */
export function componentPage(
  component: Component,
  context: PageContext,
  example: Example | undefined,
  facts: ExampleFacts | undefined,
): string {
  const links = linker(component.types, context);
  return page(
    `# ${component.name}`,
    [
      code(`${PACKAGE}/infra/${component.chapter}`),
      code(`${PACKAGE}:${component.chapter}:${component.name}`),
      source(component, context),
      "[all components](../index.md)",
    ].join(" · "),
    component.text,
    example && exampleSection(example, context),
    component.args && argumentsSection(component, component.args, links),
    outputsSection(component.outputs, links),
    methodsSection("Permissions", component.grants, links, context),
    methodsSection("Methods", component.methods, links, context),
    typesSection(component.types, links),
    refusals(component),
    facts && factsSection(component, facts),
  );
}

/** The page of the functions that a chapter has beside its components. */
export function functionsPage(chapter: string, functions: readonly PublicFunction[], context: PageContext): string {
  const types = [...new Map(functions.flatMap(({ types }) => types.map((type) => [type.name, type]))).values()];
  const links = linker(types, context);
  return page(
    `# Functions of ${chapter}`,
    `${code(`${PACKAGE}/infra/${chapter}`)} · [all components](../index.md)`,
    ...functions.map((method) => methodText("##", method, links, context)),
    typesSection(types, links),
  );
}

type Linker = (type: string) => string;

/** Writes a type so that the names in it lead to where they are explained. */
function linker(types: readonly NamedType[], context: PageContext): Linker {
  const anchors = new Map(types.map(({ name }) => [name, `#${anchor(name)}`]));
  return (type) => {
    const named = (type.match(/[A-Za-z_]\w*/g) ?? []).flatMap((name) => {
      const link = anchors.get(name) ?? context.linkOf(name);
      return link ? [[name, link] as const] : [];
    });
    const [only] = named;
    if (only && only[0] === type) return `[${code(type)}](${only[1]})`;
    const further = [...new Map(named)].map(([name, link]) => `[${name}](${link})`);
    return code(type) + (further.length > 0 ? ` (${further.join(", ")})` : "");
  };
}

function source({ file, line }: { file: string; line: number }, { toRoot }: PageContext): string {
  return `[${file}](${toRoot}/${file}#L${line})`;
}

function exampleSection(example: Example, { toRoot }: PageContext): string {
  const files = [`${example.name}.ts`, ...(example.text.match(/functions\/[\w.-]+/g) ?? [])];
  const links = [...new Set(files)].map((file) => `[${file}](${toRoot}/docs/examples/${file})`);
  return page("## Example", `\`\`\`ts\n${publishedText(example)}\n\`\`\``, links.join(" · ")).trim();
}

function argumentsSection({ argsOptional }: Component, args: NamedType, links: Linker): string {
  const intro = argsOptional ? "All may be left out." : "";
  return page("## Arguments", intro, propertyTable(args.properties, "argument", links)).trim();
}

function propertyTable(properties: readonly Property[], what: string, links: Linker): string {
  const rows = properties.map((property) => [
    property.optional ? code(property.name) : `**${code(property.name)}**`,
    links(property.type),
    property.optional ? (property.default ?? "–") : "needed",
    property.text,
  ]);
  return table([what, "type", "default", "meaning"], rows);
}

function outputsSection(outputs: readonly Property[], links: Linker): string {
  if (outputs.length === 0) return "";
  const rows = outputs.map(({ name, type, text }) => [code(name), links(type), text]);
  return `## Outputs\n\n${table(["output", "type", "meaning"], rows)}`;
}

function methodsSection(title: string, methods: readonly Method[], links: Linker, context: PageContext): string {
  if (methods.length === 0) return "";
  return page(`## ${title}`, ...methods.map((method) => methodText("###", method, links, context))).trim();
}

function methodText(level: string, method: Method, links: Linker, context: PageContext): string {
  const parameters = method.parameterList.map(({ name, optional }) => (optional ? `${name}?` : name)).join(", ");
  const rows = method.parameterList.map(({ name, type, optional, text }) => [
    code(optional ? `${name}?` : name),
    links(type),
    text,
  ]);
  return page(
    `${level} ${method.static ? "static " : ""}${method.name}(${parameters})`,
    method.text,
    table(["parameter", "type", "meaning"], rows),
    method.name.startsWith("grant") ? actionsText(method.actions) : "",
    method.result && method.result !== "void" ? `Returns ${links(method.result)}${suffix(method.returns)}` : "",
    ...method.throws.map((text) => `Throws ${text}`),
    source(method, context),
  ).trim();
}

function actionsText(actions: readonly string[]): string {
  if (actions.length === 0) return "";
  const ofKeys = actions.some((action) => action.startsWith("kms:"))
    ? ", those of KMS where there is a customer's key"
    : "";
  return `Actions${ofKeys}: ${actions.map(code).join(", ")}`;
}

function suffix(text: string | undefined): string {
  return text ? `: ${text}` : ".";
}

function typesSection(types: readonly NamedType[], links: Linker): string {
  if (types.length === 0) return "";
  return page("## Types", ...types.map((type) => typeText(type, links))).trim();
}

function typeText(type: NamedType, links: Linker): string {
  const values = type.values.map(({ name, value, text }) => [code(`${type.name}.${name}`), code(value), text]);
  return page(
    `### ${type.name}`,
    type.text,
    type.definition && code(type.definition),
    type.kind === "interface" ? propertyTable(type.properties, "property", links) : "",
    table(["name", "value", "meaning"], values),
  ).trim();
}

function refusals({ refusals: found }: Component): string {
  if (found.length === 0) return "";
  return page(
    "## What it refuses",
    "Before anything is registered, with the argument, its value and what would be right:",
    found.map((text) => `- ${literal(text)}`).join("\n"),
  ).trim();
}

function factsSection({ name }: Component, facts: ExampleFacts): string {
  const rows = facts.resources.map(({ type, count: number }) => [code(type), String(number)]);
  const verdict =
    facts.violations.length === 0
      ? `Nothing in the example breaks any of the pack's ${facts.policies} policies.`
      : `The example breaks ${facts.violations.map(code).join(", ")}.`;
  return page(
    "## What it makes",
    `${name} in the example above is ${count(
      facts.resources.reduce((sum, { count: number }) => sum + number, 0),
      "resource",
    )}:`,
    table(["type", "number"], rows),
    "## What the policy pack says",
    verdict,
    facts.cantTell.map(({ policy, reason }) => `- can't tell: ${code(policy)}: ${reason}`).join("\n"),
  ).trim();
}
