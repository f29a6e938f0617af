import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompiledCache, type CompiledProgram } from "../../../preflight/child/compiled-cache";
import { program } from "../../support/preflight";

describe("preflight: the cache of compiled programs", () => {
  const before = process.env.PREFLIGHT_CACHE;
  beforeEach(() => {
    delete process.env.PREFLIGHT_CACHE;
  });
  afterEach(() => {
    process.env.PREFLIGHT_CACHE = before;
  });

  function made(): { folder: string; entry: string; other: string; compiled: CompiledProgram } {
    const folder = program({ "index.ts": "1;", "other.ts": "2;", "tsconfig.json": "{}" });
    rmSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "node_modules"));
    const [entry, other] = [join(folder, "index.ts"), join(folder, "other.ts")];
    const files = new Map([entry, other].map((file) => [file, { code: `// ${file}`, map: "{}" }]));
    return { folder, entry, other, compiled: { files, resolved: [["a", other]] } };
  }

  it("gives back what was kept, as long as nothing changed", () => {
    const { entry, compiled } = made();
    const from = { texts: ["1.0.0"], files: [] };
    assert.equal(new CompiledCache(entry, from).read(), undefined);
    new CompiledCache(entry, from).write(compiled);
    assert.deepEqual(new CompiledCache(entry, from).read(), compiled);
  });

  it("gives nothing once a file, an option or a version changed", () => {
    const { folder, entry, other, compiled } = made();
    const config = join(folder, "tsconfig.json");
    const from = { texts: ["1.0.0"], files: [config] };
    const keep = (): void => new CompiledCache(entry, from).write(compiled);
    keep();
    assert.equal(new CompiledCache(entry, { ...from, texts: ["1.0.1"] }).read(), undefined);
    writeFileSync(other, "changed;");
    assert.equal(new CompiledCache(entry, from).read(), undefined);
    keep();
    assert.notEqual(new CompiledCache(entry, from).read(), undefined);
    writeFileSync(config, '{ "compilerOptions": {} }');
    assert.equal(new CompiledCache(entry, from).read(), undefined);
    keep();
    rmSync(other);
    assert.equal(new CompiledCache(entry, from).read(), undefined);
  });

  it("takes a broken file for none, and keeps nothing where it is turned off", () => {
    const { folder, entry, compiled } = made();
    const kept = join(folder, "node_modules", ".cache", "preflight");
    process.env.PREFLIGHT_CACHE = "false";
    new CompiledCache(entry, { texts: [], files: [] }).write(compiled);
    assert.equal(existsSync(kept), false);
    delete process.env.PREFLIGHT_CACHE;
    new CompiledCache(entry, { texts: [], files: [] }).write(compiled);
    const [name = ""] = readdirSync(kept);
    writeFileSync(join(kept, name), "{ broken");
    assert.equal(new CompiledCache(entry, { texts: [], files: [] }).read(), undefined);
  });
});
