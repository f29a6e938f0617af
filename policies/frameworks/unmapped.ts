import data from "./unmapped.json";

/** Why no framework asks for some controls, one reason for many of them. */
const reasons: readonly { readonly reason: string; readonly controls: readonly string[] }[] = data.reasons;

/** Every control that no framework asks for, with the reason why the pack has it all the same. */
export const unmapped: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(({ reason, controls }) => controls.map((id): [string, string] => [id, reason])),
);
