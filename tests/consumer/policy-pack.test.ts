import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { registry } from "../../policies/index";
import { type PackServer, startPackIn } from "../unit/policies/support/server";

const REPOSITORY = resolve(__dirname, "../..");

/** What a command printed; a failure's message holds both streams. */
function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

describe("the policy pack by itself: as published, with its own dependencies and nothing else", function () {
  this.timeout(300_000);
  let folder = "";
  let server: PackServer | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "policy-pack-"));
    const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(
      run("npm", ["pack", "--json", "--dry-run", "--ignore-scripts"], REPOSITORY),
    );
    for (const { path } of files.filter((file) => file.path.startsWith("policies/"))) {
      const target = join(folder, path.slice("policies/".length));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(REPOSITORY, path), target);
    }
    run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], folder);
    server = await startPackIn(folder);
  });

  after(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("answers with every control", async () => {
    const info = await server?.info();
    const names = new Set(info?.policiesList.map(({ name }) => name));
    assert.deepEqual(
      registry.map(({ id }) => id).filter((id) => !names.has(id)),
      [],
    );
  });

  it("has the name and version of its package, without which the engine refuses it", async () => {
    const { name, version }: { name: string; version: string } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    const info = await server?.info();
    assert.deepEqual([info?.name, info?.version], [name, version]);
  });

  it("judges what the engine sends", async () => {
    const trail = { type: "aws:cloudtrail/trail:Trail", name: "audit", props: { isMultiRegionTrail: false } };
    const said = await server?.analyze(trail);
    assert.ok(said?.diagnosticsList.some(({ policyname }) => policyname === "cloudtrail-multi-region"));
  });
});
