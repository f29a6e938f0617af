export { diffRuns, newMandatory, type RunDiff } from "./compare";
export { diffMarkdown } from "./markdown";
export { readReport } from "./read-report";
export { diffText } from "./text";
