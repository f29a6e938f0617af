import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { JsonReport } from "../../../preflight";
import { packageRoot } from "../../../preflight/paths";
import { build } from "../packs/support";

describe("npm run preview", function () {
  this.timeout(60_000);
  before(build);

  const preview = (...args: string[]) =>
    spawnSync(process.execPath, [join(packageRoot(), "scripts", "setup.mjs"), "preview", ...args], {
      cwd: packageRoot(),
      encoding: "utf8",
    });

  it("previews the stack dev, as one that is there to be thrown away", () => {
    const { status, stdout, stderr } = preview();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^aws-microservices-platform dev {2}symbolic values\n/);
    assert.match(stdout, /✓ Nothing mandatory is violated\n/);
  });

  it("holds a stack that it is told to all that the pack asks for", () => {
    for (const stack of [["--stack", "test"], ["-stest"], ["--stack=test"]]) {
      const { status, stdout, stderr } = preview("tests/programs/balancer-one-zone", ...stack, "--json", "-");
      assert.equal(status, 1, stderr);
      const { packs }: JsonReport = JSON.parse(stdout);
      assert.ok(packs.some(({ findings }) => findings.some(({ policy }) => policy === "elb-deletion-protection")));
    }
  });
});
