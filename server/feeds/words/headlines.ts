/** What the desk reads first, in both languages. */
import type { Bilingual } from "#shared/locales.ts";
import { markIn } from "#shared/marks.ts";
import type { MedalColour, Participant } from "#shared/moments.ts";
import { typeset } from "#shared/typeset.ts";
import { absent } from "../reading/codes.ts";
import { recordName } from "./records.ts";

const nonBreaking = "\u00a0";

/** Which unit a headline is about. */
export type Subject = { event: Bilingual; phase: Bilingual | null };

const medals: Record<MedalColour, Bilingual> = {
  gold: { fr: "Or", en: "Gold" },
  silver: { fr: "Argent", en: "Silver" },
  bronze: { fr: "Bronze", en: "Bronze" },
};
const scheduled: Record<string, Bilingual> = {
  DELAYED: { fr: "Retardé", en: "Delayed" },
  POSTPONED: { fr: "Reporté", en: "Postponed" },
  RESCHEDULED: { fr: "Reprogrammé", en: "Rescheduled" },
  CANCELLED: { fr: "Annulé", en: "Cancelled" },
};

/** “Gold for Ana Ferrol (LCA), women's 100 m”. In French a country would need its article: teams get a colon. */
export function medalHeadline(medal: MedalColour, who: Participant, { event }: Subject): Bilingual {
  return each((locale) => {
    const french = who.type === "team" ? `${nonBreaking}:` : " pour";
    return `${medals[medal][locale]}${locale === "fr" ? french : " for"} ${named(who, locale)}, ${event[locale]}`;
  });
}

/** “Women's 100 m, final: Ana Ferrol (LCA) 10.72”, or the score of a duel. */
export function resultHeadline(
  winners: readonly Participant[],
  loser: Participant | null,
  score: string | null,
  subject: Subject,
): Bilingual {
  return each((locale) => {
    const [winner] = winners;
    const told =
      winner && loser && score
        ? `${named(winner, locale)} ${score} ${named(loser, locale)}`
        : [
            winners.map((one) => named(one, locale)).join(locale === "fr" ? " et " : " and "),
            winner?.result && markIn(winner.result, locale),
          ]
            .filter(Boolean)
            .join(" ");
    return `${capital(unit(subject, locale))}${colon(locale)}${told}`;
  });
}

/** “Under way: women's 100 m, final”. */
export function startHeadline(subject: Subject): Bilingual {
  return each(
    (locale) =>
      `${locale === "fr" ? "C’est parti" : "Under way"}${colon(locale)}${unit(subject, locale)}`,
  );
}

/** “Ana Ferrol (LCA) takes the lead, women's triple jump, final”. */
export function leadHeadline(who: Participant, subject: Subject): Bilingual {
  return each(
    (locale) =>
      `${named(who, locale)} ${locale === "fr" ? "prend la tête" : "takes the lead"}, ${unit(subject, locale)}`,
  );
}

/** “Ana Ferrol (LCA) disqualified, women's 5000 m, final”. */
export function disqualificationHeadline(who: Participant, subject: Subject): Bilingual {
  const french = { W: "disqualifiée", M: "disqualifié" };
  return each((locale) => {
    const name = named(who, locale);
    const told =
      locale === "en"
        ? `${name} disqualified`
        : who.gender
          ? `${name} ${french[who.gender]}`
          : `Disqualification${colon("fr")}${name}`;
    return `${told}, ${unit(subject, locale)}`;
  });
}

/** “Ana Ferrol (LCA) did not finish, women's marathon, final”: `who.irm` tells that from not starting. */
export function retirementHeadline(who: Participant, subject: Subject): Bilingual {
  const isAbsent = absent.includes(who.irm ?? "");
  return each((locale) => {
    const name = named(who, locale);
    const told =
      locale === "en"
        ? `${name} did not ${isAbsent ? "start" : "finish"}`
        : `${isAbsent ? "Forfait" : "Abandon"}${colon("fr")}${name}`;
    return `${told}, ${unit(subject, locale)}`;
  });
}

