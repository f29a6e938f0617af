import type { RunResult } from "../model";

/** Changes when a field of the JSON report changes its meaning or goes away; new fields leave it as it is. */
export const formatVersion = 1;

/** The whole result as the JSON report has it, secrets masked. */
export interface JsonReport extends RunResult {
  formatVersion: typeof formatVersion;
}

export function jsonReport(result: RunResult): string {
  const report: JsonReport = { formatVersion, ...result };
  return `${JSON.stringify(report, null, 2)}\n`;
}
