import colors from "picocolors";

/** How things look on a terminal, and plainly where there is none. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

export function styleFor(stream: { isTTY?: boolean }): Style {
  const { bold, dim, green, red, yellow } = colors.createColors(stream.isTTY === true && colors.isColorSupported);
  return { bold, dim, good: green, bad: red, warn: yellow };
}

/** Rows with columns as wide as their widest cell; the last one as it is. */
export function table(rows: string[][]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `3 topics`, `1 topic`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
