export { type ContextValue, holds, type RequestContext } from "./condition";
export {
  allowsAnything,
  allowsSomewhere,
  type Decision,
  decideIdentity,
  decideResource,
  type Request,
  type Requester,
} from "./decide";
export {
  type ConditionTest,
  type Element,
  none,
  type PolicyDocument,
  type PolicyStatement,
  readPolicy,
  readStatement,
  readTerms,
  unclearDocument,
} from "./document";
export { matchesGlob } from "./glob";
export { limits, type Named } from "./limits";
export { both, either, not, type Truth, Unclear } from "./truth";
