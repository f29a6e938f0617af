import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let root: string | undefined;

/** Folder of this package, whether the code runs from its sources or as built. */
export function packageRoot(): string {
  root ??= findRoot();
  return root;
}

/** Version of this package. */
export function packageVersion(): string {
  const manifest: { version?: string } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return manifest.version ?? "unknown";
}

/**
 * A built file that other processes run.
 * @param name below `dist/preflight`
 */
export function builtFile(name: string): string {
  const file = join(packageRoot(), "dist", "preflight", name);
  if (!existsSync(file)) {
    throw new Error(`${file} is missing: build the package with "node scripts/build.mjs".`);
  }
  return file;
}

function findRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && readFileSync(manifest, "utf8").includes('"name": "aws-microservices-platform"')) {
      return folder;
    }
    if (folder === dirname(folder)) {
      throw new Error(`The package's folder is not found above ${__dirname}.`);
    }
  }
}
