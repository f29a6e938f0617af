import { type ParseArgsConfig, parseArgs } from "node:util";

/** What a benchmark is asked for on its command line; undefined where that was its help, which is then printed. */
export function optionsOf(
  help: string,
  options: NonNullable<ParseArgsConfig["options"]> = {},
  args = process.argv.slice(2),
): Record<string, string | boolean | undefined> | undefined {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options: { ...options, help: { type: "boolean", short: "h" } } }));
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new Error(`${first}. See --help.`);
  }
  if (values.help) {
    process.stdout.write(help);
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | boolean] => typeof entry[1] === "string" || typeof entry[1] === "boolean",
    ),
  );
}

/**
 * A number of things that an option gives.
 * @throws an error that names the option and its value
 */
export function countOf(option: string, value: string | boolean | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === "string" && /^[1-9]\d*$/.test(value)) return Number(value);
  throw new Error(`--${option} is ${JSON.stringify(value)}. It has to be a whole number above 0. See --help.`);
}
