/** Which messages of race control are news, and what the desk reads of them. */
import type { Bilingual } from "#shared/locales.ts";
import { markIn } from "#shared/marks.ts";
import type { MomentKind } from "#shared/moments.ts";
import { typeset } from "#shared/typeset.ts";

type Said = {
  text: string;
  flag: string;
  category: string;
  status: string;
  cars: readonly { number: string; code: string | null }[];
};
export type News = { kind: MomentKind; headline: Bilingual };
type Rule = {
  pattern: RegExp;
  kind: MomentKind;
  words: (found: RegExpExecArray, said: Said) => Bilingual;
};

/** Talk of what may come, or of what was served, is none of it. */
const noDecision =
  /\b(UNDER INVESTIGATION|WILL BE INVESTIGATED|NO FURTHER|NOTED|PENALTY SERVED|REPORTED|SUMMONED|CANCELLED|RESCINDED)\b/;

/** The first that fits. */
const rules: readonly Rule[] = [
  {
    pattern: /\bDISQUALIFIED\b|^BLACK FLAG\b(?! AND)/,
    kind: "disqualification",
    words: (_, { cars }) => disqualified(carsOf(cars)),
  },
  {
    pattern: /\b(\d{1,3}) SECONDS? (?:TIME )?PENALTY\b/,
    kind: "incident",
    words: ([, seconds = ""], { cars }) =>
      penalty(cars, { fr: `${seconds} s de pénalité`, en: `${seconds} s penalty` }),
  },
  {
    pattern: /\b(\d{1,3}) SECONDS? STOP[ /-](?:AND-)?GO\b/,
    kind: "incident",
    words: ([, seconds = ""], { cars }) =>
      penalty(cars, { fr: `stop-and-go de ${seconds} s`, en: `${seconds} s stop-and-go` }),
  },
  {
    pattern: /\bDRIVE[ -]THROUGH\b/,
    kind: "incident",
    words: (_, { cars }) =>
      penalty(cars, { fr: "passage par les stands", en: "drive-through penalty" }),
  },
  {
    pattern: /\bSTOP[ /-](?:AND-)?GO\b/,
    kind: "incident",
    words: (_, { cars }) => penalty(cars, { fr: "stop-and-go", en: "stop-and-go penalty" }),
  },
  {
    pattern: /\bPENALTY FOR CARS?\b/,
    kind: "incident",
    words: (_, { cars }) => penalty(cars, { fr: "pénalité", en: "penalty" }),
  },
  {
    pattern: /\bTIME ([\d:.]+) (?:HAS BEEN )?DELETED\b(.*)$/,
    kind: "incident",
    words: ([, time = "", why = ""], { cars }) => deleted(cars, time, why),
  },
  {
    pattern: /\bLAP DELETED\b(.*)$/,
    kind: "incident",
    words: ([, why = ""], { cars }) => deleted(cars, null, why),
  },
  {
    pattern: /\bTIME ([\d:.]+) (?:HAS BEEN |WILL BE )?REINSTATED\b/,
    kind: "incident",
    words: ([, time = ""], { cars }) => reinstated(cars, time),
  },
  {
    pattern: /^(?:VIRTUAL SAFETY CAR|VSC) DEPLOYED\b/,
    kind: "incident",
    words: () => ({ fr: "Voiture de sécurité virtuelle", en: "Virtual safety car" }),
  },
  {
    pattern: /^SAFETY CAR DEPLOYED\b/,
    kind: "incident",
    words: () => ({ fr: "Voiture de sécurité en piste", en: "Safety car deployed" }),
  },
  {
    pattern: /^RED FLAG\b/,
    kind: "incident",
    words: () => ({ fr: "Drapeau rouge", en: "Red flag" }),
  },
  {
    pattern: /^CHEQUERED FLAG\b/,
    kind: "period",
    words: () => ({ fr: "Drapeau à damier", en: "Chequered flag" }),
  },
  {
    pattern: /^(?:GREEN LIGHT|GREEN FLAG)\b.*\bPIT EXIT OPEN\b/,
    kind: "start",
    words: () => ({ fr: "C’est parti : la piste est ouverte", en: "Under way: the track is open" }),
  },
  {
    pattern:
      /^(?:(?:RACE|SPRINT|SESSION|QUALIFYING) (?:HAS )?START(?:ED|S)?|STANDING START|ROLLING START)$/,
    kind: "start",
    words: () => ({ fr: "C’est parti", en: "Under way" }),
  },
  {
    pattern: /^(?:RACE|SPRINT|SESSION|QUALIFYING) (?:HAS )?RESUME[DS]?$/,
    kind: "start",
    words: () => ({ fr: "La course reprend", en: "Racing again" }),
  },
];

