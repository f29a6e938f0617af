import type { Resource } from "../core/resource";

/** What one property that names another resource denotes. */
export type Reference =
  /** That resource of the stack. */
  | { kind: "resource"; resource: Resource }
  /** Something that is not in the stack: a literal id, name or ARN. */
  | { kind: "external"; value: string }
  /** Nothing: the property is not set. */
  | { kind: "absent" }
  /** There is no telling: unknown, and it may denote any of `candidates`, or, if `open`, something outside the stack. */
  | { kind: "unclear"; reason: string; candidates: readonly Resource[]; open: boolean };

/** What a property with a list of references denotes. */
export interface References {
  /** Resources that the list denotes for certain. */
  readonly certain: readonly Resource[];
  /** Literal ids, names or ARNs of things that are not in the stack. */
  readonly external: readonly string[];
  /** Further resources, any of which the list may denote. */
  readonly candidates: readonly Resource[];
  /** Whether the list may denote things that are neither certain, external nor candidates. */
  readonly open: boolean;
  /** Number of items, if known. */
  readonly length: number | undefined;
  /** Why not all is certain; empty where all is. */
  readonly reasons: readonly string[];
}

/** Resources that refer to one. */
export interface Referrers {
  /** Those that do for certain. */
  readonly certain: readonly Resource[];
  /** Those that may, with the reason why there is no telling. */
  readonly possible: readonly { readonly resource: Resource; readonly reason: string }[];
}
