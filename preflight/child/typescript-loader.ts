import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import type { BuildOptions, Message, OutputFile } from "esbuild";
import { UserError } from "../user-error";
import type { SourceMaps } from "./source-maps";

const typescriptFile = /\.(?:ts|tsx|mts|cts)$/;

/** How the program's TypeScript is compiled. */
export interface TypeScriptOptions {
  /** The compiler's configuration; found by walking up from each file where absent. */
  tsconfig?: string;
  /** Folder of the program: the TypeScript compiler, where one is needed, is loaded from there. */
  folder: string;
}

type Extension = (module: object, file: string) => void;
type Resolver = (
  this: unknown,
  request: string,
  parent: { filename?: string } | undefined,
  ...rest: unknown[]
) => unknown;

const common: BuildOptions = {
  platform: "node",
  target: `node${process.versions.node.split(".").slice(0, 2).join(".")}`,
  format: "cjs",
  write: false,
  logLevel: "silent",
};

/**
 * Lets `require` load TypeScript files, compiled by esbuild without a look at types: all files that the program's entry
 * leads to in one go, whatever was missed one by one.
 */
export class TypeScriptLoader {
  private readonly compiled = new Map<string, string>();
  /** Where an import leads, by importer and specifier: aliases of tsconfig.json, and `.js` that means `.ts`. */
  private readonly resolved = new Map<string, string>();
  private readonly metadata: boolean;

  constructor(
    private readonly maps: SourceMaps,
    private readonly options: TypeScriptOptions,
  ) {
    this.metadata = wantsDecoratorMetadata(options.tsconfig ?? findUp(options.folder, "tsconfig.json"));
  }

  /** From now on `require` takes TypeScript files. */
  install(): void {
    const extensions: unknown = Reflect.get(Module, "_extensions");
    const load: Extension = (module, file) => {
      const compile: unknown = Reflect.get(module, "_compile");
      if (typeof compile === "function") {
        compile.call(module, this.compiled.get(file) ?? this.compileOne(file), file);
      }
    };
    if (typeof extensions === "object" && extensions !== null) {
      for (const extension of [".ts", ".tsx", ".cts", ".mts"]) {
        Reflect.set(extensions, extension, load);
      }
    }
    const resolveFile: unknown = Reflect.get(Module, "_resolveFilename");
    if (isResolver(resolveFile)) {
      const { resolved } = this;
      const withAliases: Resolver = function (request, parent, ...rest) {
        const known = resolved.size > 0 ? resolved.get(key(parent?.filename ?? "", request)) : undefined;
        return known ?? resolveFile.call(this, request, parent, ...rest);
      };
      Reflect.set(Module, "_resolveFilename", withAliases);
    }
  }

  /**
   * Compiles the program's entry and all of its own files that it leads to. Files with errors are left to be compiled,
   * and refused, when they are loaded.
   */
  async prepare(entry: string): Promise<void> {
    if (this.metadata || !typescriptFile.test(entry)) {
      return;
    }
    const { build } = await import("esbuild");
    const { tsconfig } = this.options;
    try {
      const { metafile } = await build({
        ...common,
        absWorkingDir: this.options.folder,
        tsconfig,
        entryPoints: [entry],
        bundle: true,
        packages: "external",
        metafile: true,
        outdir: this.options.folder,
        loader: { ".node": "empty" },
      });
      const files: string[] = [];
      const packages = new Set<string>();
      for (const [name, { imports }] of Object.entries(metafile.inputs)) {
        const file = resolve(this.options.folder, name);
        if (typescriptFile.test(file)) {
          files.push(file);
        }
        for (const { path, original, external } of imports) {
          if (external && path.startsWith("@pulumi/")) {
            packages.add(path);
          } else if (original !== undefined && !external) {
            this.resolved.set(key(file, original), resolve(this.options.folder, path));
          }
        }
      }
      const compiling = build({
        ...common,
        absWorkingDir: this.options.folder,
        tsconfig,
        entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
        outdir: this.options.folder,
        sourcemap: "external",
        sourcesContent: false,
        ...importMeta,
      });
      this.load(packages);
      const { outputFiles } = await compiling;
      for (const output of outputFiles ?? []) {
        this.keep(output, files);
      }
    } catch (error) {
      if (messagesOf(error) === undefined) {
        throw error;
      }
    }
  }

  /** Loads the provider packages that the program is about to load, while esbuild is at work in its own process. */
  private load(packages: Set<string>): void {
    const fromProgram = createRequire(join(this.options.folder, "index.js"));
    for (const name of packages) {
      try {
        fromProgram(name);
      } catch {
        // The program gets the same error where it asks for the package, if it ever does.
      }
    }
  }

