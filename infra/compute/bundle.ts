import { existsSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { BuildFailure, BuildOptions, Message } from "esbuild";
import { ArgumentError } from "../core";

/** What a function's code is built with, beside its entry. */
export interface BundleArgs {
  /** Packages that are left out, beside the AWS SDK, because a layer has them; `*` stands for any text. @default none */
  external?: string[];
  /** Bundle the AWS SDK too, so that its version is this program's and not the runtime's. @default false */
  withAwsSdk?: boolean;
  /** Keep names and white space. @default false: minified */
  withoutMinify?: boolean;
  /** Leave the source map out; stack traces then name places in the bundle. @default false */
  withoutSourceMap?: boolean;
  /** Global identifiers and the JavaScript expressions they become, such as `{ "BUILD": '"abc"' }`. @default none */
  define?: Record<string, string>;
  /** Files to put into the archive as they are: path in the archive to path in the project. @default none */
  files?: Record<string, string>;
}

/** One file of JavaScript, with everything that it imports. */
export interface Bundle {
  /** CommonJS of `index.js`. */
  readonly code: string;
  /** Source map of `index.js.map`; undefined where it was not wanted. */
  readonly map: string | undefined;
  /** Size of `code`, in bytes: what the runtime reads on a cold start. */
  readonly bytes: number;
}

/**
 * Language level of bundles. All runtimes that a function can have run it, and so does the oldest Node.js that the
 * platform supports: the very bytes that are deployed also run on a developer's machine.
 */
const TARGET = "node20";

/** Parts of the AWS SDK for JavaScript, which Lambda's Node.js runtimes have: docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const AWS_SDK = ["@aws-sdk/*", "@smithy/*"];

/** File of a bundle in the archive; the handler's name starts with it. */
export const BUNDLE_NAME = "index";

/**
 * Path of an entry.
 * @throws ArgumentError where there is no such file
 */
export function entryPath(owner: string, entry: string, directory: string): string {
  const path = isAbsolute(entry) ? entry : resolve(directory, entry);
  if (existsSync(path)) return path;
  throw new ArgumentError(
    `${owner}: entry is ${JSON.stringify(entry)}; there is no file ${path}: give a path relative to the Pulumi project's directory, ${directory}`,
  );
}

/** What {@link bundle} needs to know beside the entry. */
export interface BundleContext {
  /** How messages name who wants it. @default "bundle" */
  readonly owner?: string;
  /** Directory that the entry's path is relative to, the Pulumi project's. @default {@link projectDirectory} */
  readonly directory?: string;
  /** Export of the entry that Lambda calls; what nothing of it uses is left out. @default "handler" */
  readonly exported?: string;
}

/** The directory with `Pulumi.yaml`; where no project is running, such as in a test, the current one. */
export function projectDirectory(): string {
  const root = pulumi.getRootDirectory();
  // Without a project the SDK answers a made-up word.
  return isAbsolute(root) ? root : process.cwd();
}

/**
 * Bundles a TypeScript or JavaScript file for Lambda. The same sources give the same bytes wherever the project lies: no
 * absolute path gets in. Calls that run at once share one process of esbuild.
 * @param entry path relative to the project's directory, or absolute
 * @throws ArgumentError that names the entry and each error's file and line
 */
export async function bundle(entry: string, args: BundleArgs = {}, context: BundleContext = {}): Promise<Bundle> {
  const { owner = "bundle", directory = projectDirectory(), exported = "handler" } = context;
  const path = entryPath(owner, entry, directory);
  // Loaded here, so that a program without functions does not pay for it.
  const { build } = await import("esbuild");
  const result = await build(options(path, exported, directory, args)).catch((error: unknown) => {
    throw isBuildFailure(error) ? new ArgumentError(explain(owner, entry, exported, error.errors)) : error;
  });
  const code = result.outputFiles?.find((file) => file.path.endsWith(".js"));
  const map = result.outputFiles?.find((file) => file.path.endsWith(".map"));
  if (code === undefined) throw new Error(`${owner}: esbuild made no file of ${entry}`);
  return { code: code.text, map: map?.text, bytes: code.contents.byteLength };
}

/** What errors in the line that exports the handler name as their file. */
const ENTRY = "entry";

function options(path: string, exported: string, directory: string, args: BundleArgs): BuildOptions {
  const module = JSON.stringify(`./${relative(directory, path).split(sep).join("/")}`);
  return {
    // A line of its own rather than the file as entry point: a missing handler is then an error of the build.
    stdin: { contents: `export { ${exported} } from ${module};`, resolveDir: directory, sourcefile: ENTRY },
    // Paths in the bundle and in the map are written relative to these two.
    absWorkingDir: directory,
    outfile: join(directory, `${BUNDLE_NAME}.js`),
    bundle: true,
    write: false,
    platform: "node",
    target: TARGET,
    format: "cjs",
    // ES modules, where a package has both: only of these is what nobody uses left out.
    mainFields: ["module", "main"],
    minify: !(args.withoutMinify ?? false),
    // Lambda's errorType, and with it the Retry and Catch of a state machine, goes by the class's name.
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    sourcemap: args.withoutSourceMap ? false : "linked",
    sourcesContent: false,
    external: [...(args.withAwsSdk ? [] : AWS_SDK), ...(args.external ?? [])],
    define: args.define,
    logLevel: "silent",
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function explain(owner: string, entry: string, exported: string, errors: readonly Message[]): string {
  const lines = errors.map(({ text, location }) => {
    if (location?.file === ENTRY) return `${entry}: it has no export "${exported}": ${text}`;
    return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
  });
  return `${owner}: entry ${JSON.stringify(entry)} does not build:\n  ${lines.join("\n  ")}`;
}
