/** Text in a table's cell: one line, with no bar of its own. */
export function cell(text: string): string {
  return text
    .replace(/\n\s*\n/g, "<br>")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\|/g, "\\|")
    .trim();
}

/** Text as code. Backslashes and bars are safe in a table too. */
export function code(text: string): string {
  return text === "" ? "" : text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Text in which `<x>` is no tag of HTML. In code it is none as it is. */
export function literal(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/</g, "&lt;")))
    .join("");
}

/** A table; empty text where it would have no row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Parts of a page, with an empty line between; empty ones are left out. */
export function page(...parts: (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined && part !== "").join("\n\n")}\n`;
}

/** The anchor that renderers give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

/** The first sentence of a docstring. */
export function firstSentence(text: string): string {
  const line = text.split(/\n\s*\n/)[0]?.replace(/\s*\n\s*/g, " ") ?? "";
  return /^.*?[.](?=\s|$)/.exec(line)?.[0] ?? line;
}

/** `1 resource`, `3 resources`. */
export function count(number: number, word: string): string {
  return `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
}
