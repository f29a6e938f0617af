import * as policySdk from "@pulumi/policy";

/**
 * The exception that makes the policy server report "can't run policy" as an advisory of the policy that throws it,
 * whatever the policy's enforcement level, with `message`: so that what is undecided is told, attributed, and neither a
 * pass nor a failure. The policy SDK exports its class since 1.21, but not its type.
 *
 * @returns undefined if the SDK has no such class, in which case undecided controls have to be told as violations
 */
export function undecidedError(message: string): Error | undefined {
  const errorClass: unknown = Reflect.get(policySdk, "UnknownValueError");
  if (typeof errorClass !== "function") {
    return undefined;
  }
  const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const error: unknown = Reflect.construct(errorClass, [unknownString, []]);
  if (!(error instanceof Error)) {
    return undefined;
  }
  error.message = message;
  return error;
}
