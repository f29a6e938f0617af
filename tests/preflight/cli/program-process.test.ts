import { strict as assert } from "node:assert";
import { join } from "node:path";
import type { ProgramRequest } from "../../../preflight/child/messages";
import { ownFrames, PreflightError } from "../../../preflight/failure";
import { InternalFailure, ProgramFailure, ProgramProcess, type Progress } from "../../../preflight/program-process";

const entry = join(__dirname, "fixtures", "child.js");

function request(stack: string): ProgramRequest {
  return {
    root: __dirname,
    program: __dirname,
    project: "shop",
    stack,
    organization: "organization",
    mode: "symbolic",
    config: {},
    secretKeys: [],
    stackTags: {},
    packs: 0,
    isolated: false,
  };
}

describe("the program's process", () => {
  const run = (stack: string, timeout = 10, more: { traces?: boolean; onProgress?: (p: Progress) => void } = {}) =>
    new ProgramProcess(request(stack), { entry, timeout, traces: false, ...more });

  async function failureOf(program: ProgramProcess): Promise<PreflightError> {
    try {
      await program.result;
    } catch (error) {
      assert.ok(error instanceof PreflightError, String(error));
      return error;
    }
    return assert.fail("it did not fail");
  }

  it("hands over the result, and progress on the way", async () => {
    const progress: Progress[] = [];
    const result = await run("good", 10, { onProgress: (state) => progress.push(state) }).result;
    assert.equal(result.graph.stack, "good");
    assert.deepEqual(
      progress.map(({ phase, registered }) => [phase, registered]),
      [["running", 3]],
    );
  });

  it("tells a program's error with what it logged and printed last", async () => {
    const failure = await failureOf(run("throwing"));
    assert.ok(failure instanceof ProgramFailure);
    assert.equal(failure.message, "The program failed: Error: boom");
    assert.equal(failure.ofPack, false);
    assert.deepEqual(failure.output, ["warning: careful", "about to fail"]);
    assert.deepEqual(failure.frames, [], "traces are off unless they are asked for");
  });

  it("keeps stack traces where they are asked for", async () => {
    const { frames } = await failureOf(run("throwing", 10, { traces: true }));
    assert.match(frames[0] ?? "", /fixtures\/child\.js:\d+:\d+$/);
  });

  it("tells a pack's error from the program's", async () => {
    const failure = await failureOf(run("pack"));
    assert.ok(failure instanceof ProgramFailure && failure.ofPack);
  });

  it("calls its own faults by that name, with the stack", async () => {
    const failure = await failureOf(run("fault"));
    assert.ok(failure instanceof InternalFailure);
    assert.match(failure.message, /a fault of its own: no such map entry/);
    assert.match(failure.remoteStack ?? "", /host\.ts/);
  });

  it("calls a result without a graph a fault of its own, and does not wait for more", async () => {
    const failure = await failureOf(run("without a graph"));
    assert.ok(failure instanceof InternalFailure);
    assert.match(failure.message, /ended without a graph/);
  });

  it("gives up on a program that makes no progress, saying how far it was", async () => {
    const { message } = await failureOf(run("hanging", 1.5));
    assert.match(
      message,
      /Nothing happened for 1\.5 seconds while the program was running, with 3 resources registered/,
    );
    assert.match(message, /--timeout/);
  });

  it("does not give up on a program that is slow but alive", async () => {
    assert.equal((await run("busy", 0.8).result).graph.stack, "busy");
  });

  it("tells how a process ended that ended too early", async () => {
    const failure = await failureOf(run("dying"));
    assert.equal(failure.message, "The program's process ended with exit code 3 before the program was done.");
    assert.deepEqual(failure.output, ["segmentation fault"]);
  });

  it("keeps the last lines of a program that prints without end, and not all the others", async () => {
    const program = run("chatty");
    const { output } = await failureOf(program);
    assert.equal(output.length, 20);
    assert.match(output.at(-1) ?? "", /^59999 /);
    assert.ok(program.printed().length < 3 * (1 << 20));
    assert.match(program.printed(), /^… earlier output was dropped …\n\d+ x/);
  });
});

describe("places in a stack trace", () => {
  it("are those of the user's files, most recent first", () => {
    const stack = [
      "Error: boom",
      "    at new Vpc (/shop/infra/vpc.ts:12:11)",
      "    at /shop/node_modules/@pulumi/pulumi/output.js:1:2",
      "    at async file:///shop/stacks/index.mts:3:4",
      "    at Module._compile (node:internal/modules/cjs/loader:1554:14)",
    ].join("\n");
    assert.deepEqual(ownFrames(stack), ["/shop/infra/vpc.ts:12:11", "/shop/stacks/index.mts:3:4"]);
  });
});
