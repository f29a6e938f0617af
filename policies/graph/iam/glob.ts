/**
 * Whether `text` matches an IAM pattern, in which `*` stands for any text and `?` for one character. Takes at most the
 * product of the two lengths, whatever the pattern: documents come from anywhere, and a regular expression of many stars
 * would not.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  if (pattern === "*") {
    return true;
  }
  let at = 0;
  let inText = 0;
  // Where the last star is, and how much of the text it stands for so far.
  let star = -1;
  let taken = 0;
  while (inText < text.length) {
    const wanted = pattern[at];
    // Before the comparison: a text may have a star in it too.
    if (wanted === "*") {
      star = at++;
      taken = inText;
    } else if (wanted === "?" || wanted === text[inText]) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++taken;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") {
    at++;
  }
  return at === pattern.length;
}
