import type { Arguments } from "../arguments";
import type { Style } from "../text";

/** What a command works with. */
export interface CommandContext {
  args: Arguments;
  style: Style;
  /** Prints a line. */
  print(line: string): void;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
