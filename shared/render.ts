/**
 * The one renderer: the console previews with it, the server renders with it, and what it returns is what is hashed,
 * stored and sent. Feed values are data: they are never parsed as template text.
 */
import { Liquid, UndefinedVariableError } from "liquidjs";
import type { Bilingual, Locale } from "./locales.ts";
import type { Moment, Participant } from "./moments.ts";
import type { NetworkName } from "./networks.ts";
import type { Template, Variant } from "./templates.ts";
import { typeset } from "./typeset.ts";

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  renderLimit: 500,
  memoryLimit: 100_000,
  // No files: `include`, `render` and `layout` find nothing, whatever they name.
  templates: {},
});

/** `{{ champion | agree: "champion", "championne", "en or" }}`: masculine, feminine, neutral wording by the participant's gender. */
engine.registerFilter(
  "agree",
  (who: unknown, masculine: string, feminine: string, neutral: string) => {
    const gender = (who as { gender?: unknown } | null)?.gender;
    if (gender === "M") return masculine;
    return gender === "W" ? feminine : neutral;
  },
);

/** `{{ event | sentence }}`: starts a sentence with it; unlike `capitalize`, it leaves the rest as written. */
engine.registerFilter("sentence", (text: unknown) => {
  const said = String(text);
  return said.charAt(0).toUpperCase() + said.slice(1);
});

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
    const text = engine.parseAndRenderSync(variant.text, valuesOf(moment, locale)) as string;
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

/**
 * What a template may quote, in one locale. A fact the moment does not have is left out, so that strict rendering
 * refuses it by name.
 */
export function valuesOf(moment: Moment, locale: Locale): Record<string, unknown> {
  const { facts } = moment;
  const [first] = moment.participants;
  return present({
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
    opponent: moment.participants[1] ? person(moment.participants[1], locale) : null,
  });
}

function person(from: Participant, locale: Locale): Record<string, unknown> {
  return present({
    name: from.name,
    familyName: from.familyName,
    givenName: from.givenName,
    organisation: from.organisation,
    country: pick(from.organisationName, locale),
    result: from.result,
    rank: from.rank,
    type: from.type,
    gender: from.gender ?? "unknown",
  });
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
