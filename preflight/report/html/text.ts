/**
 * Characters that would change how others around them are shown: controls but for the line feed, which messages have, and marks
 * that turn the direction of writing.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A message as it can be shown: nothing in it is hidden, nothing moves what is beside it. */
export function shownMessage(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(hidden, shownCharacter);
}

/** A name as it can be shown, on one line. */
export function shownName(text: string): string {
  return shownMessage(text).replace(/\n/g, "␊");
}

function shownCharacter(character: string): string {
  const code = character.charCodeAt(0);
  // Unicode has pictures of the old controls.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Text as part of HTML, in an attribute or between tags. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data as JSON that no script element ends in. */
export function jsonOf(data: unknown): string {
  return JSON.stringify(data).replace(/</g, "\\u003c");
}
