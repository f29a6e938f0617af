import { any, cannotTell, pass, type Resource, type Verdict } from "../../core";

/** It is one of these and not known which: what holds for all of them holds for it, and what fails for all fails. */
export function everyCandidate(
  candidates: readonly Resource[],
  reason: string,
  judge: (one: Resource) => Verdict,
): Verdict {
  const verdicts = candidates.map(judge);
  if (verdicts.every((verdict) => verdict.kind === "pass")) return pass;
  if (verdicts.every((verdict) => verdict.kind === "fail")) return any(verdicts);
  return cannotTell(reason);
}
