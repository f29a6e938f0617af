import { withoutEnds } from "./places";

/**
 * Texts of others in Markdown: they are shown as they are and do nothing. GitHub looks for mentions and references in
 * what it has rendered, so that these are broken up by a character that is not seen, a word joiner.
 */

export const wordJoiner = "\u2060";

/** A text as prose, on one line; its line breaks are `<br>`. */
export function prose(text: string): string {
  return text
    .replace(/[!#$&()*+.:<>@[\\\]^_`{|}~]/g, (character) => entities[character] ?? `\\${character}`)
    .replace(/(\\@|\\#|\bGH-)(?=\w)/gi, `$1${wordJoiner}`)
    .replace(/\b(www)(?=\\\.)/gi, `$1${wordJoiner}`)
    .replace(/[\n\t]/g, (character) => (character === "\n" ? "<br>" : " "));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text as code, within a line; inside a table too. */
export function code(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    // Readers of tables differ on a pipe behind two backslashes.
    .replace(/\\(?=\|)/g, `\\${wordJoiner}`)
    .replaceAll("|", "\\|");
  if (line.trim() === "") {
    return "";
  }
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  // A space on each side is taken away again; without it a backtick at an end would belong to the fence.
  const pad = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A link whose text is as it is. */
export function link(text: string, target: string): string {
  return `[${prose(text)}](${withoutEnds(target)})`;
}
