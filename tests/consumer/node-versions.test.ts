import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { RunResult } from "../../preflight/model";

const REPOSITORY = resolve(__dirname, "../..");
const CACHE = join(REPOSITORY, ".cache/consumer");

/** Releases with long-term support that are newer than the oldest that the package takes. */
const NEWER = ["24", "26"];

/** Path of a Node of that release, from the packages that hold its binaries. It is installed once. */
function nodeOf(release: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(CACHE, `node-${release}`);
  const binary = join(folder, "node_modules", name, "bin/node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "node-release", version: "1.0.0", private: true }),
  );
  const args = ["install", `${name}@${release}`, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return binary;
}

describe("preflight on newer releases of Node", function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "node-releases-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What it says of the dev stack; the second time with code that the first has compiled, where Node keeps that. */
  function judge(node: string, time: string): Pick<RunResult, "graph" | "packs"> {
    const report = join(folder, `${time}.json`);
    const args = ["bin/preflight.js", "--stack", "dev", "--stack-tag", "disposable=true", "--policy-pack", "policies"];
    const { status, stdout, stderr } = spawnSync(node, [...args, "--json", report], {
      cwd: REPOSITORY,
      encoding: "utf8",
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    const { graph, packs }: RunResult = JSON.parse(readFileSync(report, "utf8"));
    return { graph, packs };
  }

  for (const release of NEWER) {
    it(`says of the dev stack on Node ${release} what it says on this one, also with code that was kept`, () => {
      const here = judge(process.execPath, "here");
      const node = nodeOf(release);
      assert.ok(here.graph.resources.length > 100);
      assert.deepEqual(judge(node, "first"), here);
      assert.deepEqual(judge(node, "second"), here);
    });
  }
});
