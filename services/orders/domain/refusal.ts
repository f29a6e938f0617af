/** A business refusal: the request was understood, and the answer is no. To ask again does not help. */
export class Refusal extends Error {
  override name = "Refusal";

  /**
   * @param code says what was refused, for programs
   * @param status HTTP status that stands for it
   */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }
}

/** What is wrong with one field of a request. */
export interface FieldError {
  /** Such as `lines.0.quantity`. */
  readonly field: string;
  readonly message: string;
}
