import { parseArgs } from "node:util";
import type { PreflightOptions } from "../run";
import { UserError } from "../user-error";
import { checkTargets, type ReportTarget, reportTarget } from "./reports";

/** What the command line asks for. */
export interface CommandLine {
  /** Print the help, or the version, and nothing else. */
  about?: "help" | "version";
  run: PreflightOptions;
  show: "normal" | "all" | "problems";
  reports: ReportTarget[];
  colors: boolean;
}

export const help = `Usage: preflight [DIR] [options]

Runs the Pulumi program in DIR (default: the current folder) and policy packs over what it would
create, with no cloud account, no Pulumi CLI and no backend.

  -s, --stack NAME              stack to run; its configuration is Pulumi.NAME.yaml
  -p, --policy-pack DIR         policy pack to hold it to (repeat for more)
      --policy-pack-config FILE JSON configuration of a pack, in the order of the packs (repeat)
  -c, --config KEY=VALUE        configuration that goes before the stack's own (repeat)
      --stack-tag KEY=VALUE     tag of the stack that policies see (repeat)
      --unknowns                leave everything unknown that only the cloud could know, as the
                                first preview of the Pulumi engine does
      --show all|problems       every resource, or just the branches with findings
      --report FORMAT=FILE      write a report (repeat for more); - for standard output.
                                json: the whole result; sarif: for code scanning; junit; csv: a row
                                a policy and resource, for auditors; markdown: the summary for a
                                pull request; github: annotations of its lines
      --json FILE               the same as --report json=FILE
      --timeout SECONDS         give up after so long without progress (default 120)
      --isolated                run the program by @pulumi/pulumi/cmd/run in one more process
      --no-color                no colours (also with NO_COLOR set, or no terminal)
  -h, --help                    this text
      --version                 the version

Exit code 0: nothing mandatory is violated; 1: something is; 2: it could not run.
`;

const options = {
  stack: { type: "string", short: "s" },
  "policy-pack": { type: "string", short: "p", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  config: { type: "string", short: "c", multiple: true },
  "stack-tag": { type: "string", multiple: true },
  unknowns: { type: "boolean" },
  show: { type: "string" },
  report: { type: "string", multiple: true },
  json: { type: "string" },
  timeout: { type: "string" },
  isolated: { type: "boolean" },
  "no-color": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/**
 * Reads the command line.
 * @throws UserError that names the option, its value and what would be right
 */
export function parseCommandLine(args: string[], environment: NodeJS.ProcessEnv = process.env): CommandLine {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) {
    throw new UserError(`There is one program to a run, not ${positionals.length}: ${positionals.join(", ")}.`);
  }
  const { show = "normal", timeout } = values;
  if (show !== "normal" && show !== "all" && show !== "problems") {
    throw new UserError(`--show is "${show}". Use all or problems, or leave it out.`);
  }
  if (timeout !== undefined && !(Number(timeout) > 0)) {
    throw new UserError(`--timeout is "${timeout}". It has to be a number of seconds above 0.`);
  }
  const reports = (values.report ?? []).map(reportTarget);
  if (values.json !== undefined) {
    reports.push({ format: "json", file: values.json, option: `--json ${values.json}` });
  }
  checkTargets(reports);
  return {
    about: values.help ? "help" : values.version ? "version" : undefined,
    show,
    reports,
    colors: !values["no-color"] && !environment.NO_COLOR,
    run: {
      directory: positionals[0],
      stack: values.stack,
      mode: values.unknowns ? "unknowns" : "symbolic",
      policyPacks: values["policy-pack"] ?? [],
      policyPackConfigs: values["policy-pack-config"] ?? [],
      config: pairs("--config", values.config),
      stackTags: pairs("--stack-tag", values["stack-tag"]),
      isolated: values.isolated ?? false,
      timeout: timeout === undefined ? undefined : Number(timeout),
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
    throw new UserError(
      unknown
        ? `There is no option ${unknown}.${didYouMean(unknown)} "preflight --help" lists them.`
        : `${message.split("\n")[0]?.replace(/\.?$/, ".")} "preflight --help" lists the options.`,
    );
  }
}

function pairs(option: string, texts: string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) {
        throw new UserError(`${option} is "${text}". It has to be KEY=VALUE.`);
      }
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function didYouMean(unknown: string): string {
  const wanted = unknown.replace(/^-+/, "");
  const near = Object.keys(options)
    .map((name) => ({ name, distance: distance(wanted, name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, wanted.length / 3) ? ` Did you mean --${near.name}?` : "";
}

/** Insertions, deletions and replacements between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
