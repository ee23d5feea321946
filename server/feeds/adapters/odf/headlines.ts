/** What the desk reads first, in both languages. */
import type { Bilingual } from "#shared/locales.ts";
import type { MedalColour, Participant } from "#shared/moments.ts";
import { typeset } from "#shared/typeset.ts";

const nonBreaking = "\u00a0";

/** Which unit a headline is about. */
export type Subject = { event: Bilingual; phase: Bilingual | null };

const medals: Record<MedalColour, Bilingual> = {
  gold: { fr: "Or", en: "Gold" },
  silver: { fr: "Argent", en: "Silver" },
  bronze: { fr: "Bronze", en: "Bronze" },
};
const records: Record<string, Bilingual> = {
  WR: { fr: "Record du monde", en: "World record" },
  OR: { fr: "Record de la compétition", en: "Competition record" },
  NR: { fr: "Record national", en: "National record" },
};
const scheduled: Record<string, Bilingual> = {
  DELAYED: { fr: "Retardé", en: "Delayed" },
  POSTPONED: { fr: "Reporté", en: "Postponed" },
  RESCHEDULED: { fr: "Reprogrammé", en: "Rescheduled" },
  CANCELLED: { fr: "Annulé", en: "Cancelled" },
};

/** “Gold for Julien Alfred (LCA), women's 100 m”. In French a country would need its article: teams get a colon. */
export function medalHeadline(medal: MedalColour, who: Participant, { event }: Subject): Bilingual {
  return each((locale) => {
    const french = who.type === "team" ? `${nonBreaking}:` : " pour";
    return `${medals[medal][locale]}${locale === "fr" ? french : " for"} ${named(who, locale)}, ${event[locale]}`;
  });
}

/** “Women's 100 m, final: Julien Alfred (LCA) 10.72”, or the score of a duel. */
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
            winner?.result,
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

/** “Thea Lafond (DMA) takes the lead, women's triple jump, final”. */
export function leadHeadline(who: Participant, subject: Subject): Bilingual {
  return each(
    (locale) =>
      `${named(who, locale)} ${locale === "fr" ? "prend la tête" : "takes the lead"}, ${unit(subject, locale)}`,
  );
}

/** “Faith Kipyegon (KEN) disqualified, women's 5000 m, final”. */
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

/** “World record: Thea Lafond (DMA) 15.02, women's triple jump”. */
export function recordHeadline(code: string, who: Participant, { event }: Subject): Bilingual {
  const name = records[code] ?? { fr: `Record (${code})`, en: `Record (${code})` };
  return each(
    (locale) =>
      `${name[locale]}${colon(locale)}${[named(who, locale), who.result].filter(Boolean).join(" ")}, ${event[locale]}`,
  );
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

function colon(locale: "fr" | "en"): string {
  return locale === "fr" ? `${nonBreaking}: ` : ": ";
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase("fr") + text.slice(1);
}

function each(write: (locale: "fr" | "en") => string): Bilingual {
  return { fr: typeset(write("fr"), "fr"), en: typeset(write("en"), "en") };
}
