import { isDeepStrictEqual } from "node:util";
import type { Facts, ViolationFact } from "./facts";

/** Digest of a value in what the recorder pack writes: `string 1a2b3c4d`. */
const DIGEST = /"(string|number|boolean) [0-9a-f]{8}"/g;

/**
 * The differences without those that a program makes by itself: values that two runs of the same engine differ in, too,
 * such as a password that is made at random. Whether they are known, and of what kind they are, must be equal still.
 * @param found between the engine and preflight
 * @param noise between two runs of the engine, under the same names
 */
export function withoutNoise(found: string[], noise: string[], [one, two]: [string, string] = ["engine", "preflight"]) {
  const split = (line: string) => {
    const [path = "", values = ""] = line.split(`: ${one} `, 2);
    const [left, right] = values.replace(DIGEST, '"$1"').split(`, ${two} `, 2);
    return { path, sameKind: left !== undefined && left === right };
  };
  const noisy = new Set(noise.map((line) => split(line).path));
  return found.filter((line) => {
    const { path, sameKind } = split(line);
    return !(noisy.has(path) && sameKind);
  });
}

/**
 * The differences between two runs of the same program, one line each, by what they are about; empty where there is none.
 * @param names what the two are called in the lines
 */
export function differences(left: Facts, right: Facts, names: [string, string] = ["engine", "preflight"]): string[] {
  const [one, two] = names;
  return [
    ...maps("resource", left.resources, right.resources, names),
    ...violations(left.violations, right.violations, one),
    ...violations(right.violations, left.violations, two),
    ...(left.seen && right.seen
      ? [
          ...maps("resource policies see", left.seen.resource, right.seen.resource, names),
          ...maps("stack policies see", left.seen.stack, right.seen.stack, names),
        ]
      : []),
  ];
}

/** Two maps of the same kind of thing, by URN. */
function maps(
  what: string,
  left: Record<string, object>,
  right: Record<string, object>,
  [one, two]: [string, string],
): string[] {
  const lines: string[] = [];
  for (const urn of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
    const [a, b] = [left[urn], right[urn]];
    if (a === undefined || b === undefined) {
      lines.push(`${what}: ${urn} only in ${a === undefined ? two : one}`);
    } else {
      lines.push(...values(`${what}: ${urn}`, a, b, [one, two]));
    }
  }
  return lines;
}

/** Two values, down to where they differ. */
function values(path: string, left: unknown, right: unknown, names: [string, string]): string[] {
  if (isDeepStrictEqual(left, right)) {
    return [];
  }
  if (isPlainMap(left) && isPlainMap(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .sort()
      .flatMap((key) => values(`${path} ${key}`, left[key], right[key], names));
  }
  const show = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
  return [`${path}: ${names[0]} ${show(left)}, ${names[1]} ${show(right)}`];
}

/** Violations of one run that the other has not, each counted as often as it is there. */
function violations(left: ViolationFact[], right: ViolationFact[], name: string): string[] {
  const rest = right.map((violation) => describeViolation(violation));
  return left.map(describeViolation).flatMap((violation) => {
    const found = rest.indexOf(violation);
    if (found >= 0) {
      rest.splice(found, 1);
      return [];
    }
    return [`violation only in ${name}: ${violation}`];
  });
}

function describeViolation({ pack, policy, enforcement, urn, message }: ViolationFact): string {
  return `${pack}/${policy} (${enforcement}) ${urn}: ${message}`;
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
