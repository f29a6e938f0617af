import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { signatureOf } from "../../preflight/host/wire";
import { isProps, type Plain, type Props, ProviderError } from "./values";

/** Files of an archive by path. */
type Files = Record<string, Uint8Array>;

/** The contents of an asset. */
function assetBytes(asset: Props): Uint8Array {
  if (typeof asset.text === "string") return Buffer.from(asset.text);
  if (typeof asset.path === "string") return readFileSync(asset.path);
  throw new ProviderError("an asset has neither text nor path; the emulator takes what is on this machine only");
}

/** The files of an archive: a folder, a zip file, or assets by name. */
function archiveFiles(archive: Props): Files {
  if (typeof archive.path === "string") {
    return statSync(archive.path).isDirectory() ? folderFiles(archive.path) : unzipSync(readFileSync(archive.path));
  }
  if (!isProps(archive.assets)) {
    throw new ProviderError("an archive has neither files nor path; the emulator takes what is on this machine only");
  }
  const files: Files = {};
  for (const [name, content] of Object.entries(archive.assets)) {
    if (!isProps(content)) continue;
    if (signatureOf(content) === "archive") {
      for (const [inner, bytes] of Object.entries(archiveFiles(content))) files[`${name}/${inner}`] = bytes;
    } else {
      files[name] = assetBytes(content);
    }
  }
  return files;
}

function folderFiles(folder: string): Files {
  const files: Files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = readFileSync(path);
  }
  return files;
}

/** A zip file of an archive; the same files make the same bytes. */
export function zipOf(archive: Props): Uint8Array {
  const files: Zippable = {};
  const contents = archiveFiles(archive);
  for (const name of Object.keys(contents).sort()) {
    const bytes = contents[name];
    // Fixed time: the hash is of the files, not of when they were packed. Readable by everybody, as Lambda wants.
    if (bytes) files[name] = [bytes, { mtime: new Date("2000-01-01T00:00:00Z"), os: 3, attrs: 0o644 << 16, level: 1 }];
  }
  return zipSync(files);
}

/** Contents of an asset or of the zip of an archive. */
export function bytesOf(value: Props): Uint8Array {
  return signatureOf(value) === "archive" ? zipOf(value) : assetBytes(value);
}

/** True for an asset or an archive. */
export function isAsset(value: Plain | undefined): value is Props {
  if (!isProps(value)) return false;
  const signature = signatureOf(value);
  return signature === "asset" || signature === "archive";
}

/** What tells the contents of an asset or archive: the engine's hash, or one of the same kind. */
export function hashOf(value: Props): string {
  if (typeof value.hash === "string" && value.hash !== "") return value.hash;
  const hash = createHash("sha256");
  if (signatureOf(value) === "asset") return hash.update(assetBytes(value)).digest("hex");
  const files = archiveFiles(value);
  for (const name of Object.keys(files).sort()) {
    const bytes = files[name];
    if (bytes) hash.update(name).update("\0").update(createHash("sha256").update(bytes).digest());
  }
  return hash.digest("hex");
}

/** A value whose assets and archives are their hashes: what is compared and kept. */
export function withHashes(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(withHashes);
  if (!isProps(value)) return value;
  if (isAsset(value)) return { asset: hashOf(value) };
  return hashesOf(value);
}

/** {@link withHashes} of each property. */
export function hashesOf(props: Props): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, withHashes(value)]));
}
