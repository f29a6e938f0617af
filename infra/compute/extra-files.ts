import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Asset, FileAsset } from "@pulumi/pulumi/asset";
import { ArgumentError } from "../core";

/**
 * Files that go into an archive as they are, by their path there.
 * @throws ArgumentError that names the first that does not exist
 */
export function extraFiles(
  owner: string,
  directory: string,
  files: Record<string, string> = {},
): Record<string, Asset> {
  return Object.fromEntries(
    Object.entries(files).map(([name, path]) => {
      const from = resolve(directory, path);
      if (existsSync(from)) return [name, new FileAsset(from)];
      throw new ArgumentError(
        `${owner}: bundle.files[${JSON.stringify(name)}] is ${JSON.stringify(path)}; there is no file ${from}`,
      );
    }),
  );
}
