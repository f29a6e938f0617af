import type { WireMap, WireValue } from "../child/analysis";
import { isWireMap, outputValue, secret, signatureOf, unknownValue } from "./wire";

/** Attaches each property's dependencies to its value, as the engine does before it calls a resource's own transforms. */
export function upgradeInputs(inputs: WireMap, dependencies: Record<string, string[]>): WireMap {
  const result: WireMap = {};
  for (const [key, value] of Object.entries(inputs)) {
    const own = dependencies[key] ?? [];
    const known = new Set(dependenciesIn(value));
    result[key] = own.every((urn) => known.has(urn)) ? value : outputValue(value, [...new Set([...known, ...own])]);
  }
  return result;
}

/** Output values back to plain ones, secrets and unknowns: providers and policies know no others. */
export function downgrade(value: WireValue): WireValue {
  if (Array.isArray(value)) {
    return value.some(isNested) ? value.map(downgrade) : value;
  }
  if (!isWireMap(value)) {
    return value;
  }
  if (signatureOf(value) === "output") {
    const plain = value.value === undefined ? unknownValue : downgrade(value.value);
    return value.secret === true ? secret(plain) : plain;
  }
  return downgradeMap(value);
}

/** {@link downgrade} for each value of a map. */
export function downgradeMap(map: WireMap): WireMap {
  let changed: WireMap | undefined;
  for (const [key, value] of Object.entries(map)) {
    if (isNested(value)) {
      const plain = downgrade(value);
      if (plain !== value) {
        changed ??= { ...map };
        changed[key] = plain;
      }
    }
  }
  return changed ?? map;
}

/** URNs that the output values in a value depend on. */
export function dependenciesIn(value: WireValue | undefined): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(dependenciesIn);
  }
  if (!isWireMap(value)) {
    return [];
  }
  const own =
    signatureOf(value) === "output" && Array.isArray(value.dependencies)
      ? value.dependencies.filter((urn): urn is string => typeof urn === "string")
      : [];
  return [...own, ...Object.values(value).flatMap(dependenciesIn)];
}

function isNested(value: WireValue | undefined): boolean {
  return typeof value === "object" && value !== null;
}
