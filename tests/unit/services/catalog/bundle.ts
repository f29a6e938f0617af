import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const SOURCE = resolve(__dirname, "..", "..", "..", "..", "services", "catalog");

/**
 * Makes what an image has: a bundle of each program, and the migrations beside them.
 * @returns what esbuild warns of
 */
export async function bundleInto(folder: string): Promise<string[]> {
  const { warnings } = await build({
    entryPoints: ["main", "migrate", "invalidate"].map((name) => join(SOURCE, `${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
    // A client in C that pg can use where somebody installs it.
    external: ["pg-native"],
    logLevel: "silent",
  });
  await cp(join(SOURCE, "postgres", "migrations"), join(folder, "migrations"), { recursive: true });
  return warnings.map(({ text }) => text);
}
