import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { preflight } from "../../preflight";
import { type Example, projectOf, readExamples } from "../../scripts/docs/examples";
import { inspect, linesOf } from "../support/documents/inspect";
import { kindsOfExamples, uncoveredOfExamples } from "../support/documents/kinds";
import { findingsOf } from "../support/programs";

const ROOT = resolve(__dirname, "../..");
const PACK = resolve(ROOT, "policies");

/** Kinds of documents that the examples hand to AWS. */
const documents = new Set<string>();

/** Runs an example as its reader would: its documents are valid, and the pack says of it what its first comment says. */
async function check(example: Example): Promise<void> {
  const { folder, stack } = projectOf(ROOT, example);
  const { graph, packs } = await preflight({ directory: folder, stack, policyPacks: [PACK] });
  assert.deepEqual(graph.unansweredInvokes, []);
  const inspected = await inspect(graph.resources);
  assert.deepEqual(linesOf(inspected), []);
  for (const { kind } of inspected) documents.add(kind);
  const { violations, cantTell } = findingsOf(packs);
  assert.deepEqual(violations, []);
  const policies = [...new Set(cantTell.map((line) => line.split(" ")[0]))].sort();
  const expected = example.cantTell.map(({ policy }) => policy).sort();
  assert.deepEqual(policies, expected, `the pack can't tell of: ${cantTell.join(", ")}`);
}

describe("every example of the documentation runs, and breaks no control", function () {
  this.timeout(180_000);
  const examples = readExamples(ROOT);
  const results = new Map<number, Promise<void>>();

  const start = (index: number): Promise<void> | undefined => {
    const example = examples[index];
    if (example && !results.has(index)) {
      const result = check(example);
      result.catch(() => {}); // Reported by the test that awaits it.
      results.set(index, result);
    }
    return results.get(index);
  };

  examples.forEach(({ name }, index) => {
    it(name, async () => {
      const result = start(index);
      // The next one runs beside this one: a run waits for processes to start for half of its time.
      start(index + 1);
      await result;
    });
  });

  it("with documents of every kind that only examples have", () => {
    const names = [...kindsOfExamples, ...uncoveredOfExamples].map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => !documents.has(name)),
      [],
    );
  });
});
