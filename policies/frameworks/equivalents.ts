import data from "./equivalents.json";

/** Checks of other tools that look for the same as a control, wholly or in part. */
export interface Equivalents {
  /** Ids of Checkov. */
  readonly checkov: readonly string[];
  /** Rules of cdk-nag. */
  readonly cdkNag: readonly string[];
}

const controls: Readonly<Record<string, Partial<Equivalents>>> = data.controls;

/** Where the ids were taken from. */
export const equivalentsSource = data.source;

/** The checks of other tools that look for what a control does. */
export function equivalentsOf(controlId: string): Equivalents {
  return { checkov: [], cdkNag: [], ...controls[controlId] };
}
