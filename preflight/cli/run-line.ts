import type { RunResult } from "../model";
import { type PreflightOptions, preflight } from "../run";
import { ProgressLine } from "./progress";

/**
 * A run as the command line makes it: with its progress on standard error, and ended by the user's interrupt.
 *
 * @param onOutput told what the program prints
 */
export async function runLine(options: PreflightOptions, onOutput?: (text: string) => void): Promise<RunResult> {
  const progress = new ProgressLine(process.stderr);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    return await preflight({
      ...options,
      signal: interrupt.signal,
      onProgress: (state) => progress.update(state),
      onOutput,
    });
  } finally {
    process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
    progress.end();
  }
}
