import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Graph, GraphResource } from "../../../preflight";
import type { Api, Component } from "../../../scripts/docs/api";
import { componentPage } from "../../../scripts/docs/component-page";
import { environmentsPage } from "../../../scripts/docs/environments";
import { bundledProjects, type Example, publishedText, readExamples } from "../../../scripts/docs/examples";
import { literal } from "../../../scripts/docs/markdown";
import { checkFolder, MADE_BY, writePages } from "../../../scripts/docs/output";
import { readApi } from "../../../scripts/docs/read-api";

const FILES = {
  "infra/core/index.ts": `
export class ArgumentChecks {
  integer(argument: string, value: unknown, min: number, max: number, unit = ""): this { return this; }
  oneOf(argument: string, value: unknown, allowed: readonly string[]): this { return this; }
  exclusive(args: Record<string, unknown>, optional = false): this { return this; }
  fail(argument: string, value: unknown, expected: string): this { return this; }
  done(): void {}
}
/** What all have. */
export interface PlatformArgs {
  /** Tags of it. @default none */
  tags?: Record<string, string>;
}
export abstract class PlatformComponent {
  protected checks(): ArgumentChecks { return new ArgumentChecks(); }
}`,
  "infra/shop/index.ts": `
export { Widget } from "./widget";
export { type WidgetArgs, Size } from "./widget-args";
export { helper } from "./helper";`,
  "infra/shop/helper.ts": `
import type { WidgetArgs } from "./widget-args";
/** Helps. @param args what with @returns how much */
export function helper(args: WidgetArgs, times = 2): number { return times; }`,
  "infra/shop/widget-args.ts": `
import type { PlatformArgs } from "../core";
import type { Widget } from "./widget";
export const Size = {
  /** Fits a pocket. */
  Small: "s",
  Large: "l",
} as const;
export type Size = (typeof Size)[keyof typeof Size];
/** A part of it. */
export interface PartArgs {
  /** How many, 1 to 9. */
  count: pulumi.Input<number> | undefined;
}
/** Arguments of {@link Widget}. */
export interface WidgetArgs extends PlatformArgs {
  /** How big. @default "s", a {@link Size} */
  size?: Size;
  /** Parts
   * by name. */
  parts: Record<string, PartArgs>;
  /** Another one. @default none */
  next?: Widget;
}`,
  "infra/shop/widget.ts": `
import { type ArgumentChecks, PlatformComponent } from "../core";
import { Size, type WidgetArgs } from "./widget-args";

const LIMITS = { most: 9 };
const OLD = ["colour", "weight"] as const;
const HIGHEST = 65_535;
const READ = ["shop:Read"];

/**
 * A widget.
 *
 * It does things.
 */
export class Widget extends PlatformComponent {
  /** ARN of it. */
  readonly arn: pulumi.Output<string>;
  private readonly secret: string;
  protected readonly inner: string;

  constructor(name: string, args: WidgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super();
    const checks = this.checks();
    checks.integer("port", args.port, 1, HIGHEST, "of TCP").oneOf("size", args.size, Object.values(Size));
    for (const [part, { count }] of Object.entries(args.parts)) checkPart(checks, \`parts.\${part}\`, count);
    refuse(checks, args, OLD, "it is gone; leave it out");
    checks.exclusive({ a: 1, b: 2 }, true).done();
  }

  /**
   * Lets \`to\` use it.
   * @param to who
   * @throws ArgumentError where it is nobody
   */
  grantUse(to: Grantable): void { allow(to, ["shop:Use", ...READ], this.key()); }

  private key() { return { actions: ["kms:Decrypt"], condition: { "kms:ViaService": "shop" } }; }

  /** Counts. */
  count(by = 1): number { return by; }

  private hidden(): void {}
}

function checkPart(checks: ArgumentChecks, path: string, count: unknown): void {
  checks.integer(\`\${path}.count\`, count, 1, LIMITS.most);
  checks.integer(\`\${path}.length\`, count, 1, 5);
  checks.integer(\`\${path}.width\`, count, 1, Math.min(count, 5));
}

function refuse(checks: ArgumentChecks, args: WidgetArgs, names: readonly string[], why: string): void {
  for (const name of names) checks.fail(name, args[name], why);
}`,
};

function example(name: string, text: string): Example {
  return { name, file: `/project/docs/examples/${name}.ts`, text, cantTell: [] };
}

