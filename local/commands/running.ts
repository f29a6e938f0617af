import { LocalError } from "../errors";
import { LocalProvider } from "../provider/core";
import { isHealthy } from "../session";
import { providerOptions, stackFiles } from "../stack";
import { type LocalState, readState } from "../state";
import type { CommandContext } from "./context";

/** A stack that another process runs. */
export interface RunningStack {
  state: LocalState;
  provider: LocalProvider;
}

/** @throws LocalError where nothing runs */
export async function runningStack({ args }: CommandContext): Promise<RunningStack> {
  const files = stackFiles(args);
  const state = await readState(files.stateFile);
  if (!state || !(await isHealthy(state.emulator.endpoint))) {
    throw new LocalError(`The stack ${args.stack} is not running: start it with "npm run local" in another terminal.`);
  }
  return { state, provider: new LocalProvider(providerOptions(files, state.emulator.endpoint)) };
}
