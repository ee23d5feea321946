/** The house's rules of wording, which any text can be held against while it is typed. Pure. */
import { z } from "zod";

export const houseRules = z.strictObject({
  /** Belongs in every text; null for none. */
  hashtag: z
    .string()
    .regex(/^#[\p{L}\p{N}_]{2,60}$/u, "is # and letters, digits or _")
    .nullable(),
  /** Never said: a text with one of them does not leave. */
  banned: z.array(z.string().trim().min(2).max(60)).max(200),
  /** More are too many; null for no limit. */
  emojiMost: z.number().int().min(0).max(50).nullable(),
});
export type HouseRules = z.infer<typeof houseRules>;
export const noHouseRules: HouseRules = { hashtag: null, banned: [], emojiMost: null };

/** What a text has against it: the first kind stops it, the others are for whoever writes to weigh. */
export type Finding =
  | { rule: "banned"; word: string }
  | { rule: "hashtag"; tag: string }
  | { rule: "emoji"; count: number; most: number };

/** Nothing for an empty text: there is nothing to hold against it yet. */
export function findingsOf(text: string, rules: HouseRules): Finding[] {
  if (text.trim() === "") return [];
  const found: Finding[] = [];
  const word = bannedIn(text, rules);
  if (word !== null) found.push({ rule: "banned", word });
  const { hashtag, emojiMost } = rules;
  if (hashtag !== null && !has(text, hashtag)) found.push({ rule: "hashtag", tag: hashtag });
  const count = emojiMost === null ? 0 : emojiIn(text);
  if (emojiMost !== null && count > emojiMost)
    found.push({ rule: "emoji", count, most: emojiMost });
  return found;
}

/** The first banned word a text has, as the charter writes it; null for none. */
export function bannedIn(text: string, { banned }: Pick<HouseRules, "banned">): string | null {
  if (banned.length === 0 || !anyOf(banned).test(folded(text))) return null;
  return banned.find((word) => has(text, word)) ?? null;
}

/** A charter is asked of every text at every change of the desk: its words are put together once. */
const known = new WeakMap<readonly string[], RegExp>();

function anyOf(words: readonly string[]): RegExp {
  const before = known.get(words);
  if (before) return before;
  const made = patternOf(words);
  known.set(words, made);
  return made;
}

/** As a word of its own, whatever its case and accents. */
function has(text: string, word: string): boolean {
  return patternOf([word]).test(folded(text));
}

function patternOf(words: readonly string[]): RegExp {
  const sought = words.map((word) => folded(word).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${sought.join("|")})(?![\\p{L}\\p{N}_])`, "u");
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'");
}

const graphemes = new Intl.Segmenter("fr", { granularity: "grapheme" });

function emojiIn(text: string): number {
  return [...graphemes.segment(text)].filter(({ segment }) =>
    /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment),
  ).length;
}
