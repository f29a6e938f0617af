/** Examples of controls that hold one property to a value, for `describeControl`. */
import { type Case, type Examples, sample, UNKNOWN } from "./policies";

/** Properties of a resource, by paths such as `encryptAtRest.enabled`. */
export function props(values: Record<string, unknown>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split(".");
    let owner = made;
    for (const step of steps.slice(0, -1)) {
      owner[step] ??= {};
      owner = asRecord(owner[step]);
    }
    owner[steps.at(-1) ?? ""] = value;
  }
  return made;
}

/** A resource by itself. */
export function one(type: string, values: Record<string, unknown> = {}): { subject: ReturnType<typeof sample> } {
  return { subject: sample(type, "subject", props(values)) };
}

/** What one property has to be. */
export interface Wanted {
  readonly types: readonly string[];
  readonly path: string;
  /** Values that pass and values that don't; both sides of each boundary. */
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
  /** What leaving it out is. */
  readonly absent: "good" | "bad" | "undecided" | "not applicable";
  /** Why it may be left out, where that is good. @default what AWS does by itself */
  readonly because?: string;
  /** Other properties that the resource needs. */
  readonly beside?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
}

/** The examples that follow from what one property has to be, for each type. */
export function examplesOf(wanted: Wanted): Examples {
  const { types, path, good, bad, absent, beside = {}, config } = wanted;
  const each = (name: string, values: Record<string, unknown>): [string, Case][] =>
    types.map((type) => [`${name} (${type})`, { ...one(type, { ...beside, ...values }), ...(config && { config }) }]);
  const named = (values: readonly unknown[]) =>
    values.flatMap((value) => each(`${path} ${JSON.stringify(value)}`, { [path]: value }));
  const left = each(`no ${path}`, {});
  const at = ([name, example]: [string, Case]): [string, Case & { at: string }] => [name, { ...example, at: path }];
  const why = ([name, example]: [string, Case]): [string, Case & { because: RegExp }] => [
    name,
    { ...example, because: /./ },
  ];
  return {
    compliant: Object.fromEntries([...named(good), ...(absent === "good" ? left : [])]),
    violating: Object.fromEntries([...named(bad), ...(absent === "bad" ? left : [])].map(at)),
    undecided: Object.fromEntries([...named([UNKNOWN]), ...(absent === "undecided" ? left : [])].map(why)),
    ...(absent === "not applicable" && { notApplicable: Object.fromEntries(left) }),
    ...(absent === "good" && { mayBeDropped: { [path]: wanted.because ?? "AWS does it by itself" } }),
  };
}

/** A flag that has to be on. */
export function mustBeOn(types: readonly string[], path: string, absent: "good" | "bad" = "bad"): Examples {
  return examplesOf({ types, path, good: [true], bad: [false], absent });
}

/** A flag that has to be off, and is unless the program says otherwise. */
export function mustBeOff(types: readonly string[], path: string): Examples {
  return examplesOf({ types, path, good: [false], bad: [true], absent: "good" });
}

/** Examples with further ones. */
export function plus(examples: Examples, more: Partial<Examples>): Examples {
  return {
    compliant: { ...examples.compliant, ...more.compliant },
    violating: { ...examples.violating, ...more.violating },
    undecided: { ...examples.undecided, ...more.undecided },
    notApplicable: { ...examples.notApplicable, ...more.notApplicable },
    mayBeDropped: { ...examples.mayBeDropped, ...more.mayBeDropped },
  };
}

/** A resource of a stack that names `target` at a property, by an id that is not known yet. */
export function referring(
  type: string,
  name: string,
  property: string,
  target: readonly ReturnType<typeof sample>[],
  values: Record<string, unknown> = {},
): ReturnType<typeof sample> {
  return sample(type, name, { [property]: UNKNOWN, ...props(values) }, { from: { [property]: target } });
}

function asRecord(value: unknown): Record<string, unknown> {
  const isRecord = (one: unknown): one is Record<string, unknown> => typeof one === "object" && one !== null;
  return isRecord(value) ? value : {};
}
