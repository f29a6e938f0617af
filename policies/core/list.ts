import type { WhenAbsent } from "./scalars";
import type { Value } from "./value";
import { all, any, cannotTell, fail, pass, type Verdict } from "./verdict";

/** A list whose length is known where the list is, although its items may not be. */
export class ListValue {
  constructor(
    readonly state: "known" | "unknown" | "absent",
    /** The items; none unless the list is known. */
    readonly items: readonly Value[],
    readonly path: string,
    /** Why the list is unknown; "" otherwise. */
    readonly reason: string,
  ) {}

  /** Number of items, if the list is known; 0 if it is absent. */
  get length(): number | undefined {
    return this.state === "unknown" ? undefined : this.items.length;
  }

  /** Every item passes `check`; by default an absent list does. */
  every(check: (item: Value, index: number) => Verdict, options: WhenAbsent = { absent: pass }): Verdict {
    return this.unlessMissing(options, () => all(this.items.map(check)));
  }

  /**
   * An item passes `check`. One that passes decides, whatever the others are.
   *
   * @param expected what there should be one of, for the finding on a list where none passes
   */
  some(check: (item: Value) => Verdict, expected: string, options: WhenAbsent = {}): Verdict {
    return this.unlessMissing({ absent: options.absent ?? "is not set" }, () => {
      const verdict = any(this.items.map(check), this.finding(expected));
      return verdict.kind === "fail" || verdict.kind === "not applicable" ? this.finding(expected) : verdict;
    });
  }

  /** The list has `least` items or more. */
  lengthAtLeast(least: number, options: WhenAbsent = {}): Verdict {
    return this.unlessMissing(options, () =>
      this.items.length >= least ? pass : this.finding(`at least ${least} of them`),
    );
  }

  /** The list has the string `wanted` in it. */
  includes(wanted: string, options: WhenAbsent = {}): Verdict {
    return this.some((item) => item.string().equals(wanted), `"${wanted}" among them`, options);
  }

  private unlessMissing(options: WhenAbsent, judge: () => Verdict): Verdict {
    if (this.state === "unknown") {
      return cannotTell(this.reason, this.path);
    }
    if (this.state === "absent") {
      const absent = options.absent ?? "is not set";
      return typeof absent === "string"
        ? fail({ path: this.path, found: "nothing", expected: absent === "is not set" ? "a list" : absent })
        : absent;
    }
    return judge();
  }

  private finding(expected: string): Verdict {
    return fail({ path: this.path, found: `a list of ${this.items.length}`, expected });
  }
}
