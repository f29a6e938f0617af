/** There is no telling, and why. */
export class Unclear {
  constructor(readonly reasons: readonly string[]) {}

  static because(reason: string): Unclear {
    return new Unclear([reason]);
  }
}

/** True, false, or there is no telling. */
export type Truth = boolean | Unclear;

/** All of them hold; one that does not decides, whatever the others are. */
export function both(...truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : (unclearOf(truths) ?? true);
}

/** One of them holds; one that does decides, whatever the others are. */
export function either(...truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : (unclearOf(truths) ?? false);
}

/** The opposite. */
export function not(truth: Truth): Truth {
  return truth instanceof Unclear ? truth : !truth;
}

function unclearOf(truths: readonly Truth[]): Unclear | undefined {
  const reasons = new Set<string>();
  for (const truth of truths) {
    if (truth instanceof Unclear) {
      for (const reason of truth.reasons) {
        reasons.add(reason);
      }
    }
  }
  // In one order, whichever resource was registered first.
  return reasons.size > 0 ? new Unclear([...reasons].sort()) : undefined;
}
