/** What a moment asks of a tone. Never invented from results: the feed says it happened, or a person's words say it. */
import type { Moment } from "./moments.ts";

export type Mood = "sombre" | "tender" | null;

const injury =
  /(?<!\p{L})(?:blesse(?!\p{L})|blessé|blessure|civière|évacu|malaise|inconscien|deuil|injur|stretcher|collaps|unconscious|ambulance|mourning)/iu;
const tears = /(?<!\p{L})(?:larmes|pleur|sanglot|hymne|tears|weep|sobs|crying|anthem)/iu;

/**
 * Sombre: a disqualification or an injury, where nothing playful is said. Tender: tears or an anthem. Only what a person
 * wrote is searched for words: in a result they would be somebody's name.
 */
export function moodOf({ kind, headline }: Pick<Moment, "kind" | "headline">): Mood {
  if (kind === "disqualification") return "sombre";
  if (kind !== "emotion" && kind !== "note") return null;
  const said = `${headline.fr}\n${headline.en}`;
  if (injury.test(said)) return "sombre";
  return kind === "emotion" && tears.test(said) ? "tender" : null;
}
