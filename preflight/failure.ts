/** Why a run gave no result. The message is for the user and complete in itself. */
export class PreflightError extends Error {
  override readonly name = "PreflightError";

  constructor(
    message: string,
    /** Where the program or the pack failed, most recent call first, as `file:line:column`. */
    readonly frames: string[] = [],
    /** The last lines that the program printed or logged. */
    readonly output: string[] = [],
  ) {
    super(message);
  }
}

/**
 * The places in the user's own code that a stack trace names.
 * @param limit how many
 */
export function ownFrames(stack: string, limit = 5): string[] {
  return stack
    .split("\n")
    .map((line) => /^\s+at (?:async )?(?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^()]*?:\d+:\d+)\)?$/.exec(line)?.[1])
    .filter((place): place is string => place !== undefined)
    .map((place) => place.replace(/^file:\/\//, ""))
    .filter((place) => !/[\\/]node_modules[\\/]|[\\/]dist[\\/]preflight[\\/]/.test(place))
    .slice(0, limit);
}
