import type { WriteStream } from "node:tty";
import { count } from "../count";
import type { Progress } from "../program-process";

/** Milliseconds between two looks of the line on a terminal. */
const redraw = 80;
/** Milliseconds between two lines where the output is no terminal. */
const sparse = 5_000;

/** Shows how far a run is: one line that is rewritten on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  private progress: Progress = { phase: "loading", registered: 0 };
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;
  private drawn = false;

  constructor(private readonly stream: Pick<WriteStream, "isTTY" | "write">) {
    this.timer = setInterval(() => this.draw(), stream.isTTY ? redraw : sparse);
    this.timer.unref();
  }

  update(progress: Progress): void {
    this.progress = progress;
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.timer);
    if (this.drawn && this.stream.isTTY) {
      this.stream.write("\r\x1b[K");
    }
  }

  private draw(): void {
    const seconds = (performance.now() - this.started) / 1000;
    const text = `${this.words()} (${seconds.toFixed(this.stream.isTTY ? 1 : 0)} s)`;
    this.stream.write(this.stream.isTTY ? `\r\x1b[K${text}` : `preflight: ${text}\n`);
    this.drawn = true;
  }

  private words(): string {
    const { phase, registered } = this.progress;
    const resources = count(registered, "resource");
    switch (phase) {
      case "loading":
        return "loading the program …";
      case "running":
        return `running the program: ${resources} …`;
      case "checking":
        return `checking ${resources} …`;
    }
  }
}
