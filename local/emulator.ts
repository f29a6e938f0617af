import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Version of ministack (MIT, on PyPI) that the tests hold; a newer one is taken on purpose, never by chance. */
export const MINISTACK = "1.5.33";
/** Version of cryptography (Apache-2.0 or BSD): with it tokens of user pools are signed, and authorizers can check them. */
const CRYPTOGRAPHY = "50.0.2";
/** What an installation consists of, as its marker says. */
const INSTALLED = `ministack ${MINISTACK}, cryptography ${CRYPTOGRAPHY}`;
/** Account that ministack answers for where the credentials name none. */
export const EMULATOR_ACCOUNT = "000000000000";
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5_000;

/** A reason that the emulator could not start, for people: one sentence that says what to do. */
export class EmulatorError extends Error {
  override name = "EmulatorError";
}

export interface EmulatorOptions {
  /** Port on loopback. @default a free one */
  port?: number;
  /** Region that it answers for. @default eu-central-1 */
  region?: string;
  /** Where the virtual environment lies. @default .cache/emulator below the project */
  directory?: string;
  /** File that its output is appended to. @default .cache/emulator-<port>.log beside the virtual environment */
  logFile?: string;
  /** Told what takes time: installing, starting. @default silent */
  progress?: (line: string) => void;
  /** Variables of ministack itself, on top of those that keep it on loopback. */
  settings?: Record<string, string>;
}

/** A running ministack. */
export interface Emulator {
  readonly endpoint: string;
  readonly port: number;
  readonly region: string;
  readonly pid: number;
  readonly logFile: string;
  /** Variables that point an AWS SDK at it: endpoint, region, credentials that mean nothing. */
  readonly environment: Record<string, string>;
  /** Ends it and every function that it runs; settled once they are gone. */
  stop(): Promise<void>;
}

/** Variables that point any AWS SDK at an emulator, and at nothing else. */
export function emulatorEnvironment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/**
 * Starts ministack on loopback, installing it first into a virtual environment where it is missing or of another version.
 * @throws EmulatorError where Python is missing, the installation fails, or it does not answer in time.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const directory = options.directory ?? resolve(__dirname, "..", ".cache", "emulator");
  const progress = options.progress ?? (() => undefined);
  await install(directory, progress);
  const port = options.port ?? (await freePort());
  const region = options.region ?? "eu-central-1";
  const logFile = options.logFile ?? join(dirname(directory), `emulator-${port}.log`);
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, "a");
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(join(directory, "bin", "ministack"), [], {
    env: {
      ...process.env,
      // The pools' signing keys; the default is a folder that all users of the machine share.
      STATE_DIR: `${directory}-state`,
      ...options.settings,
      ...emulatorEnvironment(endpoint, region),
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      MINISTACK_REGION: region,
      // It would listen on a port of its own once there is cryptography.
      IOT_MTLS_ENABLED: "0",
    },
    stdio: ["ignore", log.fd, log.fd],
    // A group of its own: the functions that it starts as processes end with it.
    detached: true,
  });
  await log.close();
  const pid = child.pid;
  if (pid === undefined) throw new EmulatorError(`ministack did not start: see ${logFile}`);
  const atExit = () => signal(pid, "SIGKILL");
  process.once("exit", atExit);
  const stop = async () => {
    process.off("exit", atExit);
    await end(child, pid);
  };
  progress(`starting ministack ${MINISTACK} on ${endpoint}`);
  try {
    await ready(endpoint, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, port, region, pid, logFile, environment: emulatorEnvironment(endpoint, region), stop };
}

/** Two installations at once would write over each other; the loser of the rename takes the winner's. */
async function install(directory: string, progress: (line: string) => void): Promise<void> {
  const marker = join(directory, ".ministack");
  if (existsSync(marker) && (await readFile(marker, "utf8")) === INSTALLED) return;
  progress(`installing ministack ${MINISTACK} into ${directory} (about ten seconds, once)`);
  const fresh = `${directory}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  try {
    await run("python3", ["-m", "venv", fresh]);
    const packages = [`ministack==${MINISTACK}`, `cryptography==${CRYPTOGRAPHY}`];
    await run(join(fresh, "bin", "python"), ["-m", "pip", "install", "--quiet", ...packages]);
    // Its scripts name the interpreter by path: this one survives the move.
    const script = `#!/bin/sh\nexec "$(dirname "$0")/python" -m ministack "$@"\n`;
    await writeFile(join(fresh, "bin", "ministack"), script, { mode: 0o755 });
    await writeFile(join(fresh, ".ministack"), INSTALLED);
    await rm(directory, { recursive: true, force: true });
    await rename(fresh, directory);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (existsSync(marker)) return;
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new EmulatorError(
      `ministack ${MINISTACK} could not be installed (${reason}): it needs Python 3.10 or newer with venv (Debian: ` +
        "apt-get install python3-venv) and PyPI.",
    );
  }
}

async function ready(endpoint: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new EmulatorError(`ministack ended with code ${child.exitCode}: see ${logFile}`);
    const healthy = await fetch(`${endpoint}/_ministack/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new EmulatorError(`ministack did not answer at ${endpoint} within ${READY_WITHIN_MS / 1000} s: see ${logFile}`);
}

async function end(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resume) => child.once("exit", () => resume()));
    signal(pid, "SIGTERM");
    const timer = setTimeout(() => signal(pid, "SIGKILL"), STOP_WITHIN_MS);
    await gone;
    clearTimeout(timer);
  }
  // What it started and did not end itself.
  signal(pid, "SIGKILL");
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // The group is gone.
  }
}

/** A port that nothing listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resume, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") fail(new EmulatorError("no free port on 127.0.0.1"));
        else resume(address.port);
      });
    });
  });
}
