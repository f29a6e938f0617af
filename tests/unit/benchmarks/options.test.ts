import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { countOf, optionsOf } from "../../../benchmarks/options";

const root = resolve(__dirname, "../../..");

describe("the options of a benchmark", function () {
  this.timeout(60_000);

  it("are those that it knows", () => {
    assert.deepEqual(optionsOf("", { quick: { type: "boolean" } }, ["--quick"]), { quick: true });
    assert.throws(() => optionsOf("", {}, ["--fast"]), /^Error: Unknown option '--fast'\. See --help\.$/);
  });

  it("are counts above 0 where they are counts, named with the value where not", () => {
    assert.equal(countOf("rounds", undefined, 3), 3);
    assert.equal(countOf("rounds", "12", 3), 12);
    for (const wrong of ["0", "-1", "x", "1.5", ""]) {
      assert.throws(() => countOf("rounds", wrong, 3), {
        message: new RegExp(`^--rounds is "${wrong}"\\. It has to be`),
      });
    }
  });

  for (const file of [
    "benchmarks/run.ts",
    "benchmarks/html-report.ts",
    "benchmarks/services.ts",
    "benchmarks/compare/run.ts",
  ]) {
    it(`of ${file} are told by --help, and nothing is measured`, () => {
      const run = (option: string) =>
        spawnSync(process.execPath, ["--import", "tsx", join(root, file), option], { cwd: root, encoding: "utf8" });
      const help = run("--help");
      assert.equal(help.status, 0, help.stderr);
      assert.match(help.stdout, /^Measures [\s\S]*npm run benchmark[\s\S]*--help/);
      const wrong = run("--bogus");
      assert.deepEqual([wrong.status, wrong.stdout], [2, ""]);
      assert.match(wrong.stderr, /✗ Unknown option '--bogus'\. See --help\.\n$/);
    });
  }
});
