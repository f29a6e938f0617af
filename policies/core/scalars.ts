import { printed } from "./print";
import { cannotTell, fail, pass, type Verdict } from "./verdict";

/** A scalar with its state. */
export interface Known<T> {
  readonly state: "known" | "unknown" | "absent";
  /** The value, if known. */
  readonly value: T | undefined;
  readonly path: string;
  /** Why it is unknown; "" otherwise. */
  readonly reason: string;
}

/** What holds where a property is not set: a text makes it a finding, which says what AWS then does. */
export interface WhenAbsent {
  /** @default a finding: "is not set" */
  absent?: string | Verdict;
}

/** A scalar that can be judged. */
export class Scalar<T extends string | number | boolean> implements Known<T> {
  readonly state: "known" | "unknown" | "absent";
  readonly value: T | undefined;
  readonly path: string;
  readonly reason: string;

  constructor(known: Known<T>) {
    this.state = known.state;
    this.value = known.value;
    this.path = known.path;
    this.reason = known.reason;
  }

  /** The value is `wanted`. */
  equals(wanted: T, options: WhenAbsent = {}): Verdict {
    return this.test((value) => value === wanted, `"${wanted}"`, options);
  }

  /** The value is anything but `refused`. */
  notEquals(refused: T, options: WhenAbsent = {}): Verdict {
    return this.test((value) => value !== refused, `anything but "${refused}"`, options);
  }

  /** The value is one of `wanted`. */
  oneOf(wanted: readonly T[], options: WhenAbsent = {}): Verdict {
    return this.test((value) => wanted.includes(value), `one of ${wanted.join(", ")}`, options);
  }

  /** The value is none of `refused`. */
  noneOf(refused: readonly T[], options: WhenAbsent = {}): Verdict {
    return this.test((value) => !refused.includes(value), `none of ${refused.join(", ")}`, options);
  }

  /**
   * The value satisfies `holds`.
   *
   * @param expected what it should be, as a phrase that follows "expected"
   */
  test(holds: (value: T) => boolean, expected: string, options: WhenAbsent = {}): Verdict {
    if (this.state === "unknown") {
      return cannotTell(this.reason, this.path);
    }
    if (this.value === undefined) {
      const absent = options.absent ?? "is not set";
      return typeof absent === "string" ? fail({ path: this.path, found: `nothing (${absent})`, expected }) : absent;
    }
    return holds(this.value) ? pass : fail({ path: this.path, found: printed(this.value, this.path), expected });
  }
}

/** A string that can be judged. */
export class StringValue extends Scalar<string> {
  /** The value matches `pattern`. */
  matches(pattern: RegExp, expected: string, options: WhenAbsent = {}): Verdict {
    return this.test((value) => pattern.test(value), expected, options);
  }
}

/** A boolean that can be judged. */
export class BooleanValue extends Scalar<boolean> {
  /** The value is true. */
  mustBeTrue(options: WhenAbsent = {}): Verdict {
    return this.test((value) => value, "true", options);
  }

  /** The value is false; by default also where it is not set. */
  mustBeFalse(options: WhenAbsent = { absent: pass }): Verdict {
    return this.test((value) => !value, "false", options);
  }
}

/** A number that can be judged. */
export class NumberValue extends Scalar<number> {
  /** The value is `least` or more. */
  atLeast(least: number, options: WhenAbsent = {}): Verdict {
    return this.test((value) => value >= least, `at least ${least}`, options);
  }

  /** The value is `most` or less. */
  atMost(most: number, options: WhenAbsent = {}): Verdict {
    return this.test((value) => value <= most, `at most ${most}`, options);
  }
}