/** What the message says that matters; null for what a desk does not tell: yellow flags, clear tracks, weather. */
export function newsOf(said: Said): News | null {
  const text = worded(said);
  if (noDecision.test(text)) return null;
  for (const { pattern, kind, words } of rules) {
    const found = pattern.exec(text);
    if (!found) continue;
    const { fr, en } = words(found, said);
    return { kind, headline: { fr: typeset(fr, "fr"), en: typeset(en, "en") } };
  }
  return null;
}

/** A flag or a state of the safety car counts where the words do not say it. */
function worded({ text, flag, category, status }: Said): string {
  const words = text.toUpperCase();
  if (flag === "RED" || flag === "CHEQUERED")
    return words.startsWith(`${flag} FLAG`) ? words : `${flag} FLAG ${words}`;
  if (flag === "BLACK") return `BLACK FLAG ${words}`;
  if (category === "SAFETYCAR" && status === "DEPLOYED" && !words.includes("DEPLOYED"))
    return `${words.includes("VIRTUAL") ? "VIRTUAL " : ""}SAFETY CAR DEPLOYED`;
  return words;
}

function disqualified(who: Bilingual): Bilingual {
  return { fr: `Disqualification : ${who.fr}`, en: `Disqualified: ${who.en}` };
}

function penalty(cars: Said["cars"], what: Bilingual): Bilingual {
  const who = carsOf(cars);
  return { fr: `${who.fr} : ${what.fr}`, en: `${who.en}: ${what.en}` };
}

function deleted(cars: Said["cars"], time: string | null, why: string): Bilingual {
  const who = carsOf(cars);
  const reason = reasonOf(why);
  const [fr, en] =
    time === null
      ? ["tour annulé", "lap deleted"]
      : [`temps annulé, ${markIn(time, "fr")}`, `time deleted, ${time}`];
  return { fr: `${who.fr} : ${fr}${reason.fr}`, en: `${who.en}: ${en}${reason.en}` };
}

function reinstated(cars: Said["cars"], time: string): Bilingual {
  const who = carsOf(cars);
  return {
    fr: `${who.fr} : temps rétabli, ${markIn(time, "fr")}`,
    en: `${who.en}: time reinstated, ${time}`,
  };
}

/** Of the reasons given, the usual one. Any other is read as race control wrote it, below. */
function reasonOf(why: string): Bilingual {
  const turn = /TRACK LIMITS(?: AT TURN (\d+))?/.exec(why);
  if (!turn) return { fr: "", en: "" };
  const [fr, en] = turn[1] ? [` au virage ${turn[1]}`, ` at turn ${turn[1]}`] : ["", ""];
  return { fr: ` (limites de la piste${fr})`, en: ` (track limits${en})` };
}

/** `RIC (3)`; the number alone where there is no code. */
function carsOf(cars: Said["cars"]): Bilingual {
  const names = cars
    .map(({ number, code }) => (code ? `${code} (${number})` : `#${number}`))
    .join(", ");
  return names ? { fr: names, en: names } : { fr: "une voiture", en: "a car" };
}
