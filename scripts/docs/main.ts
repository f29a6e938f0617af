import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PreflightError, UserError } from "../../preflight";
import { build } from "./build";
import { checkFolder, writePages } from "./output";

const ROOT = resolve(__dirname, "../..");

const HELP = `Writes the components' documentation from their sources, a Markdown page each, with an index and the environments;
and what the policy pack holds programs to, by framework and by control.

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
  checkFolder(out);
  const started = performance.now();
  const pages = await build(ROOT, { run: !values["no-run"], log: (line) => console.error(line) });
  writePages(out, pages);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${pages.size} pages in ${relative(process.cwd(), out) || "."} (${seconds} s)`);
}

main().catch((error: unknown) => {
  // parseArgs throws a TypeError with a code where an option is wrong.
  const ofOption = error instanceof TypeError && "code" in error;
  const known = error instanceof UserError || error instanceof PreflightError || ofOption;
  const text = error instanceof Error ? (known ? error.message : error.stack) : error;
  const places = error instanceof PreflightError ? error.frames.map((place) => `\n    at ${place}`).join("") : "";
  console.error(`✗ ${text}${places}${ofOption ? ". See --help." : ""}`);
  process.exitCode = 2;
});
