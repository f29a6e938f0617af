import { type ChildProcess, fork } from "node:child_process";
import type { FromChild, ProgramRequest, ToChild } from "./messages";

/**
 * Runs the program once more, in a process that waits for remediations.
 *
 * A program runs while its policy packs are still starting, as if none of them changed anything: hardly any does. Where
 * one turns out to, what was registered without it is of no use. What the program prints was printed by the first run.
 */
export class SecondRun {
  private readonly child: ChildProcess;

  /** @param forward gets what the second run says */
  constructor(request: ProgramRequest, forward: (message: FromChild) => void, ended: (code: number | null) => void) {
    this.child = fork(__filename, [], {
      execArgv: process.execArgv,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.child.on("message", forward);
    this.child.on("exit", ended);
    this.send({ kind: "run", request: { ...request, awaitRemediation: true } });
  }

  send(message: ToChild): void {
    if (this.child.connected) {
      this.child.send(message, () => undefined);
    }
  }
}
