/** Longest text of a value that a finding shows. */
const longest = 80;

/** Property names whose values are never shown. */
const confidential = /passw|secret|token|credential|private.?key|auth.?string|api.?key/i;

/**
 * A value as a finding shows it: short scalars, and of everything else its kind only. Secrets arrive in clear, so what
 * may be one is not shown, and documents never are.
 *
 * @param path property path, whose name may say that the value is confidential
 */
export function printed(value: unknown, path: string): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  if (confidential.test(path)) {
    return "a confidential value";
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (typeof value === "object") {
    return "an object";
  }
  const text = typeof value === "string" ? value : String(value);
  if (/^\s*[{[]/.test(text)) {
    return "a document";
  }
  return `"${text.length > longest ? `${text.slice(0, longest)}…` : text}"`;
}
