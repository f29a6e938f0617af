import { type Command, helpText, readArguments } from "./arguments";
import type { CommandContext } from "./commands/context";
import { messageOf } from "./errors";
import { styleFor } from "./text";

type Run = (context: CommandContext) => Promise<number>;

/** Each command is loaded, with the clients that it needs, when it is asked for. */
const runs: Record<Command, () => { [name: string]: Run }> = {
  up: () => require("./commands/up"),
  order: () => require("./commands/order"),
  token: () => require("./commands/token"),
  remediate: () => require("./commands/remediate"),
  status: () => require("./commands/status"),
  logs: () => require("./commands/logs"),
  stop: () => require("./commands/stop"),
};

// The SDK's wish for a newer Node is the project's to follow, not what a developer wants to read before each command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Errors that say by themselves what is wrong and what to do. */
const told = new Set(["LocalError", "EmulatorError", "UserError", "ProviderError", "DeployError", "PreflightError"]);

/**
 * The command line of `npm run local`.
 * @param argv what follows the program's name
 * @returns exit code: 0 good, 1 the program or an order failed, 2 it could not be run
 */
export async function main(argv: string[]): Promise<number> {
  const style = styleFor(process.stdout);
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    const args = readArguments(argv);
    if (args.help) {
      console.log(helpText());
      return 0;
    }
    const run = runs[args.command]()[args.command];
    if (!run) throw new Error(`${args.command} is not in its file`);
    return await run({ args, style, print: (line) => console.log(line), signal: interrupted.signal });
  } catch (error) {
    console.error(style.bad(`✗ ${messageOf(error)}`));
    if (error instanceof Error && !told.has(error.name) && process.env.DEBUG) console.error(error.stack);
    return 2;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
