import { fork } from "node:child_process";
import { join } from "node:path";
import { LocalError } from "../errors";
import type { Change } from "./applier";
import type { Deployed, FromProgram, RunMessage } from "./messages";

/** What a deployment tells while it goes on. */
export interface DeployEvents {
  onChange?(type: string, name: string, change: Change): void;
  onLog?(severity: string, message: string): void;
  /** What the program prints. */
  onOutput?(text: string): void;
  signal?: AbortSignal;
}

/** A deployment that stopped in the middle, with what it made so far. */
export class DeployError extends LocalError {
  constructor(
    message: string,
    readonly deployed: Deployed | undefined,
  ) {
    super(message);
  }
}

/**
 * Runs a program in a process of its own and brings its resources to the emulator.
 * @throws DeployError where the program fails or a resource is refused
 */
export async function deploy(run: RunMessage, events: DeployEvents = {}): Promise<Deployed> {
  const child = fork(join(__dirname, "child.ts"), [], {
    execArgv: ["--stack-trace-limit=0", "--require", require.resolve("tsx/cjs")],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const onAbort = (): void => kill();
  events.signal?.addEventListener("abort", onAbort);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-4000);
      events.onOutput?.(chunk.toString("utf8"));
    });
  }
  try {
    return await new Promise<Deployed>((done, fail) => {
      child.on("message", (message: FromProgram) => {
        switch (message.kind) {
          case "change":
            events.onChange?.(message.type, message.name, message.change);
            break;
          case "log":
            events.onLog?.(message.severity, message.message);
            break;
          case "done":
            done(message);
            break;
          case "failed":
            fail(new DeployError(message.message, message));
            break;
        }
      });
      child.once("error", fail);
      child.once("close", (code, signal) => {
        const how = events.signal?.aborted ? "was interrupted" : `ended with ${signal ?? `code ${code}`}`;
        const said = output.trim().split("\n").slice(-5).join(" ");
        fail(
          new DeployError(`The program ${how} before it was done.${said === "" ? "" : ` It said: ${said}`}`, undefined),
        );
      });
      child.send(run, () => undefined);
    });
  } finally {
    events.signal?.removeEventListener("abort", onAbort);
    process.off("exit", kill);
    kill();
  }
}
