const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Two letters for a name: first and last word's, or the first two of a single word. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const [first = "", last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (last ? letters(first, 1) + letters(last, 1) : letters(first, 2)).toUpperCase();
}

/** The first letters of a word, as a reader counts them. */
export function letters(word: string, count: number): string {
  return Array.from(segmenter.segment(word), ({ segment }) => segment)
    .slice(0, count)
    .join("");
}
