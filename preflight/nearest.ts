/** The one of the words that somebody may have meant: the nearest, or the shortest that goes on; undefined where none is. */
export function nearest(wanted: string, words: readonly string[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const word of words) {
    const near = distance(wanted, word);
    if (!best || near < best.distance) {
      best = { word, distance: near };
    }
  }
  if (best && best.distance <= Math.max(2, wanted.length / 3)) {
    return best.word;
  }
  const longer = wanted.length < 3 ? [] : words.filter((word) => word.startsWith(wanted));
  return longer.sort((a, b) => a.length - b.length)[0];
}

/** ` (did you mean "…"?)` where a word is near, nothing otherwise. */
export function didYouMean(wanted: string, words: readonly string[]): string {
  const near = nearest(wanted, words);
  return near === undefined ? "" : ` (did you mean "${near}"?)`;
}

/** Insertions, deletions and replacements between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
