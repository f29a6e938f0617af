import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../../../infra/compute";

const FIXTURES = join(__dirname, "fixtures");
const HELLO = join(FIXTURES, "hello.ts");

describe("bundle", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "bundle-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function write(name: string, text: string): string {
    writeFileSync(join(directory, name), text);
    return name;
  }

  /** Has a fresh Node.js load the bundle as Lambda does, and evaluate `expression` over its `handler`. */
  async function run(expression: string, ...[entry, args, context]: Parameters<typeof bundle>): Promise<string> {
    const { code, map } = await bundle(entry, args, context);
    writeFileSync(join(directory, "index.js"), code);
    if (map !== undefined) writeFileSync(join(directory, "index.js.map"), map);
    // The runtime has the SDK; here a stand-in that is just there to be found.
    mkdirSync(join(directory, "node_modules/@aws-sdk/client-sqs"), { recursive: true });
    writeFileSync(join(directory, "node_modules/@aws-sdk/client-sqs/index.js"), "exports.SQSClient = class {};");
    const script = `const { handler } = require("./index.js"); Promise.resolve(${expression}).then(console.log, (error) => console.log(error.name, error.stack));`;
    return execFileSync(process.execPath, ["--enable-source-maps", "-e", script], { cwd: directory, encoding: "utf8" });
  }

  it("answers what the source answers, loaded as CommonJS with no other file", async () => {
    assert.equal(await run('handler({ name: "Ada" })', HELLO), "Hello, Ada!\n");
  });

  it("keeps the names of error classes, which state machines go by, and the source's places in stack traces", async () => {
    const printed = await run('handler({ name: "" })', HELLO);
    assert.match(printed, /^NoName /);
    assert.match(printed, /greeting\.ts:3:/);
  });

  it("exports a handler that a layer can wrap", async () => {
    const wrap = '(loaded => { loaded.handler = () => "wrapped"; return loaded.handler(); })(require("./index.js"))';
    assert.equal(await run(wrap, HELLO), "wrapped\n");
  });

  it("leaves out the AWS SDK and what the handler does not use", async () => {
    const { code } = await bundle(HELLO);
    assert.match(code, /require\("@aws-sdk\/client-sqs"\)/);
    assert.doesNotMatch(code, /text of what nobody calls/);
  });

  it("gives the same bytes wherever the project lies, with no absolute path in code or map", async () => {
    const made = [];
    for (const place of ["one", "another/deeper"]) {
      const root = join(directory, place);
      cpSync(FIXTURES, join(root, "services/hello"), { recursive: true });
      made.push(await bundle("services/hello/hello.ts", { external: ["@aws-sdk/*"] }, { directory: root }));
    }
    assert.deepEqual(made[0], made[1]);
    assert.ok(made[0]?.map?.includes('"services/hello/greeting.ts"'), made[0]?.map);
    assert.ok(!JSON.stringify(made[0]).includes(directory));
  });

  it("gives the same bytes whatever else is built in the same turn", async () => {
    write("greeting.ts", 'export const greeting = (name: string): string => "Dear " + name;');
    write("other.ts", 'import { greeting } from "./greeting"; export const handler = () => greeting("x");');
    const other = join(directory, "other.ts");
    const alone = await bundle(HELLO);
    const [, together, again] = await Promise.all([bundle(other), bundle(HELLO), bundle(HELLO)]);
    assert.deepEqual(together, alone);
    assert.deepEqual(again, alone);
  });

  it("fails only the entry that does not build, not those of the same turn", async () => {
    write("broken.ts", "export const handler = ;");
    const broken = join(directory, "broken.ts");
    const [failed, built] = await Promise.allSettled([bundle(broken), bundle(HELLO)]);
    assert.equal(built.status, "fulfilled");
    assert.match(failed.status === "rejected" ? String(failed.reason) : "", /broken\.ts:1:24: /);
  });

  it("changes its bytes where the code changes", async () => {
    const entry = write("entry.ts", "export const handler = (): string => 'one';");
    const before = await bundle(entry, {}, { directory });
    write("entry.ts", "export const handler = (): string => 'two';");
    const after = await bundle(entry, {}, { directory });
    assert.notEqual(before.code, after.code);
  });

  it("counts the bytes of the code, not its characters", async () => {
    const entry = write("entry.ts", 'export const handler = () => "grüße €";');
    const { code, bytes } = await bundle(entry, { withoutMinify: true }, { directory });
    assert.equal(bytes, Buffer.byteLength(code));
  });

  it("refuses an entry that is not there, with the path that it looked at", async () => {
    await assert.rejects(bundle("no/such.ts", {}, { directory, owner: 'LambdaService "a"' }), {
      message: `LambdaService "a": entry is "no/such.ts"; there is no file ${join(directory, "no/such.ts")}: give a path relative to the Pulumi project's directory, ${directory}`,
    });
  });

  it("names entry, file, line and column of every error", async () => {
    write("lib.ts", "export const one = 1;\nimport './missing';\n");
    const entry = write("entry.ts", "import { two } from './lib';\nexport const handler = two;\n");
    await assert.rejects(bundle(entry, {}, { directory, owner: "x" }), (error: Error) => {
      assert.match(error.message, /^x: entry "entry\.ts" does not build:/);
      assert.match(error.message, /\n {2}lib\.ts:2:8: Could not resolve "\.\/missing"/);
      return true;
    });
    write("lib.ts", "export const one = ;\n");
    await assert.rejects(bundle(entry, {}, { directory }), /lib\.ts:1:20: Unexpected ";"/);
  });

  it("refuses an entry that does not export the handler", async () => {
    const entry = write("entry.ts", "export const other = 1;");
    await assert.rejects(bundle(entry, {}, { directory, exported: "main" }), /entry\.ts: it has no export "main"/);
  });

  it("has the options change what they say", async () => {
    const entry = write(
      "entry.ts",
      "declare const BUILD: string;\nexport const handler = (longName: string) => longName + BUILD;\n",
    );
    const define = { BUILD: '"b17"' };
    const { code } = await bundle(entry, { define }, { directory });
    assert.match(code, /b17/);
    assert.doesNotMatch(code, /longName/);
    assert.match((await bundle(entry, { define, withoutMinify: true }, { directory })).code, /longName/);
    const unmapped = await bundle(entry, { define, withoutSourceMap: true }, { directory });
    assert.equal(unmapped.map, undefined);
    assert.doesNotMatch(unmapped.code, /sourceMappingURL/);
  });

  it("leaves packages outside that a layer has, and takes the SDK in where that is wanted", async () => {
    for (const [name, text] of [
      ["@aws-sdk/client-sqs", "the SDK's text"],
      ["heavy", "the layer's text"],
    ] as const) {
      const folder = join(directory, "node_modules", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "index.js"), `exports.text = ${JSON.stringify(text)};`);
    }
    const entry = write(
      "entry.ts",
      'import { text as a } from "@aws-sdk/client-sqs";\nimport { text as b } from "heavy";\nexport const handler = () => a + b;\n',
    );
    const plain = await bundle(entry, {}, { directory });
    assert.doesNotMatch(plain.code, /the SDK's text/);
    assert.match(plain.code, /the layer's text/);
    const turned = await bundle(entry, { withAwsSdk: true, external: ["heavy"] }, { directory });
    assert.match(turned.code, /the SDK's text/);
    assert.match(turned.code, /require\("heavy"\)/);
  });
});
