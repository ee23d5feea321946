/**
 * The one renderer: the console previews with it, the server renders with it, and what it returns is what is hashed,
 * stored and sent. Feed values are data: they are never parsed as template text.
 */
import { type Template as Parsed, UndefinedVariableError } from "liquidjs";
import { engine } from "./engine.ts";
import type { Bilingual, Locale } from "./locales.ts";
import type { Moment, Participant } from "./moments.ts";
import { markIn, marksIn, placeIn, wallIn } from "./marks.ts";
import type { NetworkName } from "./networks.ts";
import type { Surroundings, Tally } from "./surroundings.ts";
import type { Template, Variant } from "./templates.ts";
import { typeset } from "./typeset.ts";

export type Rendered =
  | { ok: true; text: string }
  /** `missing` names the values the moment lacks; `problem` is the engine's word when the template itself is at fault. */
  | { ok: false; missing: string[]; problem: string | null };

/** Renders one locale of a template for a moment, as a network gets it. Never throws: what cannot be said is reported. */
export function render(
  template: Pick<Template, "variants">,
  moment: Moment,
  locale: Locale,
  network: NetworkName,
  around: Surroundings,
): Rendered {
  const variant = variantFor(template, locale, network);
  if (!variant) return { ok: false, missing: [], problem: `no ${locale} variant` };
  try {
    const text = engine.renderSync(parsed(variant), valuesOf(moment, locale, around)) as string;
    return { ok: true, text: typeset(text.trim(), locale) };
  } catch (error) {
    const missing = missingVariable(error);
    if (missing) return { ok: false, missing: [missing], problem: null };
    return {
      ok: false,
      missing: [],
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

/** A wording is parsed once: the desk tries every template on every moment, and the server says it to every account. */
const known = new Map<string, Parsed[]>();
/** More wordings than a desk has; beyond it the oldest is parsed again. */
const mostKnown = 2000;

function parsed({ text }: Variant): Parsed[] {
  const before = known.get(text);
  if (before) return before;
  const now = engine.parse(text);
  if (known.size >= mostKnown) known.delete(known.keys().next().value!);
  known.set(text, now);
  return now;
}

/** The wording for a network, else the one for all of them. */
export function variantFor(
  { variants }: Pick<Template, "variants">,
  locale: Locale,
  network: NetworkName,
): Variant | undefined {
  const worded = variants.filter((each) => each.locale === locale);
  return (
    worded.find((each) => each.network === network) ?? worded.find((each) => each.network === null)
  );
}

/** What a template may quote of the moment. */
const quotableFacts = [
  "event",
  "discipline",
  "phase",
  "venue",
  "medal",
  "result",
  "score",
  "record",
  "before",
  "beforeResult",
  "previous",
  "minute",
  "url",
  "time",
  "homeTime",
  "headline",
] as const;
/** What it may quote of a participant. */
const quotableOfPeople = [
  "name",
  "familyName",
  "givenName",
  "organisation",
  "country",
  "result",
  "rank",
  "place",
  "golds",
  "silvers",
  "bronzes",
  "medals",
  "type",
  "gender",
] as const;
const people = ["participant", "opponent"] as const;

/** Every value a template may quote, as it is written: `event`, `participant.name`, `has.score`. */
export const quotable: readonly string[] = [
  ...quotableFacts,
  ...people,
  ...people.flatMap((who) => quotableOfPeople.map((part) => `${who}.${part}`)),
  ...[...quotableFacts, ...people].map((value) => `has.${value}`),
];

/**
 * The values for one locale. A fact the moment does not have is left out, so that strict rendering refuses it by name;
 * `has.score` asks whether there is one.
 */
export function valuesOf(
  moment: Moment,
  locale: Locale,
  around: Surroundings,
): Record<string, unknown> {
  const { facts } = moment;
  const [first, second] = moment.participants;
  const { before, mark } = earlier(moment, around);
  const values: Record<(typeof quotableFacts)[number] | (typeof people)[number], unknown> = {
    event: pick(facts.eventName, locale),
    discipline: pick(facts.discipline, locale),
    phase: pick(facts.phase, locale),
    venue: facts.venue,
    medal: facts.medal,
    result: facts.result && markIn(facts.result, locale),
    score: facts.score,
    record: facts.record,
    before: pick(before, locale),
    beforeResult: mark && markIn(mark, locale),
    previous: facts.previous && marksIn(facts.previous, locale),
    minute: facts.minute,
    url: facts.url,
    time: wallIn(facts.startsAt ?? moment.occurredAt, around.venueZone, locale),
    homeTime: wallIn(facts.startsAt ?? moment.occurredAt, around.homeZone, locale),
    headline: moment.headline[locale],
    participant: first ? person(first, locale, around) : null,
    opponent: second ? person(second, locale, around) : null,
  };
  const has = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value !== null]),
  );
  return present({ ...values, has });
}

/** The headline and the mark that hold no more: as they were said, or of the version before. Who said “withdrawn” claimed neither. */
function earlier({ before }: Moment, { said }: Surroundings) {
  if (!said) return { before: before?.headline ?? null, mark: null };
  const claimed = said.quoted?.outcome !== null;
  return { before: claimed ? said.headline : null, mark: said.quoted?.result ?? null };
}

function person(
  from: Participant,
  locale: Locale,
  { tally }: Surroundings,
): Record<string, unknown> {
  const won = from.organisation ? (tally[from.organisation] ?? noMedal) : null;
  const values: Record<(typeof quotableOfPeople)[number], unknown> = {
    name: from.name,
    familyName: from.familyName,
    givenName: from.givenName,
    organisation: from.organisation,
    country: pick(from.organisationName, locale),
    result: from.result && markIn(from.result, locale),
    rank: from.rank,
    place: from.rank && placeIn(from.rank, from.gender, locale),
    golds: won && won.gold,
    silvers: won && won.silver,
    bronzes: won && won.bronze,
    medals: won && won.gold + won.silver + won.bronze,
    type: from.type,
    gender: from.gender ?? "unknown",
  };
  return present(values);
}

const noMedal: Tally = { gold: 0, silver: 0, bronze: 0 };

function pick(text: Bilingual | null, locale: Locale): string | null {
  return text?.[locale] || null;
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}

function missingVariable(error: unknown): string | null {
  let cause: unknown = error;
  for (let depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
    if (cause instanceof UndefinedVariableError)
      return cause.message.replace(/^undefined variable: /, "").split(",")[0]!;
    cause = (cause as { originalError?: unknown }).originalError;
  }
  return null;
}
