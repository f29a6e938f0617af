import { LocalError } from "../errors";
import { follow, LogReader, logGroups, logLine } from "../logs";
import type { CommandContext } from "./context";
import { runningStack } from "./running";

/** How far back it begins. */
const backMs = 60_000;

/** Follows the output of all functions, or of those that are named. */
export async function logs(context: CommandContext): Promise<number> {
  const { args, print, signal } = context;
  const { state, provider } = await runningStack(context);
  const all = logGroups(state);
  const wanted = args.rest.length === 0 ? [...all.keys()] : args.rest;
  for (const name of wanted) {
    if (!all.has(name)) throw new LocalError(`There is no function "${name}": use ${[...all.keys()].join(", ")}.`);
  }
  const groups = new Map([...all].filter(([name]) => wanted.includes(name)));
  const width = Math.max(...wanted.map((name) => name.length));
  const reader = new LogReader(provider, Date.now() - backMs);
  await follow(
    reader,
    () => groups,
    (event) => print(logLine(event, width)),
    signal,
  );
  provider.close();
  return 0;
}
