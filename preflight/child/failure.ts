import { inspect } from "node:util";
import { isUserError } from "../user-error";
import type { SourceMaps } from "./source-maps";

/** What went wrong, for a reader. */
export interface Failure {
  message: string;
  stack?: string;
}

/** An error of the program in one message, with the stack where one was kept. */
export function describeFailure(error: unknown, maps: SourceMaps): Failure {
  if (!(error instanceof Error)) {
    return { message: `The program threw ${inspect(error, { depth: 2 })}, which is no Error.` };
  }
  const stack = maps.stack(error.stack ?? "");
  const isOurs: boolean = isUserError(error);
  if (isOurs) {
    return { message: error.message, stack };
  }
  if (error instanceof SyntaxError) {
    // Node puts the place before the stack of a file that can't be parsed.
    const place = /^(\/[^\n]+:\d+)\n/.exec(stack)?.[1];
    return { message: `${place === undefined ? "" : `${place}: `}SyntaxError: ${error.message}`, stack };
  }
  const [message = ""] = error.message.split("\nRequire stack:");
  const isMissing = Reflect.get(error, "code") === "MODULE_NOT_FOUND";
  const from = isMissing ? /Require stack:\n- ([^\n]+)/.exec(error.message)?.[1] : undefined;
  return { message: `${named(error)}${message}${from === undefined ? "" : ` (required by ${from})`}`, stack };
}

/** Names of errors that say something more than that it is an error. */
function named(error: Error): string {
  return ["Error", "RunError", "ResourceError", "PackError"].includes(error.name) || !/^\w+Error$/.test(error.name)
    ? ""
    : `${error.name}: `;
}
