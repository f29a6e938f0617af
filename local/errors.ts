/** A reason that `local` could not do something, for people: one sentence that says what to do. */
export class LocalError extends Error {
  override name = "LocalError";
}

/** What an error says, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
