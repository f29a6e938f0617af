import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { EngineCost } from "../tests/support/engine";
import { ProcessTrees } from "../tests/support/engine/process-tree";

/** What one run of a command cost, over all the processes that it started. */
export type Cost = EngineCost;

/**
 * Runs a command to its end and measures it and every process below it (Linux: it reads /proc).
 * @param env variables to add to this process's own.
 */
export async function measure(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Cost> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const trees = new ProcessTrees(child.pid === undefined ? [] : [child.pid]);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ? 128 + (constants.signals[signal] ?? 0) : code));
  });
  return { exitCode, wallSeconds: (performance.now() - started) / 1000, stdout, stderr, ...trees.stop() };
}

/** Ends the process as a benchmark does: 0, 1 where a bar is missed, and 2 with one line where it could not be run. */
export function endWith(result: Promise<number>): void {
  result.then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`✗ ${error instanceof Error ? error.message : error}`);
      process.exitCode = 2;
    },
  );
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (upper + lower) / 2;
}

/** Slope of log(y) over log(x) by least squares: 1 is linear growth, 2 quadratic. */
export function growthExponent(points: { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(logs.map((p) => p.x)), mean(logs.map((p) => p.y))];
  const covariance = logs.reduce((sum, p) => sum + (p.x - mx) * (p.y - my), 0);
  return covariance / logs.reduce((sum, p) => sum + (p.x - mx) ** 2, 0);
}
