import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { FromChild, ProgramRequest, ToChild } from "./messages";

/**
 * Runs the program once more, in a process that waits for remediations.
 *
 * A program runs while its policy packs are still starting, as if none of them changed anything: hardly any does. Where
 * one turns out to, what was registered without it is of no use. What the program prints was printed by the first run.
 */
export class SecondRun {
  private readonly child: ChildProcess;

  /**
   * @param forward gets what the second run says, and calls back once it is passed on
   * @param ended called when all that the second run said is passed on
   */
  constructor(
    request: ProgramRequest,
    forward: (message: FromChild, done: () => void) => void,
    ended: (code: number | null) => void,
  ) {
    this.child = fork(__filename, [], {
      execArgv: process.execArgv,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    let passedOn = Promise.resolve();
    this.child.on("message", (message: FromChild) => {
      passedOn = new Promise((done) => forward(message, done));
    });
    // A process may have exited before its last message is read, and that is the result.
    void Promise.all([once(this.child, "exit"), once(this.child, "disconnect")]).then(async ([[code]]) => {
      await passedOn;
      ended(typeof code === "number" ? code : null);
    });
    this.send({ kind: "run", request: { ...request, awaitRemediation: true, announcements: undefined } });
  }

  send(message: ToChild): void {
    if (this.child.connected) {
      this.child.send(message, () => undefined);
    }
  }
}
