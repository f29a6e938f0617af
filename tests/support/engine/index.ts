/** The real Pulumi engine, run with no cloud: what preflight is compared with and measured against. */
export { buildEngine, builtEngine } from "./build";
export { differences } from "./compare";
export type { Facts } from "./facts";
export { type EngineCost, type MeasureOptions, measureEnginePreview } from "./measure";
export { type PreviewRequest, type PreviewResult, previewWithEngine } from "./preview";
export { type Stubs, startStubs } from "./stubs";
export { EngineWorkspace } from "./workspace";
