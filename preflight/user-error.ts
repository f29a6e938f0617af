/** Something that the user can put right. The message says what, with the value, and how; no stack is shown for it. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** True for a {@link UserError}, also for one of another copy of this module. */
export function isUserError(error: unknown): boolean {
  return error instanceof Error && error.name === "UserError";
}
