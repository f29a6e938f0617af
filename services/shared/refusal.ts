import * as v from "valibot";

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

/** @throws Refusal that names each field that is wrong */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  // One reason a field is enough.
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  if (result.success) return result.output;
  const errors: FieldError[] = result.issues.map((issue) => ({
    field: v.getDotPath(issue) ?? "",
    message: issue.message,
  }));
  throw invalidRequest(errors);
}

/** A request that the operation can't take, whatever the state of things. */
export function invalidRequest(errors: readonly FieldError[]): Refusal {
  return new Refusal("invalid-request", 400, "The request is not what this operation takes.", errors);
}
