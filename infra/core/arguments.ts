import * as pulumi from "@pulumi/pulumi";

/**
 * A component was given an argument that it can't work with. The message names the component, the argument, its value
 * and what would be right; Pulumi prints it with no stack trace.
 */
export class ArgumentError extends pulumi.RunError {}

/** A value that may be an output: such a value is known only later, so it is not checked while the program is built. */
type Checked = unknown;

function isDeferred(value: Checked): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function show(value: Checked): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `10.0.0.0/16` to the address as a number and the prefix length; undefined where it is no IPv4 CIDR block. */
export function parseCidr(cidr: string): { address: number; prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined)
    return undefined;
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined;
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return address % 2 ** (32 - prefix) === 0 ? { address, prefix } : undefined;
}

/**
 * Checks the arguments of one component and reports everything that is wrong at once.
 * Outputs and promises are passed over: their values are AWS's to refuse.
 */
export class ArgumentChecks {
  private readonly problems: string[] = [];

  /** @param component how messages name it, for example `Vpc "shop"`. */
  constructor(private readonly component: string) {}

  /** Reports `argument` as wrong; `expected` says what would be right. */
  fail(argument: string, value: Checked, expected: string): this {
    this.problems.push(`${argument} is ${show(value)}; ${expected}`);
    return this;
  }

  /** Requires that `right` holds, unless the value is absent or deferred. */
  that(argument: string, value: Checked, right: boolean, expected: string): this {
    if (value === undefined || isDeferred(value) || right) return this;
    return this.fail(argument, value, expected);
  }

  /** Requires a value that is not undefined, null or an empty string. */
  required(argument: string, value: Checked, expected: string): this {
    return value === undefined || value === null || value === "" ? this.fail(argument, value ?? null, expected) : this;
  }

  /** Requires a whole number from `min` to `max`, both included. */
  integer(argument: string, value: Checked, min: number, max: number, unit = ""): this {
    const right = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
    return this.that(argument, value, right, `use a whole number from ${min} to ${max}${unit && ` ${unit}`}`);
  }

  /** Requires one of `allowed`. */
  oneOf(argument: string, value: Checked, allowed: readonly (string | number | boolean)[]): this {
    const right = allowed.some((one) => one === value);
    return this.that(argument, value, right, `use one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}`);
  }

  /** Requires text that `pattern` matches; `expected` describes it. */
  matches(argument: string, value: Checked, pattern: RegExp, expected: string): this {
    return this.that(argument, value, typeof value === "string" && pattern.test(value), expected);
  }

  /** Requires an IPv4 CIDR block with a prefix from `minPrefix` to `maxPrefix`, both included, and no host bits. */
  cidr(argument: string, value: Checked, minPrefix = 0, maxPrefix = 32): this {
    const parsed = typeof value === "string" ? parseCidr(value) : undefined;
    const right = parsed !== undefined && parsed.prefix >= minPrefix && parsed.prefix <= maxPrefix;
    const expected = `use an IPv4 CIDR block from /${minPrefix} to /${maxPrefix} with no host bits, such as "10.0.0.0/${minPrefix || 16}"`;
    return this.that(argument, value, right, expected);
  }

  /** Requires a list with `min` to `max` items. */
  length(argument: string, value: readonly Checked[] | undefined, min: number, max: number): this {
    if (value === undefined || isDeferred(value)) return this;
    const right = value.length >= min && value.length <= max;
    const range = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    return right ? this : this.fail(argument, value, `give ${range} of them`);
  }

  /** Requires that exactly one (or, where `optional`, at most one) of the named arguments is given. */
  exclusive(args: Record<string, Checked>, optional = false): this {
    const given = Object.keys(args).filter((name) => args[name] !== undefined);
    if (given.length === 1 || (optional && given.length === 0)) return this;
    const names = Object.keys(args).join(" or ");
    return given.length === 0
      ? this.fail(names, null, "give one of them")
      : this.fail(given.join(" and "), given, "give only one of them");
  }

  /**
   * Requires the ARN of something of a service.
   * @param service part of the ARN, such as `sns`
   * @param what with its article, such as `an SNS topic`
   */
  arn(argument: string, value: Checked, service: string, what: string): this {
    const pattern = new RegExp(`^arn:[^:]+:${service}:`);
    return this.matches(argument, value, pattern, `use the ARN of ${what}, arn:aws:${service}:…`);
  }

  /** Refuses `options` beside `switched`, which leaves nothing that they could be about. Options that are `false` say nothing. */
  idle(switched: string, on: boolean | undefined, options: Record<string, Checked>): this {
    const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== false);
    return on && given.length > 0
      ? this.fail(switched, true, `leave it out, or leave out ${given.join(" and ")}`)
      : this;
  }

  /** @throws ArgumentError where anything was wrong. */
  done(): void {
    if (this.problems.length === 0) return;
    throw new ArgumentError(`${this.component}: ${this.problems.join(`\n  ${this.component}: `)}`);
  }
}
