/** Marks a secret among recorded inputs: the engine's own signature for one. */
const SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Text of a recorded input that is a secret. @throws where it is in the clear, or no text. */
export function secretText(input: unknown): string {
  if (typeof input === "object" && input !== null && "value" in input && typeof input.value === "string") {
    if (Object.values(input).includes(SIGNATURE)) return input.value;
  }
  throw new Error("the input is no secret text");
}
