import { markerOf } from "../markers";
import type { Remediation, Value } from "../model";
import { oneLine } from "./printable";

/** Longest text of a value. */
export const longestValue = 120;

/** A value as one line; what is no JSON by its name. */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) {
    return "nothing";
  }
  return cut(oneLine(JSON.stringify(value, marked) ?? "nothing"));
}

/** What a policy changed, and what it said of it: `logs.enabled false -> true`, a text a property. */
export function stepsOf({ properties, changes, diagnostic }: Remediation): string[] {
  const steps = changes.map(
    ({ path, before, after }) => `${oneLine(path) || "(all)"} ${shownValue(before)} -> ${shownValue(after)}`,
  );
  const [first = `${properties.join(", ") || "nothing"} changed`, ...rest] = steps;
  return [`${first}${diagnostic ? ` (${diagnostic})` : ""}`, ...rest];
}

/** No more than so many characters of a text. */
export function cut(text: string, length = longestValue): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join("")}…` : text;
}

/** Markers stand for values that are no JSON. */
function marked(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  const marker = markerOf(value);
  if (marker === undefined) {
    return value;
  }
  const word = marker.slice(1);
  const [content]: unknown[] = Object.values(value);
  return typeof content === "string" ? `(${word} ${content})` : `(${word})`;
}
