export { type PolicyOptions, policiesOf } from "./adapter/policies";
export * from "./core";
export type { Exemption } from "./exemptions/exemption";
export { type Framework, frameworks, type Requirement, requirementsOf } from "./frameworks/frameworks";
export * from "./graph";
export { registry } from "./registry";