/** “World record: Ana Ferrol (LCA) 15.02 (women's triple jump)”: a mark may end in a comma's figures, an event begin with some. */
export function recordHeadline(
  code: string,
  who: Participant,
  { event }: Subject,
  isEqualled = false,
): Bilingual {
  const known = recordName(code);
  const name = isEqualled ? { fr: `${known.fr} égalé`, en: `${known.en} equalled` } : known;
  return each((locale) => {
    const told = [named(who, locale), who.result && markIn(who.result, locale)];
    return `${name[locale]}${colon(locale)}${told.filter(Boolean).join(" ")} (${event[locale]})`;
  });
}

/** “Delayed: women's 100 m, final, now 21:20”. `at` is the venue's wall clock. */
export function scheduleHeadline(status: string, at: string | null, subject: Subject): Bilingual {
  const word = scheduled[status] ?? { fr: status, en: status };
  return each((locale) => {
    const now =
      at && status !== "CANCELLED" ? `, ${locale === "fr" ? "désormais à" : "now at"} ${at}` : "";
    return `${word[locale]}${colon(locale)}${unit(subject, locale)}${now}`;
  });
}

/** “Ceremony under way: …”. */
export function ceremonyHeadline(subject: Subject): Bilingual {
  return each(
    (locale) =>
      `${locale === "fr" ? "Cérémonie en cours" : "Ceremony under way"}${colon(locale)}${unit(subject, locale)}`,
  );
}

/** “Flagbearers: Ana Ferrol (LCA), Ben Ortiz (DMA) and 12 others”. */
export function flagbearersHeadline(people: readonly Participant[]): Bilingual {
  return each(
    (locale) =>
      `${locale === "fr" ? "Porte-drapeaux" : "Flagbearers"}${colon(locale)}${several(people, locale)}`,
  );
}

/** “Handing over the medals of the women's 100 m: …”. */
export function presentersHeadline(people: readonly Participant[], { event }: Subject): Bilingual {
  return each((locale) =>
    locale === "fr"
      ? `Remise des médailles, ${event.fr}${colon("fr")}${several(people, "fr")}`
      : `Handing over the medals, ${event.en}${colon("en")}${several(people, "en")}`,
  );
}

/** “Through: Ana Ferrol (LCA), Ben Ortiz (DMA) and 3 others, women's 100 m, heats”. */
export function qualificationHeadline(people: readonly Participant[], subject: Subject): Bilingual {
  return each(
    (locale) =>
      `${locale === "fr" ? "Qualification" : "Through"}${colon(locale)}${several(people, locale)}, ${unit(subject, locale)}`,
  );
}

/** The second line: phase and venue. */
export function contextOf({ event, phase }: Subject, venue: string | null): Bilingual {
  return each((locale) => [event[locale], phase?.[locale], venue].filter(Boolean).join(" · "));
}

function named(who: Participant, locale: "fr" | "en"): string {
  const name = who.type === "team" ? (who.organisationName?.[locale] ?? who.name) : who.name;
  return who.organisation ? `${name} (${who.organisation})` : name;
}

function unit({ event, phase }: Subject, locale: "fr" | "en"): string {
  return phase ? `${event[locale]}, ${phase[locale]}` : event[locale];
}

const namedAtOnce = 3;

function several(people: readonly Participant[], locale: "fr" | "en"): string {
  const names = people.slice(0, namedAtOnce).map((one) => named(one, locale));
  const rest = people.length - names.length;
  const others =
    locale === "fr" ? (rest === 1 ? "autre" : "autres") : rest === 1 ? "other" : "others";
  if (rest > 0) return `${names.join(", ")} ${locale === "fr" ? "et" : "and"} ${rest} ${others}`;
  return new Intl.ListFormat(locale, { type: "conjunction" })
    .format(names)
    .replace(", and ", " and ");
}

function colon(locale: "fr" | "en"): string {
  return locale === "fr" ? `${nonBreaking}: ` : ": ";
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase("fr") + text.slice(1);
}

function each(write: (locale: "fr" | "en") => string): Bilingual {
  return { fr: typeset(write("fr"), "fr"), en: typeset(write("en"), "en") };
}
