export { applyBaseline, type BaselineOptions, type BaselineOutcome, loadBaseline } from "./baseline";
export { diffMarkdown, diffRuns, diffText, newMandatory, type RunDiff, readReport } from "./diff";
export { PreflightError } from "./failure";
export type * from "./model";
export type { Progress } from "./program-process";
export {
  type Counts,
  countsOf,
  csvReport,
  exitCodeOf,
  formatVersion,
  githubReport,
  gitlabReport,
  htmlReport,
  type JsonReport,
  jsonReport,
  junitReport,
  markdownReport,
  type Report,
  type ReportFileOptions,
  type ReportFormat,
  type ReportOptions,
  reports,
  sarifReport,
  textReport,
} from "./report";
export { type PreflightOptions, preflight } from "./run";
export { expandSettings, readSettings, type Settings, settingsSchema } from "./settings";
export { UserError } from "./user-error";
