import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../../local/until";

/** Something that a test needs and this machine lacks. */
export class MissingServerError extends Error {
  override name = "MissingServerError";
}

/** How to run a server in the foreground. */
export interface Program {
  /** Name in messages and of its directory. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Record<string, string>;
  /** Tells whether it serves. Errors count as "not yet". */
  readonly ready: () => Promise<boolean>;
  /** Milliseconds that it may take. @default 60,000 */
  readonly readyWithinMs?: number;
}

/** A server on loopback that keeps its port and its data from one start to the next. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  readonly #atExit = () => this.signal("SIGKILL");

  constructor(
    private readonly program: Program,
    private readonly directory: string,
  ) {}

  /** Starts it, and settles once it serves. */
  async start(): Promise<void> {
    await this.launch();
    await this.untilReady();
  }

  /** Starts it without a wait: a broker that stands by does not serve yet. */
  async launch(): Promise<void> {
    if (this.#child) throw new Error(`${this.program.name} runs already`);
    const log = await open(this.logFile, "a");
    const child = spawn(this.program.command, [...this.program.args], {
      cwd: this.directory,
      env: { ...process.env, ...this.program.environment },
      stdio: ["ignore", log.fd, log.fd],
      // A group of its own: what it starts itself ends with it.
      detached: true,
    });
    await log.close();
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    process.once("exit", this.#atExit);
  }

  async untilReady(): Promise<void> {
    const { name, ready, readyWithinMs = 60_000 } = this.program;
    const look = async () => {
      if (this.#child && this.#child.exitCode !== null) throw new Error(`${name} ended: ${await this.lastLines()}`);
      return ready().catch(() => false);
    };
    try {
      await until(`${name} serves`, look, { withinMs: readyWithinMs });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error} Its last lines: ${await this.lastLines()}`);
    }
  }

  /** Sends a signal to it and to what it started. SIGSTOP makes it hang, SIGCONT lets it go on. */
  signal(name: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // It is gone.
    }
  }

  /** Ends it as a power cut would; settles once it is gone. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** Ends it as an operator would; settles once it is gone. Some servers end in several ways, each with its signal. */
  stop(by: NodeJS.Signals = "SIGTERM"): Promise<void> {
    return this.#end(by);
  }

  private get logFile(): string {
    return join(this.directory, `${this.program.name}.log`);
  }

  private async lastLines(): Promise<string> {
    const lines = (await readFile(this.logFile, "utf8")).trim().split("\n");
    return lines.slice(-12).join("\n");
  }

  async #end(name: NodeJS.Signals): Promise<void> {
    if (!this.#child) return;
    this.signal(name);
    const patience = setTimeout(() => this.signal("SIGKILL"), 15_000);
    await this.#exited;
    clearTimeout(patience);
    this.#child = undefined;
    process.off("exit", this.#atExit);
  }
}

/** A directory of its own for a server, and how to remove it. */
export async function temporaryDirectory(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** @throws MissingServerError where the file that the Debian package brings is not there */
export function requireFile(path: string, debianPackage: string): string {
  if (existsSync(path)) return path;
  throw new MissingServerError(`${path} is missing: install the Debian package ${debianPackage}`);
}

/** Ports of loopback that nothing uses, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  return Promise.all(
    servers.map(({ server, port }) => new Promise<number>((resolve) => server.close(() => resolve(port)))),
  );
}

async function listening() {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address) resolve(address.port);
      else reject(new Error("a server on loopback has no port"));
    });
  });
  return { server, port };
}

/** Whether something takes connections at the port. */
export function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** A server that tests may stop for good. */
export interface Disposable {
  dispose(): Promise<void>;
}

/**
 * One server for the suite that calls it. Where it is not installed the suite is skipped with a line that says what is
 * missing; in CI it fails instead.
 * @returns the running server; call it inside of tests and hooks only.
 */
export function useServer<T extends Disposable>(name: string, start: () => Promise<T>): () => T {
  let running: T | undefined;
  before(`start ${name}`, async function () {
    this.timeout(90_000);
    try {
      running = await start();
    } catch (error) {
      if (!(error instanceof MissingServerError) || process.env.CI) throw error;
      console.log(`      skipped: ${error.message}`);
      this.skip();
    }
  });
  after(`stop ${name}`, async function () {
    this.timeout(30_000);
    await running?.dispose();
  });
  return () => {
    if (!running) throw new Error(`${name} is started by the suite's before hook: use it inside of a test`);
    return running;
  };
}
