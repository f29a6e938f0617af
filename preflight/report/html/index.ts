import type { RunResult } from "../../model";
import type { ReportFileOptions } from "../options";
import { clientFiles } from "./client-files";
import { reportData } from "./collect";
import { pageOf } from "./page";

/**
 * The whole result as one HTML page that needs nothing else: what was found, by framework and severity, control and resource;
 * what is exempt, what could not be told, and the architecture as a drawing. The same result gives the same page.
 */
export function htmlReport(result: RunResult, options: ReportFileOptions = {}): string {
  return pageOf(reportData(result, options), clientFiles());
}
