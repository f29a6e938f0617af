import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { BuildFailure, BuildOptions } from "esbuild";
import { ArgumentError } from "../core";

/** A file of a web app, built in memory. */
export interface BuiltFile {
  /** Path in the app, without a slash at its beginning. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** Scripts and style sheets that a page names: what is bundled. */
const REFERENCE = /\b(src|href)="(\.\/[^"]+\.(?:ts|tsx|js|jsx|css))"/g;

/** Folder of bundles: their names change with their contents. */
const BUNDLES = "assets";

/**
 * Builds `index.html` of a folder and what it names. The same sources give the same bytes wherever the project lies.
 * @param label how messages name who wants it
 * @throws ArgumentError where there is no such page, or each error of the build with its file and line
 */
export function buildPage(label: string, folder: string, minify: boolean): BuiltFile[] {
  const page = join(folder, "index.html");
  if (!existsSync(page)) {
    throw new ArgumentError(`${label}: sources.folder is ${JSON.stringify(folder)}; there is no index.html in it`);
  }
  const html = readFileSync(page, "utf8");
  const entries = [...new Set([...html.matchAll(REFERENCE)].map(([, , path]) => path ?? ""))];
  const built = build(label, folder, entries, minify);
  const names = new Map(built.map(({ entry, path }) => [entry, path]));
  const linked = html.replace(REFERENCE, (_, attribute: string, path: string) => {
    return `${attribute}="/${names.get(path.slice(2)) ?? path.slice(2)}"`;
  });
  return [{ path: "index.html", contents: Buffer.from(linked) }, ...built];
}

interface BuiltEntry extends BuiltFile {
  /** What the page names it, without `./`; undefined for what an entry brought along. */
  readonly entry: string | undefined;
}

function build(label: string, folder: string, entries: string[], minify: boolean): BuiltEntry[] {
  if (entries.length === 0) return [];
  // Loaded here, so that a program without sources does not pay for it; in one turn, so that the files are known by name.
  const esbuild: typeof import("esbuild") = require("esbuild");
  const { outputFiles, metafile } = guarded(label, folder, () =>
    esbuild.buildSync({ ...options(folder, minify), entryPoints: entries, write: false, metafile: true }),
  );
  return outputFiles.map((file) => {
    const path = relative(folder, file.path).split(sep).join("/");
    return { path, contents: file.contents, entry: metafile.outputs[path]?.entryPoint };
  });
}

function options(folder: string, minify: boolean): BuildOptions {
  return {
    absWorkingDir: folder,
    outdir: folder,
    entryNames: `${BUNDLES}/[name]-[hash]`,
    assetNames: `${BUNDLES}/[name]-[hash]`,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify,
    charset: "utf8",
    legalComments: "none",
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    logLevel: "silent",
  };
}

function guarded<T>(label: string, folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const lines = error.errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
    );
    throw new ArgumentError(
      `${label}: sources.folder ${JSON.stringify(folder)} does not build:\n  ${lines.join("\n  ")}`,
    );
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
