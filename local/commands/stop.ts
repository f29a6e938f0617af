import { LocalError } from "../errors";
import { isAlive, Session } from "../session";
import { until } from "../until";
import type { CommandContext } from "./context";
import { runningStack } from "./running";

/** Ends the emulator of a stack, through the process that stays beside it where there is one. */
export async function stop(context: CommandContext): Promise<number> {
  const { args, style, print } = context;
  const { state, provider } = await runningStack(context);
  provider.close();
  const { runnerPid } = state;
  if (runnerPid !== undefined && isAlive(runnerPid)) {
    process.kill(runnerPid, "SIGINT");
    await until("the running process ends", async () => !isAlive(runnerPid));
  } else {
    const session = await Session.open({ ...args, progress: () => undefined }, () => undefined);
    if (!session.isOwner) throw new LocalError(`The emulator at ${state.emulator.endpoint} belongs to somebody else.`);
    await session.close();
  }
  print(style.good(`✔ ${args.stack} is stopped`));
  return 0;
}
