/** What is said of sets. */
import type { Bilingual } from "#shared/locales.ts";
import { placeIn } from "#shared/marks.ts";
import type { Participant } from "#shared/moments.ts";
import { typeset } from "#shared/typeset.ts";

/** “Ana Ruiz wins the 2nd set 6–4 and leads 2–0”. `after` has the winner's sets first; null when it is not known. */
export function setHeadline(
  { name }: Participant,
  set: number,
  games: readonly [number, number],
  after: readonly [number, number] | null,
  isLast: boolean,
): Bilingual {
  const ends = after ? endOf(after, isLast) : { fr: "", en: "" };
  const score = games.join("–");
  return {
    fr: typeset(`${name} remporte le ${placeIn(set, "M", "fr")} set ${score}${ends.fr}`, "fr"),
    en: typeset(`${name} wins the ${placeIn(set, null, "en")} set ${score}${ends.en}`, "en"),
  };
}

/** “2 sets to 1”. */
export function setsPhrase([own, other]: readonly [number, number]): Bilingual {
  return { fr: `${own} sets à ${other}`, en: `${own} sets to ${other}` };
}

/** The score set by set, the winner's games first, and the match points that came to nothing. */
export function matchContext(sets: readonly string[], saved: number): Bilingual {
  const score = sets.join(", ");
  if (saved === 0) return { fr: score, en: score };
  const plural = saved > 1;
  return {
    fr: `${score} · ${saved} ${plural ? "balles de match sauvées" : "balle de match sauvée"}`,
    en: `${score} · ${saved} match ${plural ? "points" : "point"} saved`,
  };
}

function endOf(after: readonly [number, number], isLast: boolean): Bilingual {
  const [own, other] = after;
  const score = after.join("–");
  if (isLast) return { fr: ` et gagne ${score}`, en: ` and wins ${score}` };
  if (own === other) return { fr: ` et égalise à ${score}`, en: ` and levels at ${score}` };
  if (own > other) return { fr: ` et mène ${score}`, en: ` and leads ${score}` };
  return { fr: ` et revient à ${score}`, en: ` and closes to ${score}` };
}
