import { type ChildProcess, fork } from "node:child_process";
import { totalmem } from "node:os";
import { Writable } from "node:stream";
import type { FromChild, ProgramRequest, ProgramResult, ToChild } from "./child/messages";
import { count } from "./count";
import { ownFrames, PreflightError } from "./failure";
import type { Graph, LogLine, Note } from "./model";
import { OutputTail } from "./output-tail";
import { builtFile } from "./paths";

/** How far a run is. */
export interface Progress {
  phase: "loading" | "running" | "checking";
  /** Resources that the program has registered. */
  registered: number;
}

/** How the program's process is run. */
export interface ProgramProcessOptions {
  /** Seconds without progress after which the run is given up. */
  timeout: number;
  /** Keep stack traces, which makes the program three times slower. */
  traces: boolean;
  onProgress?: (progress: Progress) => void;
  onOutput?: (text: string) => void;
  /** File of the process; the built one where absent. */
  entry?: string;
}

/** Where the process hears of packs while the program keeps its thread from reading messages. */
const announcements = 4;
/** Lines of output and log that a failure quotes. */
const quotedLines = 20;

/** With what a reader has to know: of the packs, and where a run says nothing for want of something to judge, or to judge by. */
function withNotes({ graph, ...result }: ProgramResult, ofPacks: Note[]): ProgramResult {
  const isEmpty = graph.resources.every(({ kind }) => kind === "stack" || kind === "provider");
  const notes = [
    ...graph.notes,
    ...ofPacks,
    ...(isEmpty ? [{ message: "The program registers no resource, so that policies had none to judge." }] : []),
    ...result.packs
      .filter(({ policies }) => policies === 0)
      .map(({ name }) => ({ message: `Policy pack ${name} has no policy that is not disabled: it judged nothing.` })),
  ];
  return { graph: { ...graph, notes }, ...result };
}

/** The process that runs the program, and what comes of it. */
export class ProgramProcess {
  /** @throws PreflightError where the program or a policy pack failed */
  readonly result: Promise<ProgramResult>;
  private readonly child: ChildProcess;
  private readonly output = new OutputTail();
  private readonly logged: LogLine[] = [];
  private progress: Progress = { phase: "loading", registered: 0 };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    request: ProgramRequest,
    private readonly options: ProgramProcessOptions,
  ) {
    this.child = fork(options.entry ?? builtFile("child/main.js"), [], {
      execArgv: nodeFlags(options.traces),
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    });
    // The process may have ended: what becomes of it is told elsewhere.
    this.child.stdio[announcements]?.on("error", () => {});
    this.result = new Promise<ProgramResult>((resolve, reject) => this.listen(resolve, reject)).finally(() =>
      this.stop(),
    );
    // Whoever waits for the result gets the failure; nobody waits where another process failed first.
    this.result.catch(() => {});
    this.send({ kind: "run", request: { ...request, announcements } });
  }

  send(message: ToChild): void {
    const pipe = this.child.stdio[announcements];
    if (message.kind === "pack" && pipe instanceof Writable) {
      pipe.write(`${JSON.stringify(message.pack)}\n`);
    }
    if (this.child.connected) {
      this.child.send(message, () => {});
    }
  }

  /** What the program printed. */
  printed(): string {
    return this.output.text();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.child.kill("SIGKILL");
    this.child.unref();
    if (this.child.connected) {
      this.child.disconnect();
    }
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.child.stdio[announcements]?.destroy();
  }

  private listen(resolve: (result: ProgramResult) => void, reject: (error: Error) => void): void {
    const alive = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => reject(this.timedOut()), this.options.timeout * 1000);
    };
    alive();
    let graph: Graph | undefined;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output.add(chunk);
        this.options.onOutput?.(chunk.toString("utf8"));
      });
    }
    this.child.on("message", (message: FromChild) => {
      alive();
      switch (message.kind) {
        case "progress":
          this.progress = message;
          this.options.onProgress?.(message);
          break;
        case "log":
          this.logged.push(message.line);
          this.logged.splice(0, this.logged.length - quotedLines);
          break;
        case "graph":
          graph = message.graph;
          break;
        case "done":
          clearTimeout(this.timer);
          if (graph) resolve(withNotes({ graph, ...message.result }, message.notes));
          else reject(new InternalFailure("the program's process ended without a graph"));
          break;
        case "failed":
          clearTimeout(this.timer);
          reject(this.failed(message));
          break;
      }
    });
    this.child.on("error", (error) => reject(new PreflightError(`The program can't be started: ${error.message}.`)));
    this.child.on("close", (code, signal) => reject(this.ended(code, signal)));
  }

  private failed(message: Extract<FromChild, { kind: "failed" }>): PreflightError {
    const { stack } = message;
    return message.user
      ? new ProgramFailure(message.message, message.pack === true, stack ? ownFrames(stack) : [], this.quote())
      : new InternalFailure(message.message, stack);
  }

  private timedOut(): PreflightError {
    const { phase, registered } = this.progress;
    const doing = {
      loading: "while the program was loading",
      running: `while the program was running, with ${count(registered, "resource")} registered`,
      checking: `while policy packs were checking ${count(registered, "resource")}`,
    }[phase];
    return new PreflightError(
      `Nothing happened for ${this.options.timeout} seconds ${doing}. If that is just slow, raise --timeout.`,
      [],
      this.quote(),
    );
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): PreflightError {
    const memory = /JavaScript heap out of memory/.test(this.output.text())
      ? " It ran out of memory: set NODE_OPTIONS=--max-old-space-size to more megabytes."
      : "";
    return new PreflightError(
      `The program's process ended with ${signal ?? `exit code ${code}`} before the program was done.${memory}`,
      [],
      this.quote(),
    );
  }

  private quote(): string[] {
    const logged = this.logged
      .filter(({ severity }) => severity !== "debug")
      .map(({ severity, message }) => `${severity}: ${message}`);
    return [...logged, ...this.output.lines(quotedLines)].slice(-quotedLines);
  }
}

/** The program or a policy pack failed. */
export class ProgramFailure extends PreflightError {
  constructor(
    message: string,
    /** True where it was a policy pack. */
    readonly ofPack: boolean,
    frames: string[],
    output: string[],
  ) {
    super(message, frames, output);
  }
}

/** A fault of preflight's own. */
export class InternalFailure extends PreflightError {
  constructor(
    message: string,
    /** Stack trace of the process that failed. */
    readonly remoteStack?: string,
  ) {
    super(`preflight has a fault of its own: ${message}`);
  }
}

function nodeFlags(traces: boolean): string[] {
  const heapMegabytes = Math.max(2048, Math.floor((totalmem() / 1024 / 1024) * 0.75));
  const ownLimit = process.env.NODE_OPTIONS?.includes("max-old-space-size");
  return [
    // Most of what a program makes is promises, which live for a moment: while the young generation grows to its default of
    // 16 MB too many of them outlive it.
    "--min-semi-space-size=64",
    "--max-semi-space-size=64",
    traces ? "--stack-trace-limit=50" : "--stack-trace-limit=0",
    ...(ownLimit ? [] : [`--max-old-space-size=${heapMegabytes}`]),
  ];
}
