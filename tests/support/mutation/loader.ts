import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";
import { transformSync } from "esbuild";

/** Loads modules anew, as often as is wanted, and compiles each file once. */
export class Loader {
  private readonly scripts = new Map<string, Script>();
  private readonly resolved = new Map<string, string>();
  private originals = new Map<string, NodeModule | undefined>();

  /** Does something that loads modules, and puts back what was in the cache before. */
  changing<T>(work: () => T): T {
    this.originals = new Map();
    try {
      return work();
    } finally {
      for (const [file, original] of this.originals) {
        if (original) require.cache[file] = original;
        else delete require.cache[file];
      }
    }
  }

  /** Puts a source into the cache of modules as if it stood in the file. */
  loadSource(file: string, source: string): void {
    this.run(file, compile(file, source));
  }

  /** Loads a file anew, unless that was done in this change. */
  load(file: string): void {
    if (!this.originals.has(file)) this.loadAgain(file);
  }

  loadAgain(file: string): void {
    let script = this.scripts.get(file);
    if (!script) {
      script = compile(file, readFileSync(file, "utf8"));
      this.scripts.set(file, script);
    }
    this.run(file, script);
  }

  private run(file: string, script: Script): void {
    if (!this.originals.has(file)) this.originals.set(file, require.cache[file]);
    const made = new Module(file);
    made.filename = file;
    require.cache[file] = made;
    const wrapper: unknown = script.runInThisContext();
    if (typeof wrapper !== "function") throw new Error(`${file} is no module`);
    wrapper.call(made.exports, made.exports, this.requireOf(file), made, file, dirname(file));
    made.loaded = true;
  }

  /** Node's own way to a file is long; it is the same every time. */
  private requireOf(file: string): (id: string) => unknown {
    const plain = createRequire(file);
    return (id) => {
      const key = `${file}\0${id}`;
      const known = require.cache[this.resolved.get(key) ?? ""];
      if (known?.loaded) return known.exports;
      const found: unknown = plain(id);
      this.resolved.set(key, plain.resolve(id));
      return found;
    };
  }
}

function compile(file: string, source: string): Script {
  const { code } = transformSync(source, { loader: "ts", format: "cjs", target: "node20" });
  return new Script(Module.wrap(code), { filename: file });
}
