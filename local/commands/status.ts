import { endpointLines, notEmulatedLines } from "../endpoints";
import { isAlive } from "../session";
import { count } from "../text";
import type { CommandContext } from "./context";
import { runningStack } from "./running";

/** Tells what runs, and where it is called. */
export async function status(context: CommandContext): Promise<number> {
  const { args, style, print } = context;
  const { state, provider } = await runningStack(context);
  provider.close();
  const { emulator, resources, notEmulated, runnerPid } = state;
  print(`${style.bold(args.stack)} has ${count(Object.keys(resources).length, "resource")} at ${emulator.endpoint}`);
  print(style.dim(`  account ${state.account}, region ${state.region}; the emulator's output: ${emulator.logFile}`));
  if (!isAlive(runnerPid)) {
    print(style.warn("! nobody carries its pipes and follows its logs: start `npm run local` again"));
  }
  print("");
  for (const line of endpointLines(state)) print(line);
  if (notEmulated.length > 0) {
    print("");
    print(`Not emulated: ${count(notEmulated.length, "resource")}`);
    for (const line of notEmulatedLines(notEmulated)) print(style.dim(line));
  }
  return 0;
}
