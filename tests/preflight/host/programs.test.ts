import { strict as assert } from "node:assert";
import { names, program, resource, run } from "../../support/preflight";

const queue = `import * as sqs from "@pulumi/aws/sqs";\n`;

describe("preflight: kinds of programs", () => {
  it("takes what a TypeScript program exports, and tells where resources are made", async () => {
    const folder = program({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
import { make, type Shape } from "./lib/make";

const shape: Shape = { delay: 3 };
export const queue = make("orders", shape).name;
export const where = pulumi.output(__dirname);
`,
      "lib/make.ts": `${queue}export interface Shape { delay: number }

export const make = (name: string, shape: Shape): sqs.Queue =>
  new sqs.Queue(name, { delaySeconds: shape.delay });
`,
    });
    const result = await run(folder);
    assert.equal(result.graph.stackOutputs.where, folder);
    assert.deepEqual(resource(result, "orders").source, { file: `${folder}/lib/make.ts`, line: 5, column: 3 });
  });

  it("runs a program whose main is a file, in that file's folder", async () => {
    const result = await run({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: src/start.ts\n",
      "src/start.ts": `${queue}new sqs.Queue("a"); export const cwd = process.cwd();`,
    });
    assert.match(String(result.graph.stackOutputs.cwd), /\/src$/);
    assert.deepEqual(names(result), ["a"]);
  });

  it("takes main of package.json, and what an exported async function returns", async () => {
    const result = await run({
      "package.json": '{ "name": "shop", "main": "bin/app.js" }',
      "bin/app.js": `const sqs = require("@pulumi/aws/sqs");
        module.exports = async () => { await new Promise((ok) => setTimeout(ok, 20)); new sqs.Queue("late"); return { answer: 42 }; };`,
    });
    assert.deepEqual(names(result), ["late"]);
    assert.deepEqual(result.graph.stackOutputs, { answer: 42 });
  });

  it("follows aliases of tsconfig.json and imports of .js that mean .ts", async () => {
    const result = await run({
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["lib/*"] } } }',
      "index.ts": `import { name } from "@shop/name"; import { other } from "./lib/other.js"; export const names = [name, other];`,
      "lib/name.ts": `export const name = "aliased";`,
      "lib/other.ts": `export const other = "extension";`,
    });
    assert.deepEqual(result.graph.stackOutputs.names, ["aliased", "extension"]);
  });

  it("compiles a file that is found only while the program runs", async () => {
    const result = await run({
      "index.ts": `declare const require: (file: string) => { value: number }; const name = ["./hid", "den"].join(""); export const value = require(name).value;`,
      "hidden.ts": `export const value: number = 5;`,
    });
    assert.equal(result.graph.stackOutputs.value, 5);
  });

  it("emits metadata of decorators where tsconfig.json asks for it", async () => {
    const result = await run({
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
      "index.ts": `const types: string[] = [];
        (Reflect as { metadata?: unknown }).metadata = (key: string, value: { name?: string }) => () => { if (key === "design:type") types.push(value.name ?? ""); };
        const noted = (_target: object, _key: string): void => undefined;
        class Thing { @noted size: number = 1; @noted label: string = "x"; }
        export const seen = types; export const made = new Thing().size;`,
    });
    assert.deepEqual(result.graph.stackOutputs.seen, ["Number", "String"]);
  });

  it("runs ES modules in JavaScript with top-level await", async () => {
    const result = await run({
      "package.json": '{ "name": "shop", "type": "module" }',
      "index.js": `import * as sqs from "@pulumi/aws/sqs/index.js"; await Promise.resolve(); const a = new sqs.Queue("a", { name: "known" }); export const name = a.name;`,
    });
    assert.deepEqual(names(result), ["a"]);
    assert.equal(result.graph.stackOutputs.name, "known");
  });

  it("takes the default export of an ES module", async () => {
    const result = await run({
      "package.json": '{ "name": "shop", "type": "module" }',
      "index.js": `export default async () => ({ from: import.meta.url.slice(-8) });`,
    });
    assert.deepEqual(result.graph.stackOutputs, { from: "index.js" });
  });

  it("runs TypeScript programs that are ES modules", async () => {
    const result = await run({
      "package.json": '{ "name": "shop", "type": "module" }',
      "tsconfig.json": '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }',
      "index.ts": `${queue}import { name } from "./name.js"; new sqs.Queue(name); export const here = import.meta.url.endsWith("index.ts");`,
      "name.ts": `export const name: string = "a";`,
    });
    assert.deepEqual(names(result), ["a"]);
    assert.equal(result.graph.stackOutputs.here, true);
  });

  it("refuses top-level await in TypeScript by name and says what to do", async () => {
    await assert.rejects(run({ "index.ts": `await Promise.resolve();\nexport const a = 1;\n` }), (error: Error) => {
      assert.match(error.message, /index\.ts:1:1: Top-level await/);
      assert.match(error.message, /async function/);
      return true;
    });
  });

  it("loads a component package's own copy of the SDK's state", async () => {
    const result = await run({
      "index.js": `const { Group } = require("./vendor/group"); new Group("g");`,
      "vendor/group/index.js": `const pulumi = require("@pulumi/pulumi"); const sqs = require("@pulumi/aws/sqs");
        exports.Group = class extends pulumi.ComponentResource { constructor(name) { super("vendor:index:Group", name); new sqs.Queue(name + "-q", {}, { parent: this }); this.registerOutputs({ done: true }); } };`,
    });
    const child = resource(result, "g-q");
    assert.equal(child.urn, "urn:pulumi:dev::shop::vendor:index:Group$aws:sqs/queue:Queue::g-q");
    assert.equal(child.parent, resource(result, "g").urn);
    assert.deepEqual(resource(result, "g").outputs, { done: true });
  });

  it("runs dynamic providers, whose code it needs not run, and leaves their outputs unknown", async () => {
    const result = await run({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
        import * as fs from "node:fs";
        class Provider implements pulumi.dynamic.ResourceProvider {
          async create(inputs: { path: string }) { return { id: "1", outs: { size: fs.statSync(inputs.path).size, version: pulumi.version } }; }
        }
        class File extends pulumi.dynamic.Resource {
          declare readonly size: pulumi.Output<number>;
          constructor(name: string, args: { path: pulumi.Input<string> }) { super(new Provider(), name, { ...args, size: undefined }); }
        }
        export const size = new File("f", { path: "/etc/hosts" }).size;`,
    });
    assert.deepEqual(resource(result, "f").inputs, { path: "/etc/hosts" });
    assert.equal(resource(result, "f").type, "pulumi-nodejs:dynamic:Resource");
    assert.deepEqual(result.graph.stackOutputs.size, { $unknown: true });
  });

  it("serialises callback functions", async () => {
    const result = await run({
      "index.ts": `import * as lambda from "@pulumi/aws/lambda"; import * as pulumi from "@pulumi/pulumi";
        const greeting = "hello";
        const fn = new lambda.CallbackFunction("hi", { callback: async () => greeting });
        export const arn = fn.arn; export const v = pulumi.output(1);`,
    });
    const made = result.graph.resources.find(({ type }) => type === "aws:lambda/function:Function");
    assert.equal(Object.keys(made?.inputs.code ?? {})[0], "$archive");
  });
});
