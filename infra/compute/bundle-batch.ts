import { join } from "node:path";
import type { BuildFailure, BuildOptions, Message, Plugin } from "esbuild";

/** File of a bundle in the archive; the handler's name starts with it. */
export const BUNDLE_NAME = "index";

/** What is built: an export of a module, with all that it needs. */
export interface Entry {
  /** Path from the directory of the settings, with slashes. */
  readonly module: string;
  readonly exported: string;
}

/** How it is built; entries with the same settings are built together. */
export interface BuildSettings {
  /** Paths in the code and in the map are relative to it. */
  readonly directory: string;
  readonly minify: boolean;
  readonly sourceMap: boolean;
  readonly external: string[];
  readonly define: Record<string, string>;
}

export interface Built {
  readonly code: string;
  readonly map: string | undefined;
}

export interface EntryError {
  readonly text: string;
  /** File, line and column; undefined where it is of none. */
  readonly place: string | undefined;
  /** True where the module has no such export. */
  readonly ofEntry: boolean;
}

/** An entry does not build. */
export class EntryFailure extends Error {
  constructor(readonly errors: readonly EntryError[]) {
    super(errors.map(({ text }) => text).join("\n"));
  }
}

/**
 * Language level of bundles. All runtimes that a function can have run it, and so does the oldest Node.js that the
 * platform supports: the very bytes that are deployed also run on a developer's machine.
 */
const TARGET = "node20";

/** esbuild's name for the lines that export the entries. */
const NAMESPACE = "entry";

type Entries = Map<string, Entry>;

interface Batch {
  /** By {@link nameOf}: two functions may have the same code. */
  readonly entries: Entries;
  readonly results: Promise<Map<string, Built>>;
}

/** What waits for its build, by settings. */
const waiting = new Map<string, Batch>();

/**
 * Builds an entry together with all others of the same settings that are asked for before the program's next turn.
 * @throws EntryFailure where this entry does not build, whatever the others do
 */
export async function build(entry: Entry, settings: BuildSettings): Promise<Built> {
  const name = nameOf(entry);
  const { entries, results } = batchOf(settings);
  entries.set(name, entry);
  const built = await results.catch((error: unknown) => {
    // Another entry's errors are not this one's.
    if (entries.size > 1 && error instanceof EntryFailure) return buildAll(new Map([[name, entry]]), settings);
    throw error;
  });
  const found = built.get(name);
  if (found === undefined) throw new Error(`esbuild made no file of ${entry.module}`);
  return found;
}

function batchOf(settings: BuildSettings): Batch {
  const key = JSON.stringify(settings);
  const open = waiting.get(key);
  if (open !== undefined) return open;
  const entries: Entries = new Map();
  const results = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    waiting.delete(key);
    return buildAll(entries, settings);
  });
  const batch = { entries, results };
  waiting.set(key, batch);
  return batch;
}

async function buildAll(entries: Entries, settings: BuildSettings): Promise<Map<string, Built>> {
  // Loaded here, so that a program without functions does not pay for it.
  const esbuild = await import("esbuild");
  const result = await esbuild.build(optionsOf([...entries.values()], settings)).catch((error: unknown) => {
    throw isBuildFailure(error) ? new EntryFailure(error.errors.map(entryError)) : error;
  });
  const texts = new Map(result.outputFiles?.map(({ path, text }) => [path, text]));
  const built = new Map<string, Built>();
  [...entries.keys()].forEach((name, index) => {
    const path = join(settings.directory, `${outOf(index)}.js`);
    const code = texts.get(path);
    const map = texts.get(`${path}.map`);
    // esbuild would name the map by this build's own name for the file, which differs with what else is built.
    const comment = map === undefined ? "" : `//# sourceMappingURL=${BUNDLE_NAME}.js.map\n`;
    if (code !== undefined) built.set(name, { code: code + comment, map });
  });
  return built;
}

function optionsOf(entries: readonly Entry[], settings: BuildSettings): BuildOptions {
  const { directory, minify, sourceMap, external, define } = settings;
  return {
    entryPoints: entries.map((entry, index) => ({ in: `${NAMESPACE}:${nameOf(entry)}`, out: outOf(index) })),
    plugins: [exportLines(entries, directory)],
    absWorkingDir: directory,
    outdir: directory,
    bundle: true,
    write: false,
    platform: "node",
    target: TARGET,
    format: "cjs",
    // ES modules, where a package has both: only of these is what nobody uses left out.
    mainFields: ["module", "main"],
    minify,
    // Lambda's errorType, and with it the Retry and Catch of a state machine, goes by the class's name.
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    // esbuild's exports are getters, which the layers that wrap handlers (OpenTelemetry's) can't replace.
    footer: { js: "module.exports={...module.exports};" },
    sourcemap: sourceMap ? "external" : false,
    sourcesContent: false,
    external: [...external],
    define: { ...define },
    logLevel: "silent",
  };
}

/** Where esbuild would write an entry: right in the directory, so that the map's paths start there. */
function outOf(index: number): string {
  return `${BUNDLE_NAME}-${index}`;
}

function nameOf({ module, exported }: Entry): string {
  return `${module}#${exported}`;
}

/** A line of its own for each entry, rather than the file as entry point: a missing export is then an error of the build. */
function exportLines(entries: readonly Entry[], directory: string): Plugin {
  const lines = new Map(
    entries.map((entry) => [
      nameOf(entry),
      `export { ${entry.exported} } from ${JSON.stringify(`./${entry.module}`)};`,
    ]),
  );
  return {
    name: "export-lines",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path }) => ({
        path: path.slice(NAMESPACE.length + 1),
        namespace: NAMESPACE,
      }));
      onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
        contents: lines.get(path),
        resolveDir: directory,
      }));
    },
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function entryError({ text, location }: Message): EntryError {
  return {
    text,
    place: location ? `${location.file}:${location.line}:${location.column + 1}` : undefined,
    ofEntry: location?.file.startsWith(`${NAMESPACE}:`) ?? false,
  };
}
