import type { Problems } from "./config-fields";

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}

/** How many letters have to be put in, left out or changed to make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The one of `known` that was most likely meant; undefined where none is close. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, distance: editDistance(key.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(2, key.length / 3) ? best.one : undefined;
}

/** Everything that is wrong with a configuration, as lines for people. */
export class ProblemList implements Problems {
  readonly lines: string[] = [];

  /** @param isSecret whether the value at a path must not be shown */
  constructor(private readonly isSecret: (path: string) => boolean) {}

  wrong(path: string, value: unknown, expected: string): void {
    this.lines.push(`${path} is ${this.isSecret(path) ? "[secret]" : show(value)}; ${expected}`);
  }

  missing(path: string, expected: string): void {
    this.lines.push(`${path} is missing; ${expected}`);
  }

  unknown(path: string, known: readonly string[]): void {
    const key = path.split(/[.:]/).pop() ?? path;
    const meant = nearest(key, known) ?? nearest(path, known);
    this.lines.push(`${path} is unknown; ${meant ? `did you mean ${meant}?` : `known are ${known.join(", ")}`}`);
  }
}
