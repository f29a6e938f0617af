#!/usr/bin/env node
// Makes a checkout ready to run: installs the locked dependencies and builds, each just where it is needed.
//   node scripts/setup.mjs                      set up
//   node scripts/setup.mjs preview [options]    set up, then run preflight with the policy pack in this process
//   node scripts/setup.mjs local [options]      set up, then run the shop on an emulator, in this process
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, "package-lock.json");
/** A copy of the lock file that the installed packages are from. */
const stampFile = join(root, "node_modules", ".installed-lock.json");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`✗ Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
  process.exit(2);
}

/** True where the packages that are installed are those of the lock file. */
function isInstalled() {
  if (!existsSync(join(root, "node_modules"))) {
    return false;
  }
  const lock = readFileSync(lockFile);
  if (existsSync(stampFile) && readFileSync(stampFile).equals(lock)) {
    return true;
  }
  // Installed by npm itself: its own record has to say the same for every package that it lists.
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) {
    return false;
  }
  const wanted = JSON.parse(lock.toString("utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const same = Object.entries(wanted).every(([path, { version, link, optional, peer, dev }]) => {
    const found = present[path];
    return !path.startsWith("node_modules/") || link || (found ? found.version === version : optional || (peer && dev));
  });
  if (same) {
    remember(lock);
  }
  return same;
}

function remember(lock) {
  writeFileSync(`${stampFile}.tmp`, lock);
  renameSync(`${stampFile}.tmp`, stampFile);
}

export async function setup() {
  if (!isInstalled()) {
    console.error("Installing the locked dependencies …");
    const { npm_execpath: npm } = process.env;
    const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    const installed = npm
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["inherit", 2, 2] })
      : spawnSync("npm", args, { cwd: root, stdio: ["inherit", 2, 2], shell: process.platform === "win32" });
    if (installed.status !== 0) {
      throw new Error(`"npm ci" failed with exit code ${installed.status}. Put right what it says and run this again.`);
    }
    remember(readFileSync(lockFile));
  }
  const { buildIfStale } = await import("./build.mjs");
  await buildIfStale();
}

/** The stack dev unless another is named; just dev has the tag of a stack that is there to be thrown away. */
function previewOptions(given) {
  const stack = given.some((word) => /^(?:-s|--stack(?:=|$))/.test(word)) ? [] : ["--stack", "dev"];
  const isDev = [...stack, ...given].join(" ").match(/(?:^| )(?:-s|--stack)[ =]?dev(?: |$)/) !== null;
  return [...stack, ...(isDev ? ["--stack-tag", "disposable=true"] : []), "--policy-pack", "policies", ...given];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup();
    if (process.argv[2] === "preview") {
      // Node 22 and newer keep compiled code for the next run.
      nodeModule.enableCompileCache?.();
      const { main } = createRequire(import.meta.url)("../dist/preflight/cli/main.js");
      process.exitCode = await main(previewOptions(process.argv.slice(3)));
    } else if (process.argv[2] === "local") {
      const require = createRequire(import.meta.url);
      require("tsx/cjs");
      const { main } = require("../local/main.ts");
      process.exitCode = await main(process.argv.slice(3));
    }
  } catch (error) {
    for (const { text, location } of error.errors ?? [{ text: error.message }]) {
      console.error(`✗ ${location ? `${location.file}:${location.line}:${location.column}: ${text}` : text}`);
    }
    process.exitCode = 2;
  }
}
