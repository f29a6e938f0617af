#!/usr/bin/env node
// Builds what runs and what is published: one bundle for each entry point, and the library file by file.
//   node scripts/build.mjs [--types]    --types also writes .d.ts files with tsc, which takes much longer, and schemas
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "dist", ".stamp");

/** Entry points that become one file each. */
const bundles = {
  "preflight/cli/main.ts": "dist/preflight/cli/main.js",
  "preflight/child/main.ts": "dist/preflight/child/main.js",
  "preflight/packs/preload.ts": "dist/preflight/packs/preload.js",
  "preflight/packs/worker.ts": "dist/preflight/packs/worker.js",
  "preflight/index.ts": "dist/preflight/index.js",
  "policies/pack.ts": "policies/dist/pack.js",
  "policies/index.ts": "policies/dist/index.js",
};
/** What functions load from a file beside their bundle, because few of them need it and it is large. */
const besideFunctions = { "services/shared/accelerator-client.ts": "services/dist/accelerator-client.js" };
/** How the script and the style of the HTML report's page are built; what runs from its sources builds them so itself. */
const pageOptions = "preflight/report/html/client/esbuild.json";
/** Made of what the built pack says of itself, together with the declarations. */
const settingsSchema = "policies/dist/settings.schema.json";
/** What Pulumi's other languages know of the components; made together with the declarations. */
const componentSchema = "dist/plugin/schema.json";
/** Folders whose files are built one by one, so that a consumer can import each of them. */
const libraries = ["infra", "testing"];
/** Folders that are built so because they import the libraries. */
const importers = ["plugin"];
/** Files that are published as they are. */
const copied = ["preflight/report/schema.json"];
/** Folders whose files end up in some output. */
const sources = ["preflight", "policies", "infra", "testing", "plugin", "scripts"];
const skipped = new Set(["dist", "node_modules"]);

/** Small packages that are bundled, so that the command line starts without looking for their files. */
const bundled = new Set(["yaml", "picocolors"]);

/** @returns {{ path: string, mtime: number }[]} every source file, with milliseconds of its last change */
function sourceFiles(folder) {
  if (!existsSync(join(root, folder))) {
    return [];
  }
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return skipped.has(entry.name) ? [] : sourceFiles(path);
    }
    return /\.(ts|json|mjs|css)$/.test(entry.name) ? [{ path, mtime: statSync(join(root, path)).mtimeMs }] : [];
  });
}

/** What the outputs depend on: a source that was changed, added or removed changes it. */
function fingerprint() {
  return [
    ...sources.flatMap(sourceFiles),
    // The versions of what is built from packages are in the latter.
    ...[...Object.keys(besideFunctions), "package-lock.json"]
      .filter((path) => existsSync(join(root, path)))
      .map((path) => ({ path, mtime: statSync(join(root, path)).mtimeMs })),
  ]
    .map(({ path, mtime }) => `${path} ${mtime}`)
    .join("\n");
}

/** Builds unless nothing changed since the last build. Takes a few milliseconds then. */
export async function buildIfStale() {
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) {
    return false;
  }
  await build();
  return true;
}

/**
 * Builds everything. Each output is replaced whole, and not at all where its sources have an error.
 * @throws the errors of the sources, once everything else was built
 */
export async function build() {
  const wanted = fingerprint();
  const { build: esbuild } = createRequire(import.meta.url)("esbuild");
  const common = {
    absWorkingDir: root,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "linked",
    outdir: root,
    write: false,
    logLevel: "silent",
    tsconfigRaw: { compilerOptions: { target: "es2022", esModuleInterop: true } },
  };
  const bundle = (folder) => {
    const entries = Object.entries(bundles).filter(([from]) => from.startsWith(folder) && existsSync(join(root, from)));
    return esbuild({
      ...common,
      bundle: true,
      legalComments: "inline",
      entryPoints: entries.map(([from, to]) => ({ in: from, out: to.replace(/\.js$/, "") })),
      plugins: [externalPackages],
    });
  };
  const transpile = (folder) =>
    esbuild({
      ...common,
      outbase: root,
      outdir: join(root, "dist"),
      entryPoints: sourceFiles(folder)
        .map(({ path }) => path)
        .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts")),
    });
  const settled = await Promise.allSettled([
    ...["preflight/", "policies/"].map(bundle),
    ...[...libraries, ...importers].map(transpile),
    buildBesideFunctions(esbuild, common),
    buildPage(esbuild),
  ]);
  const results = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const errors = settled.flatMap((result) =>
    result.status === "rejected" ? (result.reason.errors ?? [{ text: String(result.reason) }]) : [],
  );
  const outputs = results.flatMap((result) => result.outputFiles);
  const data = libraries.flatMap(sourceFiles).filter(({ path }) => path.endsWith(".json"));
  for (const path of [...data.map(({ path }) => path), ...copied.filter((path) => existsSync(join(root, path)))]) {
    outputs.push({ path: join(root, "dist", path), contents: readFileSync(join(root, path)) });
  }
  for (const { path, contents } of outputs) {
    replace(path, contents);
  }
  if (errors.length > 0) {
    throw Object.assign(new Error("The sources have errors."), { errors });
  }
  removeOrphans(new Set([...outputs.map(({ path }) => path), join(root, settingsSchema), join(root, componentSchema)]));
  replace(stampFile, wanted);
}

