import { relative } from "node:path";
import { createColors } from "picocolors";
import { applyBaseline, loadBaseline } from "../baseline";
import { PreflightError } from "../failure";
import { packageVersion } from "../paths";
import { InternalFailure } from "../program-process";
import { exitCodeOf, textReport } from "../report";
import { isUserError } from "../user-error";
import { baselineOption, type CommandLine, help, parseCommandLine } from "./arguments";
import { reportOptionsOf, writeReports } from "./reports";
import { runLine } from "./run-line";
import { subcommands } from "./subcommands";
import { writeWhole } from "./write-whole";

/** The exit code where nothing could be said. */
const couldNotRun = 2;

/**
 * Runs the command line.
 * @param args arguments after the command's name
 * @returns the exit code
 */
export async function main(args: string[]): Promise<number> {
  let line: CommandLine | undefined;
  try {
    const [first = "", ...rest] = args;
    const subcommand = Object.hasOwn(subcommands, first) ? subcommands[first] : undefined;
    if (subcommand) {
      const { text, exitCode } = await subcommand(rest);
      process.stdout.write(text);
      return exitCode;
    }
    line = parseCommandLine(args);
    if (line.about) {
      process.stdout.write(line.about === "help" ? help : `${packageVersion()}\n`);
      return 0;
    }
    return await judge(line);
  } catch (error) {
    const colors = (line?.colors ?? true) && process.stderr.isTTY === true;
    process.stderr.write(failureText(error, colors));
    return couldNotRun;
  }
}

async function judge(line: CommandLine): Promise<number> {
  const printed: string[] = [];
  const known = line.baseline && loadBaseline(line.baseline);
  const run = await runLine(line.run, line.show === "all" ? (text) => printed.push(text) : undefined);
  const baseline = line.baseline && applyBaseline(run, line.baseline, known);
  const result = baseline?.result ?? run;
  const report = writeReports(line.reports, result, () => reportOptionsOf(line.run.directory));
  const toStandardOutput = report !== undefined;
  if (baseline?.text !== undefined && line.baseline?.write !== undefined) {
    writeWhole([{ option: baselineOption(line.baseline.write), file: line.baseline.write, text: baseline.text }]);
  }
  const out = toStandardOutput ? process.stderr : process.stdout;
  if (printed.length > 0) {
    out.write(`${printed.join("").trimEnd()}\n\n`);
  }
  out.write(
    textReport(result, {
      show: line.show,
      colors: line.colors && (out.isTTY === true || Boolean(process.env.FORCE_COLOR)),
      columns: Math.min(out.columns || 100, 120),
    }),
  );
  if (toStandardOutput) {
    process.stdout.write(report);
  }
  if (baseline && baseline.said.length > 0) {
    out.write(`${baseline.said.join("\n")}\n`);
  }
  return baseline?.fails ? 1 : exitCodeOf(result);
}

/** What is said where a run gives no result: the message, and for a failing program where and what it printed. */
export function failureText(error: unknown, colors: boolean): string {
  const { red, dim } = createColors(colors);
  const message = error instanceof Error ? error.message : String(error);
  const lines = [red(`✗ ${message}`)];
  if (error instanceof PreflightError) {
    lines.push(...error.frames.map((place) => `    at ${shortPlace(place)}`));
    if (error.output.length > 0) {
      lines.push(dim("  It said last:"), ...error.output.map((text) => dim(`    ${text}`)));
    }
  }
  const stack = stackOf(error);
  if (stack) {
    lines.push(dim(stack));
  }
  return `${lines.join("\n")}\n`;
}

/** The stack of a fault of preflight's own; a mistake of the user's has none. */
function stackOf(error: unknown): string | undefined {
  if (error instanceof PreflightError) {
    return error instanceof InternalFailure ? error.remoteStack : undefined;
  }
  return !(error instanceof Error) || isUserError(error) ? undefined : error.stack;
}

function shortPlace(place: string): string {
  const path = relative(process.cwd(), place);
  return path.startsWith("..") ? place : path;
}
