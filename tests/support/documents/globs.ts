/** Whether some text fits both patterns, in which `*` is any text and `?` any character. */
export function overlap(left: string, right: string): boolean {
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = i * (right.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const [a, b] = [left[i], right[j]];
    let met: boolean;
    if (a === "*") met = meet(i + 1, j) || (b !== undefined && meet(i, j + 1));
    else if (b === "*") met = meet(i, j + 1) || (a !== undefined && meet(i + 1, j));
    else if (a === undefined || b === undefined) met = a === b;
    else met = (a === b || a === "?" || b === "?") && meet(i + 1, j + 1);
    known.set(key, met);
    return met;
  };
  return meet(0, 0);
}

/** Whether a text fits a pattern in which `*` is any text. */
export function fits(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s").test(text);
}

/** A text as a regular expression that it alone fits. */
export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
