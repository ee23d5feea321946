/**
 * The template language: Liquid, reduced to what a reaction needs. No tag here loops, reads a file or counts, no filter
 * knows the time or a secret, and a value is never parsed as template text, so whatever is written renders in bounded
 * time and space, or is refused. What writers may use is described in docs/templates.md.
 */
import { Liquid } from "liquidjs";

/** Tags a template may use (`else`, `elsif` and `when` belong to theirs). */
export const tags = ["if", "unless", "case", "assign", "comment", "raw", "#"] as const;
const borrowedFilters = [
  "append",
  "prepend",
  "replace",
  "remove",
  "strip",
  "upcase",
  "downcase",
  "capitalize",
] as const;

export const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // Characters of the template, milliseconds of rendering (of the wall's clock: a busy machine may pause in the middle of
  // one), characters made on the way.
  parseLimit: 20_000,
  renderLimit: 2000,
  memoryLimit: 20_000,
  outputEscape: sayable,
});

keepOnly(engine.tags, tags);
keepOnly(engine.filters, borrowedFilters);

type Who = { type?: unknown; gender?: unknown };

/**
 * `{{ participant | agree: "champion", "championne", "au sommet" }}`: masculine, feminine or neutral wording, by the
 * gender of one athlete. A team takes the neutral one, or its own where they are given: men's, then women's
 * (`…, "champions", "championnes"`). Mixed or unknown is always neutral.
 */
engine.registerFilter("agree", (who: unknown, ...wordings: unknown[]) => {
  const { type, gender } = personOf(who, "agree");
  if (wordings.length !== 3 && wordings.length !== 5)
    throw new Error(
      "agree takes three wordings (masculine, feminine, neutral), and two more for a team of men and of women",
    );
  const [masculine, feminine, neutral, men, women] = wordings.map(String);
  if (type === "team") {
    if (gender === "M") return men ?? neutral;
    return gender === "W" ? (women ?? neutral) : neutral;
  }
  if (gender === "M") return masculine;
  return gender === "W" ? feminine : neutral;
});

/** `{{ participant | number: "a gagné", "ont gagné" }}`: singular for one athlete, plural for a team. */
engine.registerFilter("number", (who: unknown, ...wordings: unknown[]) => {
  const { type } = personOf(who, "number");
  if (wordings.length !== 2) throw new Error("number takes two wordings: for one, for several");
  return wordings[type === "team" ? 1 : 0];
});

/** `{{ participant.name | de }}`: a French *de* before a name, elided where it must be: `d'Ana Li`, `de Julien Alfred`. */
engine.registerFilter("de", (name: unknown) => {
  const said = String(name);
  const plain = said.normalize("NFD").replace(/\p{M}/gu, "");
  return /^(?:[aeiouœæ]|y[^aeiou])/iu.test(plain) ? `d'${said}` : `de ${said}`;
});

/** `{{ event | sentence }}`: starts a sentence with it; unlike `capitalize`, it leaves the rest as written. */
engine.registerFilter("sentence", (text: unknown) => {
  const said = String(text);
  return said.charAt(0).toUpperCase() + said.slice(1);
});

/** Filters a template may use. */
export const filters: readonly string[] = Object.keys(engine.filters);

function keepOnly(table: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(table))
    if (!kept.includes(name)) Reflect.deleteProperty(table, name);
}

function personOf(who: unknown, filter: string): Who {
  if (typeof who !== "object" || who === null || !("type" in who))
    throw new Error(`${filter} is asked of participant or opponent`);
  return who;
}

/** Only words and numbers are said: a participant as a whole, or a yes or no, has no wording. */
function sayable(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (value === null || value === undefined) return "";
  throw new Error("this has no wording of its own: quote a part of it, as in participant.name");
}
