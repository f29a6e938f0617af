import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../core";
import { build, type EntryError, EntryFailure } from "./bundle-batch";

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

/** Parts of the AWS SDK for JavaScript, which Lambda's Node.js runtimes have: docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const AWS_SDK = ["@aws-sdk/*", "@smithy/*"];

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
 * absolute path gets in, and no other bundle. Calls of one turn with the same settings share a build, which reads what
 * they have in common once.
 * @param entry path relative to the project's directory, or absolute
 * @throws ArgumentError that names the entry and each error's file and line
 */
export async function bundle(entry: string, args: BundleArgs = {}, context: BundleContext = {}): Promise<Bundle> {
  const { owner = "bundle", directory = projectDirectory(), exported = "handler" } = context;
  const path = entryPath(owner, entry, directory);
  const module = relative(directory, path).split(sep).join("/");
  const settings = {
    directory,
    minify: !(args.withoutMinify ?? false),
    sourceMap: !(args.withoutSourceMap ?? false),
    external: [...(args.withAwsSdk ? [] : AWS_SDK), ...(args.external ?? [])],
    define: args.define ?? {},
  };
  const { code, map } = await build({ module, exported }, settings).catch((error: unknown) => {
    throw error instanceof EntryFailure ? new ArgumentError(explain(owner, entry, exported, error.errors)) : error;
  });
  return { code, map, bytes: Buffer.byteLength(code) };
}

function explain(owner: string, entry: string, exported: string, errors: readonly EntryError[]): string {
  const lines = errors.map(({ text, place, ofEntry }) => {
    if (ofEntry) return `${entry}: it has no export "${exported}": ${text}`;
    return place === undefined ? text : `${place}: ${text}`;
  });
  return `${owner}: entry ${JSON.stringify(entry)} does not build:\n  ${lines.join("\n  ")}`;
}
