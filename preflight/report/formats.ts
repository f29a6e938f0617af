import type { RunResult } from "../model";
import { csvReport } from "./csv";
import { githubReport } from "./github";
import { gitlabReport } from "./gitlab";
import { htmlReport } from "./html";
import { jsonReport } from "./json";
import { junitReport } from "./junit";
import { markdownReport } from "./markdown";
import type { ReportFileOptions } from "./options";
import { sarifReport } from "./sarif";

/** Makes the text of a report. */
export type Report = (result: RunResult, options?: ReportFileOptions) => string;

/** The reports that go into files and to services, by the name of their format. */
export const reports = {
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  github: githubReport,
  gitlab: gitlabReport,
  markdown: markdownReport,
  csv: csvReport,
  html: htmlReport,
} satisfies Record<string, Report>;

export type ReportFormat = keyof typeof reports;

/** True for the name of a format. */
export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(reports, name);
}
