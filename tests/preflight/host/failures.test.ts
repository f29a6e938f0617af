import { strict as assert } from "node:assert";
import { PreflightError } from "../../../preflight/failure";
import { names, program, type RunOptions, resource, run } from "../../support/preflight";

const sqs = `const pulumi = require("@pulumi/pulumi"); const sqs = require("@pulumi/aws/sqs");\n`;

async function failure(files: string | Record<string, string>, options?: RunOptions): Promise<PreflightError> {
  try {
    await run(files, options);
  } catch (error) {
    assert.ok(error instanceof PreflightError, String(error));
    return error;
  }
  return assert.fail("the program did not fail");
}

describe("preflight: programs that fail", () => {
  it("tells what a program throws, and where in its TypeScript with traces", async () => {
    const folder = program({
      "index.ts": `interface Unused { a: string }\n\nexport function fail(_: Unused): never {\n  throw new TypeError("no size was given");\n}\nfail({ a: "" });\n`,
    });
    const error = await failure(folder, { traces: true });
    assert.equal(error.message, "TypeError: no size was given");
    assert.deepEqual(error.frames.slice(0, 2), [`${folder}/index.ts:4:9`, `${folder}/index.ts:6:1`]);
  });

  it("tells of a rejected promise, of an error in apply and of what is no Error", async () => {
    assert.match((await failure({ "index.js": `Promise.reject(new Error("lost"));` })).message, /lost/);
    assert.match(
      (await failure({ "index.js": `${sqs} pulumi.output(1).apply(() => { throw new Error("in apply"); });` })).message,
      /in apply/,
    );
    assert.match((await failure({ "index.js": `throw { code: 7 };` })).message, /\{ code: 7 \}/);
    assert.match(
      (await failure({ "index.js": `setTimeout(() => { throw new Error("later"); }, 5);` })).message,
      /later/,
    );
  });

  it("shows a RunError by its message only", async () => {
    const error = await failure({ "index.js": `${sqs} throw new pulumi.RunError("give --size");` });
    assert.equal(error.message, "give --size");
  });

  it("names the missing configuration", async () => {
    const error = await failure({ "index.js": `${sqs} new pulumi.Config().require("size");` });
    assert.match(error.message, /shop:size/);
  });

  it("names the file and the line of a syntax error", async () => {
    const script = program({ "index.js": "const a = 1;\nconst b = ;\n" });
    assert.match((await failure(script)).message, new RegExp(`${script}/index\\.js:2: SyntaxError`));
    const typed = program({ "index.ts": "const a: number = 1;\nconst b: = 2;\n" });
    assert.match((await failure(typed)).message, new RegExp(`${typed}/index\\.ts:2:\\d+: `));
  });

  it("names a module that is not installed and who asked for it", async () => {
    const error = await failure({ "index.js": `require("not-installed-here");` });
    assert.match(error.message, /Cannot find module 'not-installed-here' \(required by .*index\.js\)/);
  });

  it("refuses two resources of one URN with the places of both", async () => {
    const folder = program({ "index.js": `${sqs}new sqs.Queue("twice");\nnew sqs.Queue("twice");\n` });
    const { message } = await failure(folder);
    assert.match(
      message,
      /Duplicate resource URN 'urn:pulumi:dev::shop::aws:sqs\/queue:Queue::twice'; try giving it a unique name/,
    );
    assert.ok(message.includes(`${folder}/index.js:2`), message);
    assert.ok(message.includes(`${folder}/index.js:3`), message);
  });

  it("ends a program that calls process.exit, whatever the code", async () => {
    const error = await failure({ "index.js": `${sqs}new sqs.Queue("a"); process.exit(0);` });
    assert.match(error.message, /called process\.exit\(0\)/);
  });

  it("says what a program waits for that can never come", async () => {
    const error = await failure({
      "index.js": `${sqs}new sqs.Queue("stuck", { name: pulumi.output(new Promise(() => undefined)) }); exports.a = new Promise(() => undefined);`,
    });
    assert.match(error.message, /stuck \(aws:sqs\/queue:Queue\), waiting for its input "name"/);
  });

  it("gives a hanging program up after the timeout", async () => {
    const error = await failure({ "index.js": `while (true) {}` }, { timeout: 1 });
    assert.match(error.message, /Nothing happened for 1 seconds while the program was (?:loading|running)/);
  });

  it("says which call could not be answered where the program looked into its result", async () => {
    const error = await failure({
      "index.js": `const ec2 = require("@pulumi/aws/ec2"); module.exports = async () => { const found = await ec2.getSubnets({}); return { first: found.ids.map((id) => id.length) }; };`,
    });
    assert.match(error.message, /aws:ec2\/getSubnets:getSubnets.*Output form/);
  });

  it("says where @pulumi/pulumi is missing", async () => {
    const folder = program({ "index.js": "" });
    const { rmSync } = await import("node:fs");
    rmSync(`${folder}/node_modules`);
    assert.match((await failure(folder)).message, /@pulumi\/pulumi is not installed for .*npm install/);
  });

  it("refuses an SDK that it can't work with by its version", async () => {
    const folder = program({ "index.js": "" });
    const { mkdirSync, rmSync, writeFileSync } = await import("node:fs");
    rmSync(`${folder}/node_modules`);
    mkdirSync(`${folder}/node_modules/@pulumi/pulumi`, { recursive: true });
    writeFileSync(
      `${folder}/node_modules/@pulumi/pulumi/package.json`,
      '{ "name": "@pulumi/pulumi", "version": "2.25.1" }',
    );
    assert.match((await failure(folder)).message, /@pulumi\/pulumi is 2\.25\.1/);
  });
});

