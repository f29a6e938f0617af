import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../../preflight/paths";

describe("the build", () => {
  let root = "";
  const at = (name: string): string => join(root, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const setup = () => spawnSync(process.execPath, [at("scripts/setup.mjs")], { cwd: root, encoding: "utf8" });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "build-"));
    mkdirSync(at("scripts"));
    mkdirSync(at("node_modules"));
    for (const name of ["build.mjs", "setup.mjs"]) {
      copyFileSync(join(packageRoot(), "scripts", name), at(`scripts/${name}`));
    }
    for (const name of ["esbuild", "@esbuild"]) {
      symlinkSync(join(packageRoot(), "node_modules", name), at(`node_modules/${name}`));
    }
    write("package-lock.json", JSON.stringify({ packages: {} }));
    write("node_modules/.package-lock.json", JSON.stringify({ packages: {} }));
    write(
      "policies/pack.ts",
      'import { name } from "./name";\nimport { PolicyPack } from "@pulumi/policy";\nnew PolicyPack(name, {});\n',
    );
    write("policies/name.ts", 'export const name: string = "controls";\n');
    write("infra/index.ts", 'export * from "./core/naming";\n');
    write("infra/core/naming.ts", "export const limit = 63;\n");
    write("infra/core/data.json", '{ "a": 1 }\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("makes one file of an entry point, leaving packages outside, and the library file by file", () => {
    const run = setup();
    assert.equal(run.status, 0, run.stderr);
    const pack = readFileSync(at("policies/dist/pack.js"), "utf8");
    assert.match(pack, /"controls"/);
    assert.match(pack, /require\("@pulumi\/policy"\)/);
    assert.match(readFileSync(at("dist/infra/index.js"), "utf8"), /require\("\.\/core\/naming"\)/);
    assert.match(readFileSync(at("dist/infra/core/naming.js"), "utf8"), /limit = 63/);
    assert.equal(readFileSync(at("dist/infra/core/data.json"), "utf8"), '{ "a": 1 }\n');
    assert.ok(existsSync(at("policies/dist/pack.js.map")));
    assert.ok(!existsSync(at("dist/preflight")), "an entry point that does not exist is skipped");
  });

  it("builds nothing where nothing changed, and again where a source was changed, added or removed", () => {
    const builtAt = (): number => statSync(at("dist/infra/index.js"), { bigint: false }).ino;
    setup();
    const first = builtAt();
    setup();
    assert.equal(builtAt(), first);
    utimesSync(at("infra/core/naming.ts"), new Date(), new Date(Date.now() + 5000));
    setup();
    const second = builtAt();
    assert.notEqual(second, first);
    write("infra/core/new.ts", "export {};\n");
    setup();
    assert.ok(existsSync(at("dist/infra/core/new.js")));
    rmSync(at("infra/core/new.ts"));
    setup();
    assert.ok(!existsSync(at("dist/infra/core/new.js")), "what a removed source was built to is removed");
  });

  it("tells file and line of an error, keeps what was built before, and leaves nothing half-written", () => {
    setup();
    write("policies/name.ts", "export const name = ;\n");
    write("infra/core/naming.ts", "export const limit = 64;\n");
    const run = setup();
    assert.equal(run.status, 2);
    assert.match(run.stderr, /✗ policies\/name\.ts:1:\d+: Unexpected ";"/);
    assert.match(readFileSync(at("policies/dist/pack.js"), "utf8"), /"controls"/);
    assert.match(readFileSync(at("dist/infra/core/naming.js"), "utf8"), /limit = 64/);
    assert.deepEqual(
      readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith(".tmp")),
      [],
    );
    assert.equal(setup().status, 2, "a failed build is not taken for a fresh one");
  });

  it("installs where the lock file and what is installed differ", () => {
    write("package-lock.json", JSON.stringify({ packages: { "node_modules/left": { version: "2.0.0" } } }));
    write("npm.js", 'console.error("npm was called with", process.argv.slice(2).join(" ")); process.exit(1);\n');
    const run = spawnSync(process.execPath, [at("scripts/setup.mjs")], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, npm_execpath: at("npm.js") },
    });
    assert.equal(run.status, 2);
    assert.match(run.stderr, /npm was called with ci /);
    assert.match(run.stderr, /✗ "npm ci" failed with exit code 1/);
  });
});
