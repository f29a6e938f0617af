/** One thing that is wrong: where, what was found there, and what would be right. */
export interface Finding {
  /** Property path within the resource, for example `domainNameConfiguration.securityPolicy`; "" for the resource itself. */
  path: string;
  /** What was found, already fit for printing: short, and no secret. */
  found: string;
  /** What was expected, as a phrase that follows "expected": `one of TLS_1_2, …`. */
  expected: string;
  /** URN of the resource to blame, where it is not the one that the control looked at. */
  urn?: string;
}

/** Something that has to be known before a verdict can be given. */
export interface Undecided {
  /** Property path that is not known; "" where the reason is not one property. */
  path: string;
  /** Why it is not known, as a sentence without a full stop. */
  reason: string;
}

/**
 * What a control says of a resource: it passes, it fails with findings, there is no telling before something is known,
 * or the control is not about this resource.
 */
export type Verdict =
  | { kind: "pass" }
  | { kind: "fail"; findings: readonly Finding[] }
  | { kind: "undecided"; undecided: readonly Undecided[] }
  | { kind: "not applicable"; reason: string };

/** The control holds. */
export const pass: Verdict = { kind: "pass" };

/** The control is violated. */
export function fail(...findings: Finding[]): Verdict {
  return { kind: "fail", findings };
}

/** There is no telling yet: `reason` says what is missing. */
export function cannotTell(reason: string, path = ""): Verdict {
  return { kind: "undecided", undecided: [{ path, reason }] };
}

/** The control does not concern this resource, because of `reason`. */
export function notApplicable(reason: string): Verdict {
  return { kind: "not applicable", reason };
}

/**
 * Every verdict must pass. A known failure decides, whatever else is unknown; what is not applicable does not count;
 * with nothing to judge, passes.
 */
export function all(...verdicts: readonly (Verdict | readonly Verdict[])[]): Verdict {
  const flat = verdicts.flat();
  return failureOf(flat) ?? undecidedOf(flat) ?? remainder(flat);
}

/**
 * One verdict must pass. A known pass decides, whatever else is unknown; what is not applicable does not count; with
 * nothing to judge, `otherwise` holds.
 *
 * @param otherwise the verdict on an empty list
 */
export function any(
  verdicts: readonly Verdict[],
  otherwise: Verdict = notApplicable("there is nothing to judge"),
): Verdict {
  if (verdicts.length === 0) {
    return otherwise;
  }
  const passed = verdicts.find((verdict) => verdict.kind === "pass");
  return passed ?? undecidedOf(verdicts) ?? failureOf(verdicts) ?? remainder(verdicts);
}

/** The verdict where `condition` holds, `otherwise` where it does not; undecided where the condition is. */
export function when(condition: Verdict, then: () => Verdict, otherwise: () => Verdict = () => pass): Verdict {
  switch (condition.kind) {
    case "pass":
      return then();
    case "undecided": {
      // Both ways may come to the same.
      const verdicts = [then(), otherwise()];
      const same = verdicts.every((verdict) => verdict.kind === "pass" || verdict.kind === "not applicable");
      return same ? pass : verdicts.every((verdict) => verdict.kind === "fail") ? all(verdicts) : condition;
    }
    default:
      return otherwise();
  }
}

function failureOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const findings = verdicts.flatMap((verdict) => (verdict.kind === "fail" ? verdict.findings : []));
  return verdicts.some((verdict) => verdict.kind === "fail") ? fail(...findings) : undefined;
}

function undecidedOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const undecided = verdicts.flatMap((verdict) => (verdict.kind === "undecided" ? verdict.undecided : []));
  return verdicts.some((verdict) => verdict.kind === "undecided") ? { kind: "undecided", undecided } : undefined;
}

/** The verdict on what neither failed nor is undecided. */
function remainder(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  return first && verdicts.every((verdict) => verdict.kind === "not applicable") ? first : pass;
}
