import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PreflightError, UserError } from "../../preflight";
import { build } from "./build";

const ROOT = resolve(__dirname, "../..");

const HELP = `Writes the components' documentation from their sources, a Markdown page each, with an index and the environments.

  npm run docs -- [options]

  --out DIR      folder of the pages, which is replaced whole [docs/build]
  --no-run       run neither the examples nor the stacks: leaves out what preflight and the policy pack say
  --help         this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: "string" }, "no-run": { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const out = resolve(values.out ?? join(ROOT, "docs/build"));
  if (relative(out, ROOT) === "" || !relative(out, ROOT).startsWith("..")) {
    throw new UserError(`--out is ${values.out}; it is replaced whole: give a folder that this repository is not in.`);
  }
  const started = performance.now();
  const pages = await build(ROOT, { run: !values["no-run"], log: (line) => console.error(line) });
  const temporary = `${out}.${process.pid}.tmp`;
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(temporary, path)), { recursive: true });
    writeFileSync(join(temporary, path), text);
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(dirname(out), { recursive: true });
  renameSync(temporary, out);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${pages.size} pages in ${relative(process.cwd(), out) || "."} (${seconds} s)`);
}

main().catch((error: unknown) => {
  const known = error instanceof UserError || error instanceof PreflightError || error instanceof TypeError;
  console.error(`✗ ${error instanceof Error ? (known ? error.message : error.stack) : error}`);
  process.exitCode = 2;
});
