/** Typography, applied by the renderer and counted with the text (UX.md §1.3). */
import type { Locale } from "./locales.ts";

const narrow = "\u202f";
const nonBreaking = "\u00a0";
/** Addresses, mentions and hashtags are left exactly as written. */
const untouchable = /(https?:\/\/\S+|[#@][\p{L}\p{N}_.]+)/u;

/** `text` with the spaces and apostrophes its language asks for. English gets its apostrophe and its units. */
export function typeset(text: string, locale: Locale): string {
  return text
    .split(untouchable)
    .map((part, index) => (index % 2 === 1 ? part : typesetPart(part, locale)))
    .join("");
}

function typesetPart(part: string, locale: Locale): string {
  const common = part
    .replace(/(?<=\p{L})'(?=\p{L})/gu, "’")
    // A number keeps its unit on its line.
    .replace(/(?<=\d) (?=(?:m|km|cm|kg|s|h|min|pts?)(?![\p{L}\d]))/gu, nonBreaking);
  if (locale !== "fr") return common;
  // From the first space of a run only: tried from each, a long run would take the square of its length.
  return common
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]*([;!?]+)(?=\s|$|»)/gu, `${narrow}$1`)
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]+:(?=\s|$)/gu, `${nonBreaking}:`)
    .replace(/«[ \u00a0\u202f]*/gu, `«${nonBreaking}`)
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]*»/gu, `${nonBreaking}»`);
}
