import type { ArgumentChecks } from "../core";

/** A JSON object. */
type JsonObject = { readonly [key: string]: unknown };

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Checks a filter policy or event pattern: a JSON object whose leaves are lists of what matches.
 * AWS refuses anything else, SNS and EventBridge alike.
 */
export function checkPattern(checks: ArgumentChecks, argument: string, text: string | undefined): void {
  if (text === undefined) return;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    checks.fail(
      argument,
      text,
      'use JSON text, such as {"type": ["OrderPlaced"]}; JSON.stringify makes it of an object',
    );
    return;
  }
  if (!isObject(parsed) || Object.keys(parsed).length === 0) {
    checks.fail(argument, text, 'use a JSON object with at least one key, such as {"type": ["OrderPlaced"]}');
    return;
  }
  const wrong = leafThatIsNoList(parsed, "");
  if (wrong) checks.fail(argument, text, `give what ${wrong} matches as a list, such as ["OrderPlaced"]`);
}

function leafThatIsNoList(object: JsonObject, path: string): string | undefined {
  for (const [key, value] of Object.entries(object)) {
    const here = path ? `${path}.${key}` : key;
    if (Array.isArray(value)) {
      if (value.length === 0) return here;
      // `$or` lists alternatives that are objects themselves.
      const wrong = key === "$or" ? value.filter(isObject).map((one) => leafThatIsNoList(one, here)) : [];
      const first = wrong.find((one) => one !== undefined);
      if (first) return first;
    } else if (isObject(value)) {
      const inner = Object.keys(value).length === 0 ? here : leafThatIsNoList(value, here);
      if (inner) return inner;
    } else {
      return here;
    }
  }
  return undefined;
}