describe("preflight: programs that are hard to end", () => {
  it("ends one that leaves a server and an interval open, with a note", async () => {
    const result = await run({
      "index.js": `${sqs}require("node:http").createServer().listen(0, "127.0.0.1"); setInterval(() => undefined, 50); new sqs.Queue("a");`,
    });
    assert.deepEqual(names(result), ["a"]);
    assert.match(result.graph.notes[0]?.message ?? "", /leaves handles open/);
  });

  it("waits for what timers and beforeExit listeners still register", async () => {
    const result = await run({
      "index.js": `${sqs}setTimeout(() => new sqs.Queue("timer"), 50);
        let once = false; process.on("beforeExit", () => { if (!once) { once = true; new sqs.Queue("exit"); } });`,
    });
    assert.deepEqual(names(result), ["timer", "exit"]);
    assert.deepEqual(result.graph.notes, []);
  });

  it("registers what a provider collects until the end: bucket notifications", async () => {
    const result = await run({
      "index.ts": `import "@pulumi/aws/s3/s3Mixins"; import * as s3 from "@pulumi/aws/s3"; import * as lambda from "@pulumi/aws/lambda";
        const fn = new lambda.Function("fn", { role: "arn:aws:iam::123456789012:role/r", handler: "i.h", runtime: "nodejs22.x" });
        new s3.Bucket("uploads").onObjectCreated("made", fn);`,
    });
    assert.ok(result.graph.resources.some(({ type }) => type === "aws:s3/bucketNotification:BucketNotification"));
  });

  it("keeps a thousand of many thousand log lines and counts the rest", async () => {
    const result = await run({
      "index.js": `${sqs}for (let i = 0; i < 5000; i++) { pulumi.log.info("line " + i); } pulumi.log.warn("about a", new sqs.Queue("a"));`,
    });
    assert.equal(result.graph.logs.length, 1001);
    assert.match(result.graph.logs.at(-1)?.message ?? "", /4001 more lines/);
  });

  it("keeps severities and resources of log lines", async () => {
    const result = await run({
      "index.js": `${sqs}const a = new sqs.Queue("a"); pulumi.log.warn("careful", a); pulumi.log.error("bad");`,
    });
    assert.deepEqual(result.graph.logs.map(({ severity, message, urn }) => [severity, message, urn]).sort(), [
      ["error", "bad", undefined],
      ["warning", "careful", resource(result, "a").urn],
    ]);
  });

  it("passes on what the program prints", async () => {
    let printed = "";
    await run(
      { "index.js": `console.log("to stdout"); console.error("to stderr");` },
      { onOutput: (text) => (printed += text) },
    );
    assert.match(printed, /to stdout/);
    assert.match(printed, /to stderr/);
  });
});
