import type { WireMap, WireValue } from "../../preflight/child/analysis";
import { isWireMap, signatureOf, unknownValue } from "../../preflight/host/wire";
import type { Plain, Props } from "./values";

/** A value off the wire with no marks: secrets and output values in clear, references as ids. Unknowns stay what they are. */
export function toPlain(value: WireValue): Plain {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isWireMap(value)) return value;
  switch (signatureOf(value)) {
    case "secret":
      return toPlain(value.value ?? null);
    case "output":
      return value.value === undefined ? unknownValue : toPlain(value.value);
    case "resource":
      return typeof value.id === "string" ? value.id : (value.urn ?? null);
    default:
      return toProps(value);
  }
}

/** {@link toPlain} for each value of a map. */
export function toProps(map: WireMap): Props {
  const result: Props = {};
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined) result[key] = toPlain(value);
  }
  return result;
}
