import { seconds } from "../text";
import type { CommandContext } from "./context";

/** Prints what was found on a way, step by step, with the time since the way began. */
export class Steps {
  private readonly started = performance.now();

  constructor(private readonly context: Pick<CommandContext, "print" | "style">) {}

  step(what: string, found: string, good = true): void {
    const { print, style } = this.context;
    const mark = good ? style.good("✔") : style.bad("✗");
    print(`${mark} ${this.elapsed().padStart(6)}  ${what.padEnd(22)}  ${found}`);
  }

  end(): void {
    this.context.print(this.context.style.dim(`  ${this.elapsed()} in all`));
  }

  private elapsed(): string {
    return seconds(performance.now() - this.started);
  }
}
