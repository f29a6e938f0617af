import { diffCommand } from "./diff";
import { policyConfig } from "./policy-config";

/** What a subcommand came to. */
export interface Outcome {
  /** For standard output. */
  text: string;
  exitCode: number;
}

/** Words that stand in the place of the program's folder; a folder of such a name is `./diff`. */
export const subcommands: Readonly<Record<string, ((args: string[]) => Promise<Outcome>) | undefined>> = {
  diff: diffCommand,
  "policy-config": async (args) => ({ text: await policyConfig(args), exitCode: 0 }),
};
