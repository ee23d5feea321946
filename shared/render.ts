/**
 * The one renderer: the console previews with it, the server renders with it, and what it returns is what is hashed,
 * stored and sent. Feed values are data: they are never parsed as template text.
 */
import { type Template as Parsed, UndefinedVariableError } from "liquidjs";
import { engine } from "./engine.ts";
import type { Bilingual, Locale } from "./locales.ts";
import type { Moment, Participant } from "./moments.ts";
import type { NetworkName } from "./networks.ts";
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
): Rendered {
  const variant = variantFor(template, locale, network);
  if (!variant) return { ok: false, missing: [], problem: `no ${locale} variant` };
  try {
    const text = engine.renderSync(parsed(variant), valuesOf(moment, locale)) as string;
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

/** A wording is parsed once: the desk tries every template on every moment. */
const known = new WeakMap<Variant, Parsed[]>();

function parsed(variant: Variant): Parsed[] {
  const before = known.get(variant);
  if (before) return before;
  const now = engine.parse(variant.text);
  known.set(variant, now);
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
export function valuesOf(moment: Moment, locale: Locale): Record<string, unknown> {
  const { facts } = moment;
  const [first, second] = moment.participants;
  const values: Record<(typeof quotableFacts)[number] | (typeof people)[number], unknown> = {
    event: pick(facts.eventName, locale),
    discipline: pick(facts.discipline, locale),
    phase: pick(facts.phase, locale),
    venue: facts.venue,
    medal: facts.medal,
    result: facts.result,
    score: facts.score,
    record: facts.record,
    headline: moment.headline[locale],
    participant: first ? person(first, locale) : null,
    opponent: second ? person(second, locale) : null,
  };
  const has = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value !== null]),
  );
  return present({ ...values, has });
}

function person(from: Participant, locale: Locale): Record<string, unknown> {
  const values: Record<(typeof quotableOfPeople)[number], unknown> = {
    name: from.name,
    familyName: from.familyName,
    givenName: from.givenName,
    organisation: from.organisation,
    country: pick(from.organisationName, locale),
    result: from.result,
    rank: from.rank,
    type: from.type,
    gender: from.gender ?? "unknown",
  };
  return present(values);
}

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
