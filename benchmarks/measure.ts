import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";

/** What one run of a command cost, over all the processes that it started. */
export interface Cost {
  exitCode: number | null;
  wallSeconds: number;
  /** User and system time of all processes. */
  cpuSeconds: number;
  /** The largest sum of resident memory that was seen at one moment, in MiB. */
  peakMiB: number;
  /** Each process's own peak, in MiB, by command. */
  processes: { command: string; peakMiB: number; cpuSeconds: number }[];
  stdout: string;
  stderr: string;
}

interface Seen {
  command: string;
  peakKiB: number;
  residentKiB: number;
  ticks: number;
}

/** Clock ticks a second, as Linux reports process times: 100 on every architecture that Node runs on. */
const TICKS = 100;
const SAMPLE_MS = 25;

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // The process ended between the listing and the read.
  }
}

/** Fields of /proc/PID/stat after the command, which may itself hold spaces. */
function statFields(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function sample(root: number, seen: Map<number, Seen>): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (Number.isInteger(pid)) parents.set(pid, Number(statFields(pid)[1]));
  }
  const isOurs = (pid: number | undefined): boolean => {
    for (let one = pid; one !== undefined && one > 1; one = parents.get(one)) if (one === root) return true;
    return false;
  };
  let resident = 0;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    const status = read(`/proc/${pid}/status`);
    const kib = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const fields = statFields(pid);
    const command = read(`/proc/${pid}/cmdline`).split("\0").filter(Boolean).slice(0, 3).join(" ");
    const before = seen.get(pid);
    seen.set(pid, {
      command: command || before?.command || "?",
      peakKiB: Math.max(before?.peakKiB ?? 0, kib("VmHWM")),
      residentKiB: kib("VmRSS"),
      ticks: Math.max(before?.ticks ?? 0, Number(fields[11]) + Number(fields[12])),
    });
    resident += kib("VmRSS");
  }
  return resident;
}

/**
 * Runs a command to its end and measures it and every process below it (Linux: it reads /proc).
 * @param env variables to add to this process's own.
 */
export async function measure(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Cost> {
  const started = process.hrtime.bigint();
  const child: ChildProcess = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const seen = new Map<number, Seen>();
  let peakKiB = 0;
  const pid = child.pid;
  const timer = setInterval(() => {
    if (pid !== undefined) peakKiB = Math.max(peakKiB, sample(pid, seen));
  }, SAMPLE_MS);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ? 128 + (constants.signals[signal] ?? 0) : code));
  }).finally(() => clearInterval(timer));
  const processes = [...seen.values()].map(({ command: name, peakKiB: kib, ticks }) => ({
    command: name,
    peakMiB: kib / 1024,
    cpuSeconds: ticks / TICKS,
  }));
  return {
    exitCode,
    wallSeconds: Number(process.hrtime.bigint() - started) / 1e9,
    cpuSeconds: processes.reduce((sum, one) => sum + one.cpuSeconds, 0),
    peakMiB: peakKiB / 1024,
    processes,
    stdout,
    stderr,
  };
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
