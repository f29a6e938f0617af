import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../../..");

/** The command as a person at a terminal has it, with no variable that names a store. */
function run(...args: string[]): { code: number | null; out: string; told: string } {
  const { ARCHIVE_BUCKET: _, ORDERS_VIEW_TABLE: __, ...env } = process.env;
  const main = join(ROOT, "services/orders/rebuild/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", main, ...args], {
    cwd: ROOT,
    env: { ...env, NODE_NO_WARNINGS: "1", AWS_REGION: "eu-west-1" },
    encoding: "utf8",
  });
  return { code: status, out: stdout, told: stderr };
}

describe("the command that makes the view of orders anew", () => {
  it("lists its options", () => {
    const { code, out } = run("--help");
    assert.equal(code, 0);
    for (const option of ["--at", "--promote", "--abandon", "--order", "--bucket", "--table"]) {
      assert.ok(out.includes(option), option);
    }
  });

  for (const [what, args, told] of [
    ["a moment that is none", ["--at", "yesterday"], /^"yesterday" is no moment: use ISO 8601, such as .*\n$/],
    ["an option that there is not", ["--promte"], /^Unknown option '--promte'.*\n$/],
    ["an archive that nobody named", [], /^the environment variable ARCHIVE_BUCKET is not set.*\n$/],
    ["a view that nobody named", ["--bucket", "b"], /^the environment variable ORDERS_VIEW_TABLE is not set.*\n$/],
  ] as const) {
    it(`tells of ${what} in one line, and does nothing`, () => {
      const result = run(...args);
      assert.equal(result.code, 1);
      assert.match(result.told, told);
      assert.equal(result.out, "");
    });
  }
});
