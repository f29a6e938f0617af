import { parseArgs } from "node:util";
import { LocalError } from "./errors";

export const commands = {
  up: "start the emulator, bring the stack to it, follow the functions' logs (the default)",
  order: "place an order at the running shop and show its way",
  token: "sign in a shopper and print the token that the shop's API asks for",
  remediate: "leave an API open to plain HTTP and show how the stack puts it right",
  status: "what runs, and where it is called",
  logs: "follow the logs of some functions: logs [NAME…]",
  stop: "end the emulator of the stack",
} as const;

export type Command = keyof typeof commands;

/** What was asked for on the command line. */
export interface Arguments {
  command: Command;
  rest: string[];
  directory: string;
  stack: string;
  fresh: boolean;
  verbose: boolean;
  help: boolean;
  config: Record<string, string>;
}

/** @throws LocalError for what there is not */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [first = "up", ...rest] = positionals;
  const command = Object.keys(commands).find((name): name is Command => name === first);
  if (command === undefined) {
    throw new LocalError(`There is no command "${first}": use one of ${Object.keys(commands).join(", ")}.`);
  }
  if (rest.length > 0 && command !== "logs") {
    throw new LocalError(`"${rest.join(" ")}" follows ${command}, which takes options only; --help lists them.`);
  }
  return {
    command,
    rest,
    directory: values.cwd ?? process.cwd(),
    stack: values.stack ?? "dev",
    fresh: values.fresh ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
    config: configOf(values.config ?? []),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        stack: { type: "string", short: "s" },
        cwd: { type: "string" },
        config: { type: "string", multiple: true, short: "c" },
        fresh: { type: "boolean" },
        verbose: { type: "boolean", short: "v" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new LocalError(`${message.split(". ")[0]}; --help lists the options.`);
  }
}

function configOf(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new LocalError(`--config is "${pair}"; give it as KEY=VALUE.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

export function helpText(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    "Runs the stack's services on an AWS emulator on this machine.",
    "",
    "Usage: npm run local -- [COMMAND] [OPTIONS]",
    "",
    "Commands",
    ...Object.entries(commands).map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    "",
    "Options",
    "  -s, --stack NAME        stack whose Pulumi.NAME.yaml is read (default dev)",
    "  -c, --config KEY=VALUE  configuration that goes before the stack's own; may be given again",
    "      --cwd FOLDER        folder of Pulumi.yaml (default the current one)",
    "      --fresh             forget what the stopped emulator had in it, and keep nothing this time",
    "  -v, --verbose           list each change, and what the emulator has nothing for one by one",
    "  -h, --help              this text",
    "",
    "A second `npm run local` while the first one runs brings it what changed, such as one function's code.",
  ].join("\n");
}
