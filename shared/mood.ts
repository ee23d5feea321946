/** What a moment asks of a tone. Never invented from results: the feed says it happened, or a person's words say it. */
import type { Moment, MomentKind, Seen } from "./moments.ts";

export type Mood = "sombre" | "tender" | null;

const injury =
  /(?<!\p{L})(?:blesse(?!\p{L})|blessé|blessure|civière|évacu|malaise|inconscien|deuil|injur|stretcher|collaps|unconscious|ambulance|mourning)/iu;
const tears = /(?<!\p{L})(?:larmes|pleur|sanglot|hymne|tears|weep|sobs|crying|anthem)/iu;

const grave: readonly MomentKind[] = ["disqualification", "retirement", "incident"];

/**
 * Sombre: who is disqualified or out of the race, an incident somebody saw or an injury, where nothing playful is said. Tender: tears or an
 * anthem. Only what a person wrote is searched for words: in a result they would be somebody's name.
 */
export function moodOf({ kind, headline, seen }: Pick<Moment, "kind" | "headline" | "seen">): Mood {
  if (grave.includes(kind)) return "sombre";
  if (seen) return moodSeen(seen);
  if (kind !== "emotion" && kind !== "note") return null;
  const said = `${headline.fr}\n${headline.en}`;
  if (injury.test(said)) return "sombre";
  return kind === "emotion" && tears.test(said) ? "tender" : null;
}

/** Its headline is the desk's own and has names in it: what was pressed says the mood, and the spotter's note. */
function moodSeen({ feeling, note }: Seen): Mood {
  if (feeling === "incident" || injury.test(note ?? "")) return "sombre";
  return feeling === "tears" || tears.test(note ?? "") ? "tender" : null;
}
