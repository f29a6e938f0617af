import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { preflight } from "../../preflight";
import { type Example, projectOf, readExamples } from "../../scripts/docs/examples";
import { findingsOf } from "../support/programs";

const ROOT = resolve(__dirname, "../..");
const PACK = resolve(ROOT, "policies");
const LANES = 2;

/** Runs an example as its reader would, and holds what the pack says to what its first comment says. */
async function check(example: Example): Promise<void> {
  const { folder, stack } = projectOf(ROOT, example);
  const { graph, packs } = await preflight({ directory: folder, stack, policyPacks: [PACK] });
  assert.deepEqual(graph.unansweredInvokes, []);
  const { violations, cantTell } = findingsOf(packs);
  assert.deepEqual(violations, []);
  const policies = [...new Set(cantTell.map((line) => line.split(" ")[0]))].sort();
  const expected = example.cantTell.map(({ policy }) => policy).sort();
  assert.deepEqual(policies, expected, `the pack can't tell of: ${cantTell.join(", ")}`);
}

describe("every example of the documentation runs, and breaks no control", function () {
  this.timeout(180_000);
  const examples = readExamples(ROOT);
  const results = new Map<string, Promise<void>>();

  // As in programs.test.ts: two at once, each awaited by its own test.
  before(() => {
    const waiting = examples.map((example) => {
      let start = (): void => {};
      const started = new Promise<void>((go) => {
        start = go;
      });
      const result = started.then(() => check(example));
      result.catch(() => {}); // Reported by the test that awaits it.
      results.set(example.name, result);
      return { start, result };
    });
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        next.start();
        await next.result.catch(() => {});
      }
    };
    for (let index = 0; index < LANES; index++) void lane();
  });

  for (const { name } of examples) {
    it(name, () => results.get(name));
  }
});
