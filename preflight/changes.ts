import { markerOf } from "./markers";
import type { PropertyChange, Value } from "./model";

/** What differs between two values, property by property, in the order of their paths. */
export function changesOf(before: Value | undefined, after: Value | undefined, path = ""): PropertyChange[] {
  const [left, right] = [document(before), document(after)];
  if (isMap(left) && isMap(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .sort()
      .flatMap((key) => changesOf(own(left, key), own(right, key), join(path, key)));
  }
  if (Array.isArray(left) && Array.isArray(right) && (left.some(isComposite) || right.some(isComposite))) {
    return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => index).flatMap((index) =>
      changesOf(left[index], right[index], `${path}[${index}]`),
    );
  }
  return same(left, right)
    ? []
    : [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** A document that stands as JSON text counts as the document. */
function document(value: Value | undefined): Value | undefined {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) {
    return value;
  }
  try {
    const parsed: Value = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

/** Equal whatever the order of keys. */
function same(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (isComposite(a) && isComposite(b) && !Array.isArray(a) && !Array.isArray(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
  }
  return a === b;
}

/** A map whose keys are properties: not one that stands for a value that is no JSON. */
function isMap(value: Value | undefined): value is { [key: string]: Value } {
  return isComposite(value) && !Array.isArray(value) && markerOf(value) === undefined;
}

function isComposite(value: Value | undefined): value is Value[] | { [key: string]: Value } {
  return typeof value === "object" && value !== null;
}

function own(map: { [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function join(path: string, key: string): string {
  const step = /^[\w$:/()-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
  return path === "" || step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}
