import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { BucketObjectv2 } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { FileAsset, StringAsset } from "@pulumi/pulumi/asset";
import { projectDirectory } from "../compute/bundle";
import type { ArgumentChecks } from "../core";
import type { WebAppArgs } from "./web-app-args";
import type { WebAppOwner } from "./web-app-domain";
import { buildPage } from "./web-app-sources";

/** More of either is a pipeline's to copy, see `grantDeploy`: each file is a resource of the stack. */
export const MOST_FILES = 500;
export const MOST_BYTES = 100_000_000;

/** Media types by extension, from the IANA's registry (www.iana.org/assignments/media-types). */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

const TEXT = /^text\/|json$|\+xml$|charset/;

/**
 * Names that follow their contents, as bundlers make them: `main-7OU7DODV.js`, `logo.3f1c09ab77.svg`. A file without such
 * a name would be kept for a year in browsers that nobody reaches.
 */
const HASHED = /[-.](?=[\w-]*[A-Z0-9])[\w-]{8,}\.[^/]+$/;

/** A year, which is the most that a cache heeds; never asked for again. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** Kept, but asked for again each time; CloudFront asks the bucket after a second. */
const REVALIDATED = "no-cache";

/** A file of the app. */
export interface WebFile {
  /** Path in the app, without a slash at its beginning. */
  readonly path: string;
  /** Size in bytes; undefined where the text comes later. */
  readonly bytes: number | undefined;
  readonly contents: FileContents;
}

/** What a file is made from, as an object of S3 takes it: one of the three. */
interface FileContents {
  readonly source?: pulumi.asset.Asset;
  readonly content?: pulumi.Input<string>;
  readonly contentBase64?: string;
}

/**
 * All files that the program gives.
 * @throws ArgumentError where sources do not build
 */
export function filesOf(label: string, args: WebAppArgs, checks: ArgumentChecks): WebFile[] {
  const files = new Map<string, WebFile>();
  const add = (file: WebFile): void => {
    files.set(file.path, file);
  };
  if (args.folder !== undefined && checkedFolder(checks, "folder", args.folder)) {
    folderFiles(absolute(args.folder)).forEach(add);
    if (!files.has("index.html"))
      checks.fail("folder", args.folder, "there is no index.html in it: build the app first");
  }
  if (args.sources !== undefined && checkedFolder(checks, "sources.folder", args.sources.folder)) {
    const folder = absolute(args.sources.folder);
    if (existsSync(join(folder, "public"))) folderFiles(join(folder, "public")).forEach(add);
    for (const { path, contents } of buildPage(label, folder, !(args.sources.withoutMinify ?? false))) {
      add({ path, bytes: contents.byteLength, contents: builtContents(path, Buffer.from(contents)) });
    }
  }
  for (const [path, content] of Object.entries(args.files ?? {}))
    add({ path, bytes: undefined, contents: { content } });
  const all = [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  const bytes = all.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  checks.integer(
    "the number of files",
    all.length,
    0,
    MOST_FILES,
    "files; let a pipeline deploy more, see grantDeploy",
  );
  checks.integer("the size of the files", bytes, 0, MOST_BYTES, "bytes; let a pipeline deploy more, see grantDeploy");
  return all;
}

/** Text as an asset, whose change shows in a preview as one of its hash; pictures and fonts as they are. */
function builtContents(path: string, bytes: Buffer): FileContents {
  return TEXT.test(mediaTypeOf(path))
    ? { source: new StringAsset(bytes.toString("utf8")) }
    : { contentBase64: bytes.toString("base64") };
}

function absolute(folder: string): string {
  return isAbsolute(folder) ? folder : resolve(projectDirectory(), folder);
}

function checkedFolder(checks: ArgumentChecks, argument: string, folder: string): boolean {
  const path = absolute(folder);
  if (existsSync(path) && statSync(path).isDirectory()) return true;
  checks.fail(
    argument,
    folder,
    `there is no folder ${path}: give a path relative to the Pulumi project's directory, ${projectDirectory()}`,
  );
  return false;
}

function folderFiles(folder: string): WebFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(folder, file).split(sep).join("/");
      return { path, bytes: statSync(file).size, contents: { source: new FileAsset(file) } };
    });
}

export function mediaTypeOf(path: string): string {
  return MEDIA_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream";
}

/** Puts the files into the bucket: those that a page names before the page. */
export function createFiles(
  files: readonly WebFile[],
  immutableFolders: readonly string[],
  bucket: pulumi.Input<string>,
  ready: readonly pulumi.Resource[],
  owner: WebAppOwner,
): BucketObjectv2[] {
  const isImmutable = ({ path }: WebFile) =>
    HASHED.test(path) && immutableFolders.some((folder) => path.startsWith(folder));
  const create = (file: WebFile, more: pulumi.CustomResourceOptions): BucketObjectv2 =>
    new BucketObjectv2(
      `${owner.name}-file-${file.path}`,
      {
        bucket,
        key: file.path,
        ...file.contents,
        contentType: mediaTypeOf(file.path),
        cacheControl: isImmutable(file) ? IMMUTABLE : REVALIDATED,
      },
      owner.child(more),
    );
  // Pages that are open already go on loading parts of the version that they are of.
  const named = files.filter(isImmutable).map((file) => create(file, { dependsOn: [...ready], retainOnDelete: true }));
  const pages = files
    .filter((file) => !isImmutable(file))
    .map((file) => create(file, { dependsOn: [...ready, ...named] }));
  return [...named, ...pages];
}

/** Says in a preview how much is deployed. */
export function tellSize(files: readonly WebFile[], resource: pulumi.Resource): void {
  if (!pulumi.runtime.isDryRun() || files.length === 0) return;
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const count = files.length === 1 ? "one file" : `${files.length} files`;
  void pulumi.log.info(`${count}, ${(bytes / 1000).toFixed(1)} kB`, resource);
}
