export { PreflightError } from "./failure";
export type * from "./model";
export type { Progress } from "./program-process";
export {
  type Counts,
  countsOf,
  exitCodeOf,
  formatVersion,
  type JsonReport,
  jsonReport,
  type ReportOptions,
  textReport,
} from "./report";
export { type PreflightOptions, preflight } from "./run";
export { UserError } from "./user-error";
