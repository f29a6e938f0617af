import type { Change } from "../core";
import { isUnknown, readOwn } from "../core/unknown";

/**
 * Makes changes to a resource's properties, in place: writing through the policy SDK's proxies is what keeps secrets secret.
 *
 * @returns whether all of them were made; none is where one can't be, as the way to it is unknown or no map
 */
export function applyChanges(props: object, changes: readonly Change[]): boolean {
  const write = ({ path, value }: Change) => writeOf(props, path.split("."), value);
  if (changes.length === 0 || !changes.every(write)) return false;
  // One after the other: the first may make the map that the second goes into.
  for (const change of changes) write(change)?.();
  return true;
}

function writeOf(owner: object, steps: readonly string[], value: Change["value"]): (() => void) | undefined {
  const [step = "", ...rest] = steps;
  if (rest.length === 0) return () => Reflect.set(owner, step, value);
  const next = readOwn(owner, step);
  if (next === undefined || next === null) return () => Reflect.set(owner, step, nested(rest, value));
  if (isUnknown(next)) return undefined;
  // Read again, now through the proxies.
  const inner: unknown = Reflect.get(owner, step);
  // Providers wrap a single block into a list of one.
  const block: unknown =
    Array.isArray(inner) && inner.length === 1 && !isUnknown(readOwn(inner, "0")) ? inner[0] : inner;
  return typeof block === "object" && block !== null && !Array.isArray(block) ? writeOf(block, rest, value) : undefined;
}

function nested(steps: readonly string[], value: Change["value"]): unknown {
  return steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}
