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
export { UserError } from "./user-error";
