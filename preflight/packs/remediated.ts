import type { WireMap, WireValue } from "../child/analysis";
import type { PropertyChange } from "../model";
import { normalised } from "./messages";
import type { SecretMask } from "./secrets";

/** A change with what is secret in it masked. */
export function maskedChange({ path, before, after }: PropertyChange, secrets: SecretMask): PropertyChange {
  return {
    path: secrets.mask(path),
    ...(before !== undefined && { before: secrets.maskValue(before) }),
    ...(after !== undefined && { after: secrets.maskValue(after) }),
  };
}

/** The properties that differ, by name. */
export function changedKeys(before: WireMap, after: WireMap): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}

/** The value as text that is equal for equal values, whatever the order of their keys. */
function text(value: WireValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(sorted(normalised(value)));
}

function sorted(value: WireValue): WireValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return value !== null && typeof value === "object"
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key] ?? null)]),
      )
    : value;
}

/** Properties as a policy answered them, as the SDK puts them on the wire. */
export function wireMap(properties: Record<string, unknown>): WireMap {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, wireValue(value)]),
  );
}

function wireValue(value: unknown): WireValue {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(wireValue);
  }
  return typeof value === "object" ? wireMap({ ...value }) : null;
}
