/** A change of one input property. */
export interface Change {
  /** Path of the property, as {@link Value.at} takes it; maps on the way to it are made where there are none. */
  readonly path: string;
  readonly value: string | number | boolean | readonly string[];
}

/**
 * What makes a violating resource right: the changes, in their order. Only where the right value is certain whatever the program
 * wants otherwise, AWS changes it in place, and nobody pays for it; otherwise none.
 */
export type Remedy = readonly Change[];
