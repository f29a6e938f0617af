/** Text as part of HTML, in an attribute or between tags. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data as JSON that no script element ends in. */
export function jsonOf(data: unknown): string {
  return JSON.stringify(data).replace(/</g, "\\u003c");
}
