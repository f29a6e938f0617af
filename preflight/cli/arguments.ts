import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { BaselineOptions } from "../baseline";
import { nearest } from "../nearest";
import { reports } from "../report";
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
  /** Absent where no baseline is used. */
  baseline?: BaselineOptions;
  colors: boolean;
}

export const help = `Usage: preflight [DIR] [options]
       preflight diff BASE [HEAD] [options]        what a change does ("preflight diff --help")
       preflight policy-config FILE [options]      settings for "pulumi preview" ("… --help")

Runs the Pulumi program in DIR (default: the current folder) and policy packs over what it would
create, with no cloud account, no Pulumi CLI and no backend.

  -s, --stack NAME              stack to run; its configuration is Pulumi.NAME.yaml
  -p, --policy-pack DIR         policy pack to hold it to (repeat for more)
      --policy-pack-config FILE JSON configuration of a pack, in the order of the packs (repeat)
      --policy-settings FILE    settings of a pack (frameworks, levels, parameters …), likewise
  -c, --config KEY=VALUE        configuration that goes before the stack's own (repeat)
      --stack-tag KEY=VALUE     tag of the stack that policies see (repeat)
      --unknowns                leave everything unknown that only the cloud could know, as the
                                first preview of the Pulumi engine does
      --show all|problems       every resource, or just the branches with findings
      --report FORMAT=FILE      write a report (repeat for more); - for standard output.
                                FORMAT: ${Object.keys(reports).join(", ")}
      --json FILE               the same as --report json=FILE
      --baseline FILE           violations in FILE are known: they don't fail the run
      --write-baseline FILE     write FILE; one that is there loses what is gone, and gains nothing
      --grow-baseline REASON    let it gain what is new, and note why
      --strict-baseline         fail where something of the baseline is gone
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
  "policy-settings": { type: "string", multiple: true },
  baseline: { type: "string" },
  "write-baseline": { type: "string" },
  "grow-baseline": { type: "string" },
  "strict-baseline": { type: "boolean" },
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
  const [first = "", ...more] = positionals;
  const isFolder = existsSync(first);
  if (more.length > 0) {
    const meant = isFolder ? undefined : nearest(first, ["diff", "policy-config"]);
    throw new UserError(
      `There is one program to a run, not ${positionals.length}: ${positionals.join(", ")}.${meant ? ` Did you mean "preflight ${meant}"?` : ""}`,
    );
  }
  const { show = "normal", timeout } = values;
  if (show !== "normal" && show !== "all" && show !== "problems") {
    throw new UserError(`--show is "${show}". Use all or problems, or leave it out.`);
  }
  if (timeout !== undefined && !(Number(timeout) > 0)) {
    throw new UserError(`--timeout is "${timeout}". It has to be a number of seconds above 0.`);
  }
  const targets = (values.report ?? []).map(reportTarget);
  if (values.json !== undefined) {
    targets.push({ format: "json", file: values.json, option: `--json ${values.json}` });
  }
  const baseline = baselineOptions(values);
  checkTargets(
    baseline?.write === undefined
      ? targets
      : [...targets, { file: baseline.write, option: baselineOption(baseline.write) }],
  );
  return {
    about: values.help || (first === "help" && !isFolder) ? "help" : values.version ? "version" : undefined,
    show,
    reports: targets,
    baseline,
    colors: !values["no-color"] && !environment.NO_COLOR,
    run: {
      directory: positionals[0],
      stack: values.stack,
      mode: values.unknowns ? "unknowns" : "symbolic",
      policyPacks: values["policy-pack"] ?? [],
      policyPackConfigs: values["policy-pack-config"] ?? [],
      policySettings: values["policy-settings"] ?? [],
      config: pairs("--config", values.config),
      stackTags: pairs("--stack-tag", values["stack-tag"]),
      workTree: targets.length > 0,
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

function baselineOptions(values: ReturnType<typeof parse>["values"]): BaselineOptions | undefined {
  const { baseline: read, "write-baseline": write, "grow-baseline": grow, "strict-baseline": strict } = values;
  if (read !== undefined && write !== undefined && read !== write) {
    throw new UserError(`--baseline is ${read} and --write-baseline ${write}. There is one baseline to a run.`);
  }
  if (grow !== undefined && (write === undefined || grow.trim() === "")) {
    throw new UserError("--grow-baseline needs a reason, and --write-baseline with the file.");
  }
  if (strict && read === undefined && write === undefined) {
    throw new UserError("--strict-baseline needs --baseline with the file.");
  }
  return read === undefined && write === undefined ? undefined : { read, write, grow, strict: strict ?? false };
}

/** How a baseline that is written is called in messages. */
export function baselineOption(file: string): string {
  return `--write-baseline ${file}`;
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
  const near = nearest(unknown.replace(/^-+/, ""), Object.keys(options));
  return near === undefined ? "" : ` Did you mean --${near}?`;
}
