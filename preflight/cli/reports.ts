import { realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { RunResult } from "../model";
import { readProjectFile } from "../project/project-file";
import { repositoryOf } from "../provenance";
import { isReportFormat, type ReportFileOptions, type ReportFormat, reports } from "../report";
import { UserError } from "../user-error";
import { writeWhole } from "./write-whole";

/** A report that the command line asks for. */
export interface ReportTarget {
  format: ReportFormat;
  /** `-` is standard output. */
  file: string;
  /** The option as it was given, for messages. */
  option: string;
}

/**
 * Reads `FORMAT=FILE`.
 *
 * @throws UserError that says which formats there are
 */
export function reportTarget(text: string): ReportTarget {
  const at = text.indexOf("=");
  const format = text.slice(0, Math.max(0, at));
  const file = text.slice(at + 1);
  if (at < 1 || file === "") {
    throw new UserError(`--report is "${text}". It has to be FORMAT=FILE, with - as the file for standard output.`);
  }
  if (!isReportFormat(format)) {
    throw new UserError(`--report is "${text}". The formats are ${Object.keys(reports).join(", ")}.`);
  }
  return { format, file, option: `--report ${text}` };
}

/**
 * Finds what is wrong with where files go before anything is run for them.
 *
 * @throws UserError that names the option
 */
export function checkTargets(targets: readonly Pick<ReportTarget, "file" | "option">[]): void {
  const taken = new Map<string, string>();
  for (const { file, option } of targets) {
    const path = file === "-" ? file : resolve(file);
    const other = taken.get(path);
    if (other !== undefined) {
      throw new UserError(
        `${other} and ${option} have the same ${file === "-" ? "output" : "file"}. Give each its own.`,
      );
    }
    taken.set(path, option);
    if (file !== "-") {
      checkFile(path, option);
    }
  }
}

function checkFile(path: string, option: string): void {
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${option} can't be written: there is no folder ${folder}.`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${option} can't be written: ${path} is a folder.`);
  }
}

/**
 * Writes the reports that go to files: all of them or, where one can't be written, none, and each of them whole.
 *
 * @param options what reports know beside the result, asked for where there are any
 * @returns what goes to standard output
 * @throws UserError that names the option
 */
export function writeReports(
  targets: readonly ReportTarget[],
  result: RunResult,
  options: () => ReportFileOptions,
): string | undefined {
  if (targets.length === 0) return undefined;
  const known = options();
  const texts = targets.map((target) => ({ ...target, text: reports[target.format](result, known) }));
  writeWhole(texts.filter(({ file }) => file !== "-"));
  return texts.find(({ file }) => file === "-")?.text;
}

/**
 * Where a program is kept. Its sources are named by their real paths, so that its folder has to be too.
 *
 * @param directory the folder of Pulumi.yaml, or one below it
 */
export function reportOptionsOf(directory = process.cwd()): ReportFileOptions {
  const file = realpathSync(readProjectFile(directory).file);
  return { root: repositoryOf(dirname(file)), projectFile: file, links: linksOf(process.env) };
}

/** Where links into the repository lead, as GitHub Actions tells it to what it runs. */
function linksOf(environment: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = environment;
  return server && repository && commit ? `${server}/${repository}/blob/${commit}/` : undefined;
}
