import { parseArgs } from "node:util";
import { describePack } from "../packs/describe-pack";
import { expandSettings, readSettings, settingsSchema } from "../settings";
import { UserError } from "../user-error";

export const policyConfigHelp = `Usage: preflight policy-config FILE --policy-pack DIR
       preflight policy-config --schema --policy-pack DIR

Writes what a file of settings (--policy-settings) means for each policy of a pack, as the JSON that
"pulumi preview --policy-pack-config" reads; or the JSON schema of such a file.

  -p, --policy-pack DIR   the pack
      --schema            write the schema
  -h, --help              this text
`;

/** What the subcommand is asked for. */
interface Wanted {
  pack: string;
  file?: string;
}

/**
 * Runs `preflight policy-config`.
 *
 * @returns what belongs on standard output
 * @throws UserError where an option, the file or the pack is wrong
 */
export async function policyConfig(args: string[]): Promise<string> {
  const wanted = read(args);
  if (wanted === "help") {
    return policyConfigHelp;
  }
  // Read first: a wrong file is told of without waiting for the pack.
  const settings = wanted.file === undefined ? undefined : readSettings(wanted.file);
  const { name, policies } = await describePack(wanted.pack);
  const result = settings ? plainConfig(expandSettings(settings, policies, name)) : settingsSchema(policies, name);
  return `${JSON.stringify(result, null, 2)}\n`;
}

function plainConfig(configs: ReturnType<typeof expandSettings>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(configs).map(([name, { enforcementLevel, properties }]) => [
      name,
      Object.keys(properties).length === 0 ? enforcementLevel : { enforcementLevel, ...properties },
    ]),
  );
}

function read(args: string[]): Wanted | "help" {
  const { values, positionals } = parse(args);
  if (values.help) {
    return "help";
  }
  const [file, ...more] = positionals;
  const pack = values["policy-pack"];
  if (pack === undefined) {
    throw new UserError(
      "preflight policy-config needs a policy pack: give the folder of its PulumiPolicy.yaml to --policy-pack.",
    );
  }
  if (values.schema ? file !== undefined : file === undefined || more.length > 0) {
    throw new UserError(
      values.schema
        ? "preflight policy-config takes a file or --schema, not both."
        : "preflight policy-config needs one file of settings. Its --help shows how.",
    );
  }
  return { pack, file };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        "policy-pack": { type: "string", short: "p" },
        schema: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${message.split("\n")[0]?.replace(/\.?$/, ".")} "preflight policy-config --help" shows the options.`,
    );
  }
}
