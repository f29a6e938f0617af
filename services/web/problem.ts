/** One field of a request that the API refused. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What an API answered instead of what was asked for, as of RFC 9457. */
export class Problem extends Error {
  override name = "Problem";

  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Names the request to those who run the shop. */
    readonly correlationId?: string,
  ) {
    super(detail);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The problem that an answer tells, whoever wrote it: the API, API Gateway or what is in front of both. */
export function problemOf(status: number, body: unknown): Problem {
  const told = isRecord(body) ? body : {};
  const errors = Array.isArray(told.errors) ? told.errors.filter(isRecord) : [];
  const fields = errors.map(({ field, message }) => ({ field: textOf(field) ?? "", message: textOf(message) ?? "" }));
  const title = textOf(told.title) ?? (status === 429 ? "Too many requests" : "The shop did not answer as it should");
  const detail = textOf(told.detail) ?? textOf(told.message) ?? `It answered with status ${status}. Try again later.`;
  return new Problem(status, title, detail, fields, textOf(told.correlationId));
}

/** What is shown of any error. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, "The shop can't be reached", "Check the connection and try again.");
}
