import { statSync } from "node:fs";
import { applyBaseline, loadBaseline } from "../baseline";
import { diffMarkdown, diffRuns, diffText, newMandatory, type RunDiff, readReport } from "../diff";
import type { RunResult } from "../model";
import type { PreflightOptions } from "../run";
import { UserError } from "../user-error";
import { parseCommandLine } from "./arguments";
import { reportOptionsOf, writeReports } from "./reports";
import { runLine } from "./run-line";
import type { Outcome } from "./subcommands";

const diffHelp = `Usage: preflight diff BASE [HEAD] [options]

Shows what a change does: what it adds, removes and changes in resources, in findings, and in what can
reach what. BASE is a report that "preflight --json BASE" has written, of the base branch for example.
HEAD is another report, or the folder of a program, which is run now; without it the one in the
current folder is. All options of a run hold for that run ("preflight --help").

      --format text|json|markdown   markdown is a comment for a pull request (default text)

Exit code 0: no new mandatory violation; 1: there is one; 2: it could not run.
`;

const formats: Readonly<Record<string, (diff: RunDiff, colors: boolean) => string>> = {
  text: (diff, colors) => diffText(diff, { colors }),
  json: (diff) => `${JSON.stringify({ formatVersion: 1, ...diff }, null, 2)}\n`,
  markdown: (diff) => diffMarkdown(diff),
};

/**
 * Runs `preflight diff`.
 * @throws UserError where an option or a file is wrong
 */
export async function diffCommand(args: string[]): Promise<Outcome> {
  if (args.includes("--help") || args.includes("-h")) {
    return { text: diffHelp, exitCode: 0 };
  }
  const { format, rest } = takeFormat(args);
  const render = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!render) {
    throw new UserError(`--format is "${format}". Use one of ${Object.keys(formats).join(", ")}.`);
  }
  const [base, ...others] = rest;
  if (base === undefined || base.startsWith("-")) {
    throw new UserError(
      'preflight diff needs the report to compare with as its first word: write one with "preflight --json base.json".',
    );
  }
  const before = readReport(base);
  const { result, colors } = await head(others);
  const diff = diffRuns(before, result);
  return {
    text: render(diff, colors && (process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR))),
    exitCode: newMandatory(diff).length > 0 ? 1 : 0,
  };
}

/** The run to compare: a report where the first word is a file, or a run of now. */
async function head(args: string[]): Promise<{ result: RunResult; colors: boolean }> {
  const [first] = args;
  const isReport = first !== undefined && !first.startsWith("-") && !isFolder(first);
  const line = parseCommandLine(isReport ? args.slice(1) : args);
  if (isReport && line.run.directory !== undefined) {
    throw new UserError(`preflight diff compares two reports, or one with a run; there is also ${line.run.directory}.`);
  }
  if (isReport && asksForRun(line.run)) {
    throw new UserError(
      `preflight diff compares ${first} as it is: --stack, --policy-pack and the other options of a run are for a folder in its place.`,
    );
  }
  if (line.baseline?.write !== undefined) {
    throw new UserError("preflight diff writes no baseline: leave --write-baseline to a run of its own.");
  }
  if (line.reports.some(({ file }) => isReport || file === "-")) {
    throw new UserError("preflight diff writes reports of the run that it makes, and to files.");
  }
  const known = line.baseline && loadBaseline(line.baseline);
  const run = isReport ? readReport(first) : await runLine(line.run);
  writeReports(line.reports, run, () => reportOptionsOf(line.run.directory));
  return { result: line.baseline ? applyBaseline(run, line.baseline, known).result : run, colors: line.colors };
}

/** True where something is said about a run that is to be made. */
function asksForRun({ directory: _directory, workTree: _workTree, mode, ...said }: PreflightOptions): boolean {
  return (
    mode === "unknowns" ||
    Object.values(said).some((value) => (typeof value === "object" ? Object.keys(value).length > 0 : Boolean(value)))
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Takes `--format` out of the words, as a run knows no such option. */
function takeFormat(args: string[]): { format: string; rest: string[] } {
  const at = args.findIndex((arg) => arg === "--format" || arg.startsWith("--format="));
  if (at < 0) {
    return { format: "text", rest: args };
  }
  const [word = "", value = ""] = args.slice(at, at + 2);
  return word === "--format"
    ? { format: value, rest: args.toSpliced(at, 2) }
    : { format: word.slice("--format=".length), rest: args.toSpliced(at, 1) };
}
