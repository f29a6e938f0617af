import { strict as assert } from "node:assert";
import fc from "fast-check";
import { baselineText, compareWithBaseline } from "../../../preflight/baseline";
import { changesOf } from "../../../preflight/changes";
import { diffMarkdown, diffRuns, diffText } from "../../../preflight/diff";
import type { RunResult, Value } from "../../../preflight/model";
import { finding, resource, result } from "../report/sample";

/** Text that somebody may give a resource, a policy or a property to do harm with. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "`",
    "``",
    "` `` `",
    "\n# x",
    "<script>",
    "\u001b[2J",
    "\u202e",
    "@all",
    "| a |",
    "[a](b)",
    "::error::",
    "=1+1",
    "-> x",
    "",
  ),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    hostile,
    fc.constantFrom<Value>({ $secret: true }, { $unknown: true }, '{"a":[1]}', "[1,", "{}"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(hostile, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const run: fc.Arbitrary<RunResult> = fc
  .array(fc.tuple(hostile, fc.dictionary(hostile, value, { maxKeys: 3 }), hostile, hostile, fc.boolean()), {
    maxLength: 8,
  })
  .map((rows) => {
    const resources = rows.map(([name, inputs]) => resource("aws:s3/bucket:Bucket", name, undefined, { inputs }));
    const findings = rows.map(([, , policy, message, reach], index) =>
      finding(reach ? `reach-${policy}` : policy, resources[index], {
        message: reach ? `p: found a -> ${message}` : message,
      }),
    );
    return result(resources, findings);
  });

describe("whatever is in two runs", () => {
  it("a value has no changes against itself, and the same ones in both directions", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        assert.deepEqual(changesOf(a, structuredClone(a)), []);
        const there = changesOf(a, b).map(({ path, before, after }) => [path, before, after]);
        const back = changesOf(b, a).map(({ path, before, after }) => [path, after, before]);
        assert.deepEqual(there, back);
      }),
    );
  });

  it("their difference keeps to its lines and obeys nothing in them", () => {
    fc.assert(
      fc.property(run, run, (before, after) => {
        const diff = diffRuns(before, after);
        const markdown = diffMarkdown(diff);
        for (const text of [diffText(diff), markdown]) {
          assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        }
        for (const line of markdown.split("\n")) {
          assert.match(line, /^$|^#{3,4} |^\*\*|^\||^ {0,2}- (`|$)/, line);
          const outside = line.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
          assert.doesNotMatch(outside, /[<@[`]/, line);
        }
      }),
    );
  });

  it("the difference of a run with itself is none, and a baseline of it lets nothing fail", () => {
    fc.assert(
      fc.property(run, (one) => {
        const { resources, findings, reachability } = diffRuns(one, structuredClone(one));
        const lists = [
          resources.added,
          resources.removed,
          resources.changed,
          findings.added,
          findings.fixed,
          findings.raised,
        ];
        assert.deepEqual([...lists, reachability.opened, reachability.closed].flat(), []);
        const { added } = compareWithBaseline(one, { findings: [], grown: [] });
        const baseline = { findings: added, grown: [] };
        assert.deepEqual(compareWithBaseline(one, baseline).added, []);
        assert.equal(baselineText(baseline).split("\n").length, added.length > 0 ? 6 + added.length + 1 : 6);
      }),
    );
  });
});
