export { type PolicyOptions, policiesOf } from "./adapter/policies";
export * from "./core";
export type { Exemption } from "./exemptions/exemption";
export type { ControlSettings } from "./frameworks/config-rules";
export {
  type ConformancePack,
  type ConformancePackOptions,
  type ConformanceRule,
  conformancePack,
  type LeftOutRule,
} from "./frameworks/conformance-pack";
export { type Equivalents, equivalentsOf } from "./frameworks/equivalents";
export { type Framework, frameworks, type Requirement, requirementsOf } from "./frameworks/frameworks";
export { unmapped } from "./frameworks/unmapped";
export * from "./graph";
export { registry } from "./registry";
