import { readFileSync } from "node:fs";
import { builtFile, packageRoot } from "../../paths";
import options from "./client/esbuild.json";
import type { ClientFiles } from "./page";

let files: ClientFiles | undefined;

/** The page's script and style: as they were built, or built now where this code runs from its sources. */
export function clientFiles(): ClientFiles {
  files ??= __filename.endsWith(".ts") ? fromSources() : fromBuild();
  return files;
}

function fromBuild(): ClientFiles {
  const read = (extension: string): string => readFileSync(builtFile(`report/html/client.${extension}`), "utf8");
  return { script: read("js"), style: read("css") };
}

/** The options are those of scripts/build.mjs. */
function fromSources(): ClientFiles {
  const { buildSync }: typeof import("esbuild") = require("esbuild");
  const { outputFiles } = buildSync({
    ...esbuildOptions(),
    absWorkingDir: packageRoot(),
    outdir: "dist",
    write: false,
    logLevel: "silent",
  });
  const text = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

function esbuildOptions() {
  const { format, target, entryPoints, bundle, minify, charset } = options;
  if (format !== "iife" || charset !== "utf8") throw new Error("client/esbuild.json: the page takes an iife in utf8");
  return { format: "iife" as const, charset: "utf8" as const, target, entryPoints, bundle, minify };
}
