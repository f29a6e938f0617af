import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { needed } from "../support/documents/iam";
import { documented } from "../support/documents/iam-documented";
import { inspect, linesOf } from "../support/documents/inspect";
import { hidden, kinds, uncovered, uncoveredOfExamples } from "../support/documents/kinds";
import { run } from "../support/preflight";
import { optional } from "../unit/stacks/optional";

const root = resolve(__dirname, "../..");

const programs = [
  { title: "dev", folder: root, stack: "dev" },
  { title: "staging", folder: root, stack: "staging" },
  { title: "prod", folder: root, stack: "prod" },
  { title: "prod with all that is optional", folder: root, stack: "prod", config: optional },
  { title: "what environments of an account share", folder: resolve(root, "stacks/foundation"), stack: "shared" },
];

describe("documents that the environments hand to AWS", function () {
  this.timeout(240_000);
  const counts = new Map<string, number>();

  for (const { title, folder, stack, config } of programs) {
    it(`are valid in ${title}`, async () => {
      const { graph } = await run(folder, { stack, config, mode: "symbolic", timeout: 120 });
      const inspected = await inspect(graph.resources);
      assert.ok(inspected.length > 10, `only ${inspected.length} documents were found`);
      assert.deepEqual(linesOf(inspected), []);
      for (const { kind } of inspected) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    });
  }

  it("are of every kind that has a checker, so that none looks where nothing is", () => {
    const all = [...kinds, ...uncovered].map(({ name }) => name);
    assert.deepEqual(
      all.filter((name) => !counts.has(name)),
      [],
    );
    assert.equal(new Set(all).size, all.length);
  });

  it("need every exception from AWS's reference that is written down", () => {
    assert.deepEqual(
      documented.filter((one) => !needed.has(one)),
      [],
    );
  });

  after(() => {
    const count = (of: readonly { readonly name: string }[]) =>
      of.map(({ name }) => `${counts.get(name) ?? 0} × ${name}`).join(", ");
    console.log(`      checked: ${count(kinds)}`);
    console.log(`      only parsed: ${count(uncovered)}`);
  });
});

describe("exceptions from checks of documents", () => {
  it("say why", () => {
    for (const { name, reason } of [...uncovered, ...uncoveredOfExamples])
      assert.match(reason, /^[A-Z].{20,}\.$/, name);
    for (const [place, reason] of Object.entries(hidden)) assert.ok(reason.length > 5, place);
    for (const { action, reason, source } of documented) {
      assert.ok(reason.endsWith("."), action);
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, action);
    }
  });
});
