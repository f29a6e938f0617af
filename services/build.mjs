#!/usr/bin/env node
// Bundles a service that runs in a container, as its Dockerfile does:
//   node services/build.mjs NAME FOLDER    services/NAME/main.ts becomes FOLDER/main.js, beside FOLDER/healthy.js; where there
//                                          are migrations of its database, FOLDER/migrate.js and FOLDER/migrations too
import { cpSync, existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const services = dirname(fileURLToPath(import.meta.url));
const [name, folder] = process.argv.slice(2);
const entry = join(services, name ?? "", "main.ts");
const migrate = join(services, name ?? "", "migrate.ts");
const migrations = join(services, name ?? "", "postgres", "migrations");

if (name === undefined || folder === undefined || !existsSync(entry)) {
  console.error(
    `usage: node services/build.mjs NAME FOLDER, where there is a services/NAME/main.ts; ${entry} is not there`,
  );
  process.exit(2);
}

await build({
  absWorkingDir: dirname(services),
  entryPoints: {
    main: entry,
    healthy: join(services, "shared", "healthy.ts"),
    ...(existsSync(migrate) && { migrate }),
  },
  // pg asks for its variant in C, and does without.
  external: ["pg-native"],
  outdir: resolve(folder),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  // Stack traces name the sources: `node --enable-source-maps`.
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
  tsconfigRaw: { compilerOptions: { target: "es2022", esModuleInterop: true } },
});

if (existsSync(migrations)) cpSync(migrations, join(resolve(folder), "migrations"), { recursive: true });