  private keep(output: OutputFile, files: string[]): void {
    const [, index = "", extension = ""] = /[\\/](\d+)\.(js|js\.map)$/.exec(output.path) ?? [];
    const file = files[Number(index)];
    if (file === undefined || index === "") {
      return;
    }
    if (extension === "js") {
      this.compiled.set(file, finished(output.text));
    } else {
      this.maps.add(file, output.text);
    }
  }

  private compileOne(file: string): string {
    const source = readFileSync(file, "utf8");
    if (this.metadata) {
      return this.compileByTypeScript(file, source);
    }
    const { transformSync }: typeof import("esbuild") = require("esbuild");
    const tsconfig = this.options.tsconfig ?? findUp(dirname(file), "tsconfig.json");
    try {
      const { code, map } = transformSync(source, {
        platform: common.platform,
        target: common.target,
        format: "cjs",
        loader: extname(file) === ".tsx" ? "tsx" : "ts",
        sourcefile: file,
        sourcemap: "external",
        sourcesContent: false,
        tsconfigRaw: tsconfig === undefined ? undefined : readFileSync(tsconfig, "utf8"),
        ...importMeta,
      });
      this.maps.add(file, map);
      return finished(code);
    } catch (error) {
      const messages = messagesOf(error);
      throw messages === undefined ? error : syntaxError(file, messages);
    }
  }

  /** Metadata of decorators needs the types that only the compiler itself knows. */
  private compileByTypeScript(file: string, source: string): string {
    let compiler: typeof import("typescript");
    try {
      compiler = createRequire(join(this.options.folder, "index.js"))("typescript");
    } catch {
      throw new UserError(
        `tsconfig.json sets emitDecoratorMetadata, which needs the TypeScript compiler: run "npm install --save-dev typescript@5" in ${this.options.folder}.`,
      );
    }
    const { outputText, sourceMapText } = compiler.transpileModule(source, {
      fileName: file,
      compilerOptions: {
        target: compiler.ScriptTarget.ES2022,
        module: compiler.ModuleKind.CommonJS,
        esModuleInterop: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        sourceMap: true,
      },
    });
    this.maps.add(file, sourceMapText ?? '{"sources":[],"mappings":""}');
    return outputText;
  }
}

/** `import.meta` in files that become CommonJS. */
const importMeta: Pick<BuildOptions, "define"> = {
  define: {
    "import.meta.url": "__importMetaUrl",
    "import.meta.dirname": "__dirname",
    "import.meta.filename": "__filename",
  },
};

/**
 * Two touches to esbuild's code, neither of which moves a line: modules that were ES modules once are imported as they
 * are and not as copies, so that closures that capture them can be serialised; and `import.meta.url` gets its value.
 */
function finished(code: string): string {
  const shared = code.replace(
    "var __toESM = (mod, isNodeMode, target) => (",
    "var __toESM = (mod, isNodeMode, target) => mod && mod.__esModule ? mod : (",
  );
  return shared.includes("__importMetaUrl")
    ? `const __importMetaUrl = require("node:url").pathToFileURL(__filename).href; ${shared}`
    : shared;
}

function syntaxError(file: string, messages: Message[]): UserError {
  const [{ text, location } = { text: "it can't be compiled", location: null }] = messages;
  const place = location ? `${file}:${location.line}:${location.column + 1}` : file;
  const fix = text.includes("Top-level await")
    ? " Export an async function instead: Pulumi calls it and takes what it returns as the stack's outputs."
    : "";
  return new UserError(`${place}: ${text}.${fix}`);
}

function messagesOf(error: unknown): Message[] | undefined {
  const errors: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "errors") : undefined;
  return Array.isArray(errors) ? errors : undefined;
}

/** Looks at a tsconfig.json and the local files that it extends. */
function wantsDecoratorMetadata(file: string | undefined): boolean {
  for (let next = file, depth = 0; next !== undefined && existsSync(next) && depth < 5; depth++) {
    const text = readFileSync(next, "utf8");
    const setting = /"emitDecoratorMetadata"\s*:\s*(true|false)/.exec(text)?.[1];
    if (setting !== undefined) {
      return setting === "true";
    }
    const base = /"extends"\s*:\s*"(\.[^"]+)"/.exec(text)?.[1];
    next = base === undefined ? undefined : resolve(dirname(next), base.endsWith(".json") ? base : `${base}.json`);
  }
  return false;
}

function findUp(start: string, name: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, name);
    if (existsSync(file)) {
      return file;
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

function key(importer: string, specifier: string): string {
  return `${importer}\n${specifier}`;
}

function isResolver(value: unknown): value is Resolver {
  return typeof value === "function";
}