/** Like a function's bundle: minified, in one file, without the AWS SDK that Lambda's runtimes have. */
function buildBesideFunctions(esbuild, common) {
  const entries = Object.entries(besideFunctions).filter(([from]) => existsSync(join(root, from)));
  return esbuild({
    ...common,
    bundle: true,
    minify: true,
    keepNames: true,
    sourcemap: false,
    legalComments: "none",
    external: ["@aws-sdk/*", "@smithy/*"],
    entryPoints: entries.map(([from, to]) => ({ in: from, out: to.replace(/\.js$/, "") })),
    plugins: [withoutCredentialProviders],
  });
}

/** For the browser, and therefore with none of the options of the rest. */
function buildPage(esbuild) {
  if (!existsSync(join(root, pageOptions))) {
    return { outputFiles: [] };
  }
  return esbuild({
    ...JSON.parse(readFileSync(join(root, pageOptions), "utf8")),
    absWorkingDir: root,
    outdir: join(root, "dist/preflight/report/html"),
    write: false,
    logLevel: "silent",
  });
}

/** Credentials are given to DAX's client; these take longer to load than all the rest of it. */
const withoutCredentialProviders = {
  name: "without-credential-providers",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-providers$/ }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({
      contents: `exports.fromNodeProviderChain = () => { throw new Error("${path} is left out: give credentials"); };`,
    }));
  },
};

const externalPackages = {
  name: "external-packages",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || bundled.has(path) ? undefined : { path, external: true },
    );
  },
};

function replace(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Removes what an earlier build made from a source that is gone. */
function removeOrphans(kept) {
  for (const folder of ["dist", "policies/dist", "services/dist"]
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && /\.(js|js\.map|json|css)$/.test(entry.name) && !kept.has(path)) {
        rmSync(path, { force: true });
      }
    }
  }
}

/** Writes the declarations of everything that is published. */
function buildTypes() {
  const entries = ["preflight/index.ts", "policies/index.ts", ...libraries.map((folder) => `${folder}/index.ts`)];
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const config = join(root, ".cache", "tsconfig.types.json");
  replace(
    config,
    JSON.stringify({
      extends: "../tsconfig.json",
      compilerOptions: {
        noEmit: false,
        noCheck: false,
        declaration: true,
        emitDeclarationOnly: true,
        sourceMap: false,
        rootDir: "..",
        outDir: "types",
        types: ["node"],
      },
      files: entries.filter((path) => existsSync(join(root, path))).map((path) => `../${path}`),
      include: libraries.map((folder) => `../${folder}/**/*.ts`),
    }),
  );
  const out = join(root, ".cache", "types");
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [tsc, "-p", config], { cwd: root, stdio: "inherit" });
  for (const entry of readdirSync(out, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const from = join(entry.parentPath ?? entry.path, entry.name);
      const name = relative(out, from);
      const to = name.startsWith("policies/") ? name.replace("policies/", "policies/dist/") : join("dist", name);
      replace(join(root, to), readFileSync(from));
    }
  }
}

/** Writes the JSON schema of the pack's settings, which the pack itself is asked for. */
function buildSettingsSchema() {
  const args = [
    join(root, "bin", "preflight.js"),
    "policy-config",
    "--schema",
    "--policy-pack",
    join(root, "policies"),
  ];
  const schema = execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  replace(join(root, settingsSchema), schema);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
    if (process.argv.includes("--types")) {
      buildTypes();
      buildSettingsSchema();
      const { writeComponentSchema } = await import("./component-schema.mjs");
      writeComponentSchema(root);
    }
  } catch (error) {
    for (const { text, location } of error.errors ?? [{ text: error.message }]) {
      console.error(location ? `${location.file}:${location.line}:${location.column}: ${text}` : text);
    }
    process.exitCode = 1;
  }
}
