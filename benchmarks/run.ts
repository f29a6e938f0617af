// npm run benchmark [-- --quick] [-- --no-engine]
// Prints a table and writes benchmarks/results/<date>.json. Every ratio is between figures of the same run.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { measureEnginePreview } from "../tests/support/engine";
import { type EngineRun, growth, type SizeResult } from "./growth";
import { type LoadingResult, loading } from "./loading";
import { type Cost, endWith, measure, median } from "./measure";
import { optionsOf } from "./options";

const HELP = `Measures previews of the shop, generated programs of growing size and the loading of components, beside Pulumi's own engine.

  npm run benchmark -- [options]

  --quick       fewer rounds, and no program of 10,000 resources
  --no-engine   without Pulumi's engine, which is built with Go where it is not there yet
  --help        this text
`;

const REPOSITORY = resolve(__dirname, "..");
/** No component adds more to loading; a chapter is all of its components. */
const MAX_CHAPTER_MS = 60;

interface PreviewResult {
  stack: string;
  preflight: number;
  /** The real engine with its stub provider; absent where it is not measured. */
  engine?: number;
  /** node -e 'require("@pulumi/pulumi")' */
  loadSdk: number;
}

function check(name: string, cost: Cost): Cost {
  if (cost.exitCode !== 0 && cost.exitCode !== 1) {
    throw new Error(`${name} ended with ${cost.exitCode}:\n${cost.stdout.slice(-1000)}\n${cost.stderr.slice(-2000)}`);
  }
  return cost;
}

/** Previews of the shop's environments, cold: each run is a process of its own; the kinds take turns. */
async function previews(engine: EngineRun | undefined, rounds: number): Promise<PreviewResult[]> {
  const results: PreviewResult[] = [];
  for (const stack of ["dev", "prod"]) {
    const times = { preflight: [] as number[], engine: [] as number[], loadSdk: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      console.error(`${stack}: round ${round === 0 ? "0, not counted" : `${round} of ${rounds}`}`);
      const load = await measure(process.execPath, ["-e", 'require("@pulumi/pulumi")'], { cwd: REPOSITORY });
      const args = ["run", "-s", "preview", "--", "--stack", stack];
      const ours = check("preflight", await measure("npm", args, { cwd: REPOSITORY, env: { NO_COLOR: "1" } }));
      const theirs = engine && (round === 0 || round <= 2) ? await engine(REPOSITORY, stack, {}) : undefined;
      if (round === 0) continue;
      times.loadSdk.push(load.wallSeconds);
      times.preflight.push(ours.wallSeconds);
      if (theirs) times.engine.push(check("the engine", theirs).wallSeconds);
    }
    results.push({
      stack,
      preflight: median(times.preflight),
      loadSdk: median(times.loadSdk),
      ...(times.engine.length > 0 && { engine: median(times.engine) }),
    });
  }
  return results;
}

const seconds = (value: number | undefined) => (value === undefined ? "-" : `${value.toFixed(2)} s`);
const ratio = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? "-" : (a / b).toFixed(2);

function table(title: string, rows: Record<string, string>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((key) => Math.max(key.length, ...rows.map((row) => (row[key] ?? "").length)));
  const line = (cells: string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  console.log(`\n${title}\n${line(columns)}`);
  for (const row of rows) console.log(line(columns.map((key) => row[key] ?? "")));
}

function growthRow({ resources, preflight, program, sdkAlone, engine }: SizeResult): Record<string, string> {
  return {
    resources: String(resources),
    preflight: seconds(preflight.wallSeconds),
    cpu: seconds(preflight.cpuSeconds),
    "peak of all": `${preflight.peakMiB.toFixed(0)} MiB`,
    "program only": seconds(program.wallSeconds),
    "SDK alone": seconds(sdkAlone.wallSeconds),
    engine: seconds(engine?.wallSeconds),
    "engine / preflight": ratio(engine?.wallSeconds, preflight.wallSeconds),
    "program / SDK": ratio(program.wallSeconds, sdkAlone.wallSeconds),
    "preflight / SDK": ratio(preflight.wallSeconds, sdkAlone.wallSeconds),
  };
}

function loadingRow({ chapter, milliseconds }: LoadingResult): Record<string, string> {
  const over = milliseconds > MAX_CHAPTER_MS ? "  over the bar" : "";
  return { chapter: `infra/${chapter}`, adds: `${milliseconds.toFixed(0)} ms${over}` };
}

async function main(): Promise<number> {
  const values = optionsOf(HELP, { quick: { type: "boolean" }, "no-engine": { type: "boolean" } });
  if (!values) return 0;
  const engine: EngineRun | undefined = values["no-engine"] ? undefined : measureEnginePreview;
  const sizes = values.quick ? [100, 1000] : [100, 1000, 10_000];
  const shop = await previews(engine, values.quick ? 2 : 5);
  const chapters = await loading(values.quick ? 2 : 7);
  const grown = await growth(sizes, engine, (line) => console.error(line));
  table(
    "Previews of the shop, cold, with the policy pack (medians)",
    shop.map((one) => ({
      stack: one.stack,
      preflight: seconds(one.preflight),
      engine: seconds(one.engine),
      "load SDK": seconds(one.loadSdk),
      "preflight / engine": ratio(one.preflight, one.engine),
      "preflight / load SDK": ratio(one.preflight, one.loadSdk),
    })),
  );
  table("What a chapter of components adds to loading (medians)", chapters.map(loadingRow));
  table("A generated program with the policy pack", grown.results.map(growthRow));
  console.log(`\nGrowth exponent of preflight: ${grown.exponent.toFixed(2)}`);
  const folder = join(REPOSITORY, "benchmarks/results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}.json`);
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeFileSync(file, JSON.stringify({ machine, shop, loading: chapters, generated: grown }, null, 2));
  console.log(`Written: ${file}`);
  return 0;
}

endWith(main());
