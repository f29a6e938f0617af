import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import type { BuildOptions, Message, Metafile } from "esbuild";
import { UserError } from "../user-error";
import type { CompiledFile, CompiledProgram } from "./compiled-cache";

/** How the program's TypeScript is compiled. */
export interface TypeScriptOptions {
  /** The compiler's configuration; found by walking up from each file where absent. */
  tsconfig?: string;
  /** Folder of the program: the TypeScript compiler, where one is needed, is loaded from there. */
  folder: string;
}

export const typescriptFile = /\.(?:ts|tsx|mts|cts)$/;

const common: BuildOptions = {
  platform: "node",
  target: `node${process.versions.node.split(".").slice(0, 2).join(".")}`,
  format: "cjs",
  write: false,
  logLevel: "silent",
};

/** `import.meta` in files that become CommonJS. */
const importMeta: Pick<BuildOptions, "define"> = {
  define: {
    "import.meta.url": "__importMetaUrl",
    "import.meta.dirname": "__dirname",
    "import.meta.filename": "__filename",
  },
};

/** Compiles TypeScript by esbuild, without a look at types; by the TypeScript compiler where decorators need theirs. */
export class TypeScriptCompiler {
  /** True where tsconfig.json asks for metadata that only the TypeScript compiler can make. */
  readonly metadata: boolean;
  private readonly folder: string;
  private readonly configs: string[];

  constructor(private readonly options: TypeScriptOptions) {
    this.folder = realpathSync(options.folder);
    this.configs = configChain(options.tsconfig ?? findUp(this.folder, "tsconfig.json"));
    this.metadata = wantsDecoratorMetadata(this.configs);
  }

  /** What decides how files are compiled. */
  madeFrom(): { texts: string[]; files: string[] } {
    const { version }: { version: string } = require("esbuild/package.json");
    return { texts: [version, String(common.target)], files: this.configs };
  }

  /**
   * Compiles a program's entry and all of its own files that it leads to.
   * @param onPackages told of the packages that it loads, while the compiler is at work
   * @returns undefined where one of the files has an error: it is told when that file is loaded
   */
  async program(entry: string, onPackages: (names: string[]) => void): Promise<CompiledProgram | undefined> {
    const { build } = await import("esbuild");
    const options = {
      ...common,
      absWorkingDir: this.folder,
      outdir: this.folder,
      tsconfig: this.options.tsconfig,
    };
    try {
      const { metafile } = await build({
        ...options,
        entryPoints: [entry],
        bundle: true,
        packages: "external",
        metafile: true,
        loader: { ".node": "empty" },
      });
      const { sources, resolved, packages } = this.contents(metafile);
      const compiling = build({
        ...options,
        entryPoints: sources.map((file, index) => ({ in: file, out: String(index) })),
        sourcemap: "external",
        sourcesContent: false,
        ...importMeta,
      });
      onPackages(packages);
      const { outputFiles } = await compiling;
      const texts = new Map((outputFiles ?? []).map(({ path, text }) => [path, text]));
      const files = new Map<string, CompiledFile>();
      sources.forEach((file, index) => {
        const output = join(this.folder, `${index}.js`);
        files.set(file, { code: finished(texts.get(output) ?? ""), map: texts.get(`${output}.map`) ?? "" });
      });
      return { files, resolved };
    } catch (error) {
      if (messagesOf(error) === undefined) {
        throw error;
      }
      return undefined;
    }
  }

  /** @throws UserError with the place of what is wrong in the file */
  file(file: string): CompiledFile {
    const source = readFileSync(file, "utf8");
    if (this.metadata) {
      return this.byTypeScript(file, source);
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
      return { code: finished(code), map };
    } catch (error) {
      const messages = messagesOf(error);
      throw messages === undefined ? error : syntaxError(file, messages);
    }
  }

  private contents({
    inputs,
  }: Metafile): { sources: string[]; packages: string[] } & Pick<CompiledProgram, "resolved"> {
    const sources: string[] = [];
    const packages = new Set<string>();
    const resolved: CompiledProgram["resolved"] = [];
    for (const [name, { imports }] of Object.entries(inputs)) {
      const file = resolve(this.folder, name);
      if (typescriptFile.test(file)) {
        sources.push(file);
      }
      for (const { path, original, external } of imports) {
        if (external) {
          packages.add(path);
        } else if (original !== undefined && !plainRelative.test(original)) {
          resolved.push([importKey(file, original), resolve(this.folder, path)]);
        }
      }
    }
    return { sources, resolved, packages: [...packages] };
  }

  private byTypeScript(file: string, source: string): CompiledFile {
    let compiler: typeof import("typescript");
    try {
      compiler = createRequire(join(this.folder, "index.js"))("typescript");
    } catch {
      throw new UserError(
        `tsconfig.json sets emitDecoratorMetadata, which needs the TypeScript compiler: run "npm install --save-dev typescript@5" in ${this.folder}.`,
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
    return { code: outputText, map: sourceMapText ?? '{"sources":[],"mappings":""}' };
  }
}

/** What Node resolves by itself: relative, and without an extension that TypeScript writes for another one. */
const plainRelative = /^\.\.?(?:\/.*)?(?<!\.[cm]?js)$/;

/** How imports are told apart: by who imports, and what. */
export function importKey(importer: string, specifier: string): string {
  return `${importer}\n${specifier}`;
}

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

/** A tsconfig.json and the local files that it extends, each of which may be missing. */
function configChain(first: string | undefined): string[] {
  const chain: string[] = [];
  for (let next = first; next !== undefined && !chain.includes(next); ) {
    chain.push(next);
    const base = existsSync(next) ? /"extends"\s*:\s*"(\.[^"]+)"/.exec(readFileSync(next, "utf8"))?.[1] : undefined;
    next = base === undefined ? undefined : resolve(dirname(next), base.endsWith(".json") ? base : `${base}.json`);
  }
  return chain;
}

function wantsDecoratorMetadata(configs: string[]): boolean {
  const settings = configs.map((file) =>
    existsSync(file) ? /"emitDecoratorMetadata"\s*:\s*(true|false)/.exec(readFileSync(file, "utf8"))?.[1] : undefined,
  );
  return settings.find((setting) => setting !== undefined) === "true";
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
