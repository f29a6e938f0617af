export { choice, flag, integer, type Option, type Options, type Settings, text, texts } from "./config";
export {
  type Configured,
  type Context,
  type Control,
  type ControlDefinition,
  type ControlInfo,
  control,
  type GraphContext,
  type ResourceControl,
  type StackControl,
  type StackControlDefinition,
  stackControl,
} from "./control";
export { ageNote, type DatedList } from "./dated";
export { ListValue } from "./list";
export { printed } from "./print";
export type { Change, Remedy } from "./remedy";
export { Resource } from "./resource";
export { BooleanValue, NumberValue, Scalar, StringValue, type WhenAbsent } from "./scalars";
export { tokens } from "./tokens";
export { Document, type Path, Value } from "./value";
export {
  all,
  any,
  cannotTell,
  type Finding,
  fail,
  notApplicable,
  pass,
  type Undecided,
  type Verdict,
  when,
} from "./verdict";
