import { strict as assert } from "node:assert";
import type { ProgramRequest } from "../../../preflight/child/messages";
import type { RunResult } from "../../../preflight/model";
import { startPack } from "../../../preflight/packs/start";
import { ProgramProcess } from "../../../preflight/program-process";
import { readProject } from "../../../preflight/project";
import { childEntry, program, resource } from "../../support/preflight";

const files = {
  "index.js": `const sqs = require("@pulumi/aws/sqs");
    const first = new sqs.Queue("first", { delaySeconds: 1 });
    first.delaySeconds.apply((delay) => console.log("delay " + delay));
    exports.delay = first.delaySeconds; exports.tags = new sqs.Queue("second", { tags: { own: "a" } }).tags;`,
};

const pack = (policy: string): Record<string, string> => ({
  "PulumiPolicy.yaml": "runtime: nodejs\n",
  "package.json": '{ "name": "fixer", "version": "1.0.0", "main": "index.js" }',
  "index.js": `const { PolicyPack } = require("@pulumi/policy"); new PolicyPack("fixer", { policies: [${policy}] });`,
});

async function runWith(policy: string): Promise<{ result: RunResult; printed: string }> {
  const request: ProgramRequest = {
    ...readProject(program(files)),
    mode: "symbolic",
    isolated: false,
    stackTags: {},
    packs: 1,
  };
  const stops: { stop(): void }[] = [];
  let printed = "";
  const running = new ProgramProcess(request, {
    timeout: 60,
    traces: false,
    entry: await childEntry(),
    onOutput: (text) => {
      printed += text;
    },
  });
  try {
    const directory = program(pack(policy));
    const { port } = await startPack(directory, { ...request, timeout: 60, onSpawn: (one) => stops.push(one) });
    running.send({ kind: "pack", pack: { index: 0, directory, port, config: {} } });
    return { result: await running.result, printed };
  } finally {
    running.stop();
    for (const one of stops) {
      one.stop();
    }
  }
}

describe("preflight: policies that change inputs", function () {
  this.timeout(60_000);

  it("answer the program with what they made of its inputs, though it ran ahead of them", async () => {
    const { result, printed } = await runWith(`{ name: "slower", description: "d", enforcementLevel: "remediate",
      remediateResource: (args) => args.type === "aws:sqs/queue:Queue" ? { ...args.props, delaySeconds: 9 } : undefined }`);
    assert.deepEqual(resource(result, "first").inputs, { delaySeconds: 9 });
    assert.deepEqual(result.graph.stackOutputs, { delay: 9, tags: { own: "a" } });
    assert.deepEqual(
      result.packs[0]?.remediations.map(({ policy, properties, changes }) => [policy, properties, changes]),
      [
        ["slower", ["delaySeconds"], [{ path: "delaySeconds", before: 1, after: 9 }]],
        ["slower", ["delaySeconds"], [{ path: "delaySeconds", after: 9 }]],
      ],
    );
    assert.equal(printed.match(/delay/g)?.length, 1, "what the program prints was printed twice");
  });

  it("cost nothing where there are none: the first run's answer is taken", async () => {
    const { result, printed } = await runWith(`{ name: "seen", description: "d", enforcementLevel: "advisory",
      validateResource: (args, report) => { if (args.props.delaySeconds === 1) { report("slow"); } } }`);
    assert.deepEqual(result.graph.stackOutputs, { delay: 1, tags: { own: "a" } });
    assert.deepEqual(
      result.packs[0]?.findings.map(({ policy, urn }) => [policy, urn]),
      [["seen", resource(result, "first").urn]],
    );
    assert.match(printed, /^delay 1\n$/);
  });
});