describe("documentation made from the sources", () => {
  let root: string;
  let api: Api;
  let widget: Component;

  before(() => {
    root = mkdtempSync(join(tmpdir(), "docs-test-"));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    api = readApi(root);
    const [only] = api.components;
    assert.ok(only && api.components.length === 1);
    widget = only;
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it("reads a component's text, place and arguments, required ones first and inherited ones last", () => {
    assert.equal(widget.text, "A widget.\n\nIt does things.");
    assert.deepEqual([widget.chapter, widget.file], ["shop", "infra/shop/widget.ts"]);
    assert.deepEqual(
      widget.args?.properties.map(({ name, type, optional, default: absent }) => [name, type, optional, absent]),
      [
        ["parts", "Record<string, PartArgs>", false, undefined],
        ["size", "Size", true, '"s", a `Size`'],
        ["next", "Widget", true, "none"],
        ["tags", "Record<string, string>", true, "none"],
      ],
    );
  });

  it("opens the types that arguments are made of, with the values of enumerations, and no component", () => {
    assert.deepEqual(
      widget.types.map(({ name, kind }) => [name, kind]),
      [
        ["Size", "values"],
        ["PartArgs", "interface"],
      ],
    );
    assert.deepEqual(widget.types[0]?.values, [
      { name: "Small", value: '"s"', text: "Fits a pocket." },
      { name: "Large", value: '"l"', text: "" },
    ]);
  });

  it("shows public members alone, grants apart from other methods", () => {
    assert.deepEqual(
      [widget.outputs, widget.grants, widget.methods].map((members) => members.map(({ name }) => name)),
      [["arn"], ["grantUse"], ["count"]],
    );
    assert.deepEqual(widget.grants[0]?.actions, ["kms:Decrypt", "shop:Read", "shop:Use"]);
    assert.deepEqual(widget.grants[0]?.throws, ["ArgumentError where it is nobody"]);
    assert.deepEqual(widget.grants[0]?.parameterList, [
      { name: "to", type: "Grantable", optional: false, text: "who" },
    ]);
    assert.deepEqual(widget.methods[0]?.parameterList, [{ name: "by", type: "number", optional: true, text: "" }]);
  });

  it("follows checks through functions, paths and loops, and leaves out what the sources don't say", () => {
    assert.deepEqual(widget.refusals, [
      "`port`: a whole number from 1 to 65535 of TCP",
      '`size`: one of "s", "l"',
      "`parts.<part>.count`: a whole number from 1 to 9",
      "`parts.<part>.length`: a whole number from 1 to 5",
      "`colour`, `weight`: it is gone; leave it out",
      "`a`, `b`: at most one of them",
    ]);
  });

  it("finds a chapter's functions and the interfaces that are arguments", () => {
    assert.deepEqual(
      api.functions.map(({ name, chapter, returns }) => [name, chapter, returns]),
      [["helper", "shop", "how much"]],
    );
    assert.deepEqual(
      api.argumentTypes.map(({ name, properties }) => [name, properties.length]),
      [
        ["PlatformArgs", 1],
        ["WidgetArgs", 3],
      ],
    );
  });

  it("writes a page whose tables hold bars and lines of text, whose links lead on, and whose imports are the package's", () => {
    const text = componentPage(
      widget,
      { toRoot: "../../..", linkOf: (name) => (name === "Widget" ? "widget.md" : undefined) },
      example("widget", 'import { Widget } from "../../infra/shop";\n// @cantTell a-b: why\nnew Widget("a", {});\n'),
      { resources: [{ type: "aws:a/b:C", count: 2 }], policies: 46, violations: [], cantTell: [] },
    );
    assert.match(
      text,
      /\| \*\*`parts`\*\* \| `Record<string, PartArgs>` \(\[PartArgs\]\(#partargs\)\) \| needed \| Parts by name\. \|/,
    );
    assert.match(text, /\| \*\*`count`\*\* \| `Input<number> \\\| undefined` \| needed \|/);
    assert.match(text, /\| `next` \| \[`Widget`\]\(widget\.md\) \| none \|/);
    assert.match(text, /import \{ Widget \} from "aws-microservices-platform\/infra\/shop";\nnew Widget/);
    assert.match(text, /\| `aws:a\/b:C` \| 2 \|/);
    assert.match(text, /^- `parts\.<part>\.count`: a whole number from 1 to 9$/m);
    assert.equal(literal("`a.<b>`: use <c>"), "`a.<b>`: use &lt;c>");
    assert.match(text, /\[infra\/shop\/widget\.ts\]\(\.\.\/\.\.\/\.\.\/infra\/shop\/widget\.ts#L\d+\)/);
  });

  it("puts examples that use a name twice into different programs", () => {
    const projects = bundledProjects(
      root,
      [
        example("one", 'new Queue("orders");'),
        example("two", 'new Queue("orders"); new Topic("orders");'),
        example("three", 'new Topic("other");'),
      ],
      "test",
    );
    assert.equal(projects.length, 2);
    assert.equal(bundledProjects(root, [example("one", ""), example("two", "")], "test", 1).length, 2);
  });

  it("reads what the pack can't tell from an example's comment, and shows it to no reader", () => {
    mkdirSync(join(root, "docs/examples/functions"), { recursive: true });
    writeFileSync(
      join(root, "docs/examples/a.ts"),
      "// What it is.\n// @cantTell elb-zones: an id of another stack\nfoo();\n",
    );
    writeFileSync(join(root, "docs/examples/functions/b.ts"), "");
    const [only, ...more] = readExamples(root);
    assert.ok(only && more.length === 0);
    assert.deepEqual(only.cantTell, [{ policy: "elb-zones", reason: "an id of another stack" }]);
    assert.equal(publishedText(only), "// What it is.\nfoo();");
  });

  it("replaces a folder of pages, and no folder that holds something else", () => {
    const out = join(root, "pages");
    checkFolder(out);
    writePages(
      out,
      new Map([
        ["index.md", `# A\n\n${MADE_BY}\n`],
        ["a/old.md", ""],
      ]),
    );
    checkFolder(out);
    writePages(out, new Map([["index.md", "# B"]]));
    assert.deepEqual(readdirSync(out), ["index.md"]);
    assert.throws(() => checkFolder(out), /--out is .*pages; it is replaced whole/);
    assert.throws(() => checkFolder(join(out, "index.md")), /a file; give a folder/);
  });

  it("puts environments side by side: what is on and off, zones, and settings that differ", () => {
    for (const stack of ["dev", "staging", "prod"]) {
      writeFileSync(
        join(root, `Pulumi.${stack}.yaml`),
        `config:\n  aws-microservices-platform:logDays: ${stack.length}\n`,
      );
    }
    const text = environmentsPage(
      root,
      [graph("dev", ["a"], 7, false), graph("staging", ["a", "b"], 30, true), graph("prod", ["a", "b"], 30, true)],
      () => undefined,
    );
    assert.match(text, /\| `shop:Net` \| 1, 1 zone \| 1, 2 zones \| 1, 2 zones \|/);
    assert.match(text, /\| {2}\| `NatGateway` \| – \| 1 \| 1 \|/);
    assert.match(text, /\| `retentionInDays` of `LogGroup` \| 7 \| 30 \| 30 \| `net` \|/);
    assert.match(text, /\| `logDays` \| 3 \| 7 \| 4 \|/);
  });
});

/** A component with subnets, a log group and perhaps a NAT gateway. */
function graph(stack: string, zones: string[], days: number, nat: boolean): Graph {
  const urn = (name: string): string => `urn:pulumi:${stack}::p::${name}`;
  const resource = (name: string, type: string, inputs: GraphResource["inputs"] = {}): GraphResource => ({
    urn: urn(name),
    type,
    name,
    kind: type.startsWith("aws:") ? "custom" : type.startsWith("pulumi:") ? "stack" : "component",
    origin: "program",
    parent: type.startsWith("aws:") ? urn("net") : type.startsWith("pulumi:") ? undefined : urn("stack"),
    inputs,
    outputs: {},
    symbolic: [],
    dependencies: [],
    propertyDependencies: {},
  });
  const resources = [
    resource("stack", "pulumi:pulumi:Stack"),
    resource("net", "aws-microservices-platform:shop:Net"),
    ...zones.map((zone) => resource(`subnet-${zone}`, "aws:ec2/subnet:Subnet", { availabilityZone: zone })),
    resource("logs", "aws:cloudwatch/logGroup:LogGroup", { retentionInDays: days, name: `logs-${stack}` }),
    ...(nat ? [resource("nat", "aws:ec2/natGateway:NatGateway")] : []),
  ];
  return {
    project: "p",
    stack,
    organization: "o",
    mode: "symbolic",
    resources,
    stackOutputs: {},
    unansweredInvokes: [],
    notes: [],
    logs: [],
  };
}
