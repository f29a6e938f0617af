import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { GraphResource, RunResult } from "../../../preflight/model";
import { reports, textReport } from "../../../preflight/report";
import { finding, resource, result } from "./sample";

/** Every report of a result, the one for a terminal too. */
function all(of: RunResult): string[] {
  const shows = ["normal", "all", "problems"] as const;
  return [
    ...Object.values(reports).map((report) => report(of, { root: "/shop" })),
    ...shows.map((show) => textReport(of, { show, cwd: "/shop" })),
  ];
}

function queue(index: number, parent: number | undefined, more: Partial<GraphResource> = {}): GraphResource {
  const urnOf = (number: number): string => `urn:pulumi:dev::shop::aws:sqs/queue:Queue::q${number}`;
  return resource("aws:sqs/queue:Queue", `q${index}`, undefined, {
    urn: urnOf(index),
    ...(parent !== undefined && { parent: urnOf(parent) }),
    ...more,
  });
}

describe("reports of any graph", function () {
  this.timeout(30_000);

  it("end where parents are missing, of themselves, in a circle, or there twice, with every finding told", () => {
    const parents = fc.array(fc.option(fc.nat(12), { nil: undefined }), { maxLength: 10 });
    const kinds = fc.constantFrom<GraphResource["kind"]>("custom", "component", "stack", "provider", "read");
    fc.assert(
      fc.property(parents, fc.array(fc.tuple(fc.nat(9), kinds), { maxLength: 10 }), (given, more) => {
        const resources = [
          ...given.map((parent, index) => queue(index, parent, { dependencies: [`q${parent}`] })),
          ...more.map(([index, kind]) => queue(index, index, { kind })),
        ];
        const found = resources.map((one) => finding("found", one, { message: "is wrong" }));
        // More severe than the others, so that it is not among those that only are counted.
        const stray = finding("stray", queue(99, undefined), { message: "is nowhere", severity: "critical" });
        for (const text of all(result(resources, [...found, stray], {}, { held: { held: ["urn:none", ""] } }))) {
          assert.match(text, /stray/);
        }
      }),
      { numRuns: 200, seed: 20261127 },
    );
  });

  it("end for ten thousand resources, each in the one before", () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      queue(index, index === 0 ? undefined : index - 1, { kind: "component" }),
    );
    for (const text of all(result(chain, [finding("found", chain.at(-1), { message: "is wrong" })]))) {
      assert.match(text, /found/);
    }
  });
});
