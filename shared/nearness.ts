/** Whether two texts would be read as the same thing said twice. Pure. */

/** Of the words of both, this share is common: fewer, and a reader finds something new (docs/decisions/027). */
const nearFrom = 0.85;

const notSaid = /https?:\/\/\S+|[#@][\p{L}\p{N}_]+/gu;
/** A word, or a mark as a feed writes it: `4:09,86`, `31–27`. */
const words = /\p{N}+(?:[.,:–-]\p{N}+)*|[\p{L}\p{M}]+/gu;

/**
 * The same names and figures, in nearly the same words; case, accents, punctuation, emoji, links and hashtags aside. A
 * template says nearly the same about everybody: whoever and whatever figure differs makes it another thing to say.
 */
export function saysTheSame(one: string, other: string): boolean {
  return repeats(one)(other);
}

/** The same, of one text beside many: it is read once. */
export function repeats(one: string): (other: string) => boolean {
  const a = readingOf(one);
  return (other) => {
    const b = readingOf(other);
    if (a.words.length === 0 || b.words.length === 0) return false;
    return tells(a, b) && tells(b, a) && sharedOf(a.words, b.words) >= nearFrom;
  };
}

/** What stands between two words where a sentence begins with the second. */
const sentenceEnds = /[.!?…\n«“"]/u;

type Reading = {
  words: string[];
  /** Figures, and words that name somebody or something. */
  facts: Set<string>;
};

function readingOf(text: string): Reading {
  const said = text.normalize("NFKC").replace(notSaid, " ");
  let end = 0;
  const found = [...said.matchAll(words)].map(({ 0: word, index }) => {
    const opens = end === 0 || sentenceEnds.test(said.slice(end, index));
    end = index + word.length;
    return { word, opens };
  });
  const facts = found.filter(({ word, opens }, at) => {
    if (/^\p{N}/u.test(word)) return true;
    if (!isCapital(word)) return false;
    // A sentence begins with a capital anyway: it names somebody where the next word has one, too.
    return !opens || isCapital(found[at + 1]?.word ?? "");
  });
  return {
    words: found.map(({ word }) => folded(word)),
    facts: new Set(facts.map(({ word }) => folded(word))),
  };
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

/** `ÉTÉ` is `ete`; `4:09,86` and `4:09.86` are one mark. */
function folded(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[,:–-]/g, ".");
}

/** Whether whoever and whatever figure `one` names is in `other`, too. */
function tells(other: Reading, one: Reading): boolean {
  return [...one.facts].every((fact) => other.words.includes(fact));
}

/** Twice the words in common by all the words there are (Dice), each word as often as it stands there. */
function sharedOf(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return (2 * shared) / (one.length + other.length);
}
