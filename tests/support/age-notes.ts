import { datedLists } from "../../policies/facts/facts";

/**
 * Whether a finding of `pack-upkeep` is about a list of the pack's own, which gets old on a day that has nothing to do with what
 * a test is about.
 */
export function isAgeNote(policy: string, message: string): boolean {
  return (
    policy === "pack-upkeep" &&
    Object.keys(datedLists).some((name) => message.split("\n").pop()?.startsWith(`${name} `))
  );
}
