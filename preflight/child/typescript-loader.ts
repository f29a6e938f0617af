import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { CompiledCache, type CompiledProgram } from "./compiled-cache";
import type { SourceMaps } from "./source-maps";
import { importKey, TypeScriptCompiler, type TypeScriptOptions, typescriptFile } from "./typescript-compiler";

type Extension = (module: object, file: string) => void;
type Resolver = (
  this: unknown,
  request: string,
  parent: { filename?: string } | undefined,
  ...rest: unknown[]
) => unknown;

/**
 * Lets `require` load TypeScript files: all that the program's entry leads to are compiled in one go, or come from the
 * cache of the last run; whatever was missed is compiled when it is loaded.
 */
export class TypeScriptLoader {
  private readonly compiler: TypeScriptCompiler;
  private compiled: CompiledProgram["files"] = new Map();
  /** Where imports lead that Node would not find by itself: aliases of tsconfig.json, and `.js` that means `.ts`. */
  private resolved = new Map<string, string>();

  constructor(
    private readonly maps: SourceMaps,
    private readonly options: TypeScriptOptions,
  ) {
    this.compiler = new TypeScriptCompiler(options);
  }

  /** From now on `require` takes TypeScript files. */
  install(): void {
    const extensions: unknown = Reflect.get(Module, "_extensions");
    const load: Extension = (module, file) => {
      const compile: unknown = Reflect.get(module, "_compile");
      if (typeof compile === "function") {
        compile.call(module, this.codeOf(file), file);
      }
    };
    if (typeof extensions === "object" && extensions !== null) {
      for (const extension of [".ts", ".tsx", ".cts", ".mts"]) {
        Reflect.set(extensions, extension, load);
      }
    }
    const resolveFile: unknown = Reflect.get(Module, "_resolveFilename");
    if (isResolver(resolveFile)) {
      const known = (request: string, importer: string): string | undefined =>
        this.resolved.size > 0 ? this.resolved.get(importKey(importer, request)) : undefined;
      const withAliases: Resolver = function (request, parent, ...rest) {
        return known(request, parent?.filename ?? "") ?? resolveFile.call(this, request, parent, ...rest);
      };
      Reflect.set(Module, "_resolveFilename", withAliases);
    }
  }

  /** Compiles the program. Files with errors are refused when they are loaded. */
  async prepare(entry: string): Promise<void> {
    if (this.compiler.metadata || !typescriptFile.test(entry)) {
      return;
    }
    const cache = new CompiledCache(entry, this.compiler.madeFrom());
    let program = cache.read();
    if (!program) {
      program = await this.compiler.program(entry, (packages) => this.load(packages));
      if (!program) {
        return;
      }
      cache.write(program);
    }
    this.compiled = program.files;
    this.resolved = new Map(program.resolved);
  }

  private codeOf(file: string): string {
    const { code, map } = this.compiled.get(file) ?? this.compiler.file(file);
    this.maps.add(file, map);
    return code;
  }

  /** Loads the provider packages that the program is about to load, while esbuild is at work in its own process. */
  private load(packages: string[]): void {
    const fromProgram = createRequire(join(this.options.folder, "index.js"));
    for (const name of packages.filter((candidate) => candidate.startsWith("@pulumi/"))) {
      try {
        fromProgram(name);
      } catch {
        // The program gets the same error where it asks for the package, if it ever does.
      }
    }
  }
}

function isResolver(value: unknown): value is Resolver {
  return typeof value === "function";
}
