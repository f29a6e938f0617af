import { join, resolve } from "node:path";
import { type Cost, growthExponent, measure } from "./measure";

const REPOSITORY = resolve(__dirname, "..");
const PROGRAM = join(REPOSITORY, "benchmarks/generated");

/** What one size of the generated program cost, each figure from the same run of the benchmark. */
export interface SizeResult {
  resources: number;
  preflight: Cost;
  /** preflight with no policy pack: running the program. */
  program: Cost;
  sdkAlone: Cost;
  engine?: Cost;
}

/** Runs the program with the full pack through the real engine; undefined where the engine is not measured. */
export type EngineRun = (programDir: string, stack: string, config: Record<string, string>) => Promise<Cost>;

function preflightOf(resources: number, extra: string[]): Promise<Cost> {
  const config = ["--config", `generated:resources=${resources}`];
  const args = ["bin/preflight.js", PROGRAM, "--stack", "bench", ...config, "--unknowns", ...extra];
  return measure(process.execPath, args, { cwd: REPOSITORY, env: { NO_COLOR: "1" } });
}

/** The same program at each size: preflight, the SDK alone, and the real engine where there is one. */
export async function growth(sizes: number[], engine: EngineRun | undefined, log: (line: string) => void) {
  const results: SizeResult[] = [];
  for (const resources of sizes) {
    log(`${resources} resources: SDK alone`);
    const sdk = [
      "--stack-trace-limit=0",
      "--require",
      "tsx/cjs",
      "benchmarks/sdk-alone.ts",
      PROGRAM,
      String(resources),
    ];
    const sdkAlone = await measure(process.execPath, sdk, { cwd: REPOSITORY });
    log(`${resources} resources: preflight, program only`);
    const program = await preflightOf(resources, []);
    log(`${resources} resources: preflight with the pack`);
    const preflight = await preflightOf(resources, ["--policy-pack", "policies"]);
    const result: SizeResult = { resources, preflight, program, sdkAlone };
    if (engine) {
      log(`${resources} resources: the real engine with the pack`);
      result.engine = await engine(PROGRAM, "bench", { "generated:resources": String(resources) });
    }
    for (const [name, cost] of Object.entries({ sdkAlone, program, preflight, engine: result.engine })) {
      if (cost && cost.exitCode !== 0 && cost.exitCode !== 1) {
        throw new Error(`${name} at ${resources} resources ended with ${cost.exitCode}:\n${cost.stderr.slice(-2000)}`);
      }
    }
    results.push(result);
  }
  const exponent = growthExponent(results.map((one) => ({ x: one.resources, y: one.preflight.wallSeconds })));
  return { results, exponent };
}
