import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { measure, median } from "./measure";

const REPOSITORY = resolve(__dirname, "..");
const BUILT = join(REPOSITORY, "dist/infra");

export interface LoadingResult {
  chapter: string;
  /** Milliseconds that importing the chapter adds to a program that has the SDKs of Pulumi and AWS, and `core`. */
  milliseconds: number;
}

/** What each chapter of components costs a program before it makes any; an upper bound for each of its components. */
export async function loading(rounds: number): Promise<LoadingResult[]> {
  const chapters = readdirSync(BUILT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "core")
    .map(({ name }) => name);
  const results: LoadingResult[] = [];
  for (const chapter of chapters) {
    const script = [
      'for (const m of ["@pulumi/pulumi", "@pulumi/aws", process.argv[1]]) require(m);',
      "const from = process.hrtime.bigint();",
      "require(process.argv[2]);",
      "console.log(Number(process.hrtime.bigint() - from) / 1e6);",
    ].join("\n");
    const times: number[] = [];
    // The first round fills the file cache.
    for (let round = 0; round <= rounds; round++) {
      const args = ["--no-warnings", "-e", script, join(BUILT, "core"), join(BUILT, chapter)];
      const { stdout, stderr, exitCode } = await measure(process.execPath, args, { cwd: REPOSITORY });
      if (exitCode !== 0) throw new Error(`infra/${chapter} does not load:\n${stderr}`);
      if (round > 0) times.push(Number(stdout));
    }
    results.push({ chapter, milliseconds: median(times) });
  }
  return results;
}
