/** Names as they are compared: accents, capitals, punctuation and the order of words do not count. */

/** `ALFRED, Julien` and `Julien Alfred` are one. */
export function foldedName(name: string): string {
  return wordsOf(name).toSorted().join(" ");
}

/** Whether each word of `typed` begins a word of `name`. */
export function beginsName(typed: string, name: string): boolean {
  const words = wordsOf(name);
  const wanted = wordsOf(typed);
  return wanted.length > 0 && wanted.every((each) => words.some((word) => word.startsWith(each)));
}

function wordsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
