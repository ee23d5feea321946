/** What a unit decides, and what it is called, by the words of its stage: `Final A`, `Bronze Medal Match`, `Placement 7-8`. */
import type { Bilingual } from "#shared/locales.ts";
import { aliasOf } from "../../reading/alias.ts";
import type { Decides } from "../../statement.ts";
import { eventName, phaseName } from "../../words/names.ts";

/** A stage as the table names it, the event it is of, and the four letters of its phase where there is a code. */
export type Stage = { words: string; event: string; phase: string };

const semifinal = /\bsemi[- ]?finals?\b/i;
const bronze = /\bbronze\b|\b(third|3rd) place\b/i;
const gold = /\bgold\b|\bfinals?( a)?$/i;
/** Rounds, parts of a whole, and the finals of those who missed the final. */
const noFinal =
  /\b(small|minor|consolation|placement|places?|classifications?|repechage|heats?|rounds?|qualif\w*|prelim\w*|group|pool|quarter\w*|race|run|routine|series)\b|\bfinals? [b-z]\b|\b\d+\s*[-–]\s*\d+\b|\d\/\d/i;
const earlyPhase = /^(\dFNL|QFNL|R\d|RND|HEAT|QUAL|PREL)/;

/** What it may decide, if the schedule says that it decides anything; null for a part or an earlier round. */
export function decidedBy({ words, event, phase }: Stage): Decides | null {
  if (phase.startsWith("FNL") && aliasOf(words) === aliasOf(event)) return "gold";
  if (earlyPhase.test(phase)) return null;
  if (semifinal.test(words)) return "semifinal";
  if (noFinal.test(words)) return null;
  if (bronze.test(words)) return "bronze";
  return gold.test(words.trim()) ? "gold" : null;
}

const named: readonly [RegExp, (...found: string[]) => Bilingual][] = [
  [/\bbronze\b/i, () => ({ fr: "pour le bronze", en: "for bronze" })],
  [/\bgold\b/i, () => ({ fr: "finale", en: "final" })],
  [/\bsmall final\b/i, () => ({ fr: "petite finale", en: "small final" })],
  [/\bfinal ([a-z])$/i, (_, letter = "") => ({ fr: `finale ${letter}`, en: `final ${letter}` })],
  [/\b(\d+)\s*[-–]\s*(\d+)$/, (_, from, to) => same(`places ${from}–${to}`)],
  [/\bheat (\d+)$/i, (_, number) => ({ fr: `série ${number}`, en: `heat ${number}` })],
  [/\bround (\d+)$/i, (_, number) => ({ fr: `tour ${number}`, en: `round ${number}` })],
  [/\b(?:group|pool) (\w)$/i, (_, letter) => ({ fr: `groupe ${letter}`, en: `group ${letter}` })],
  [/\brace (\d+)$/i, (_, number) => ({ fr: `course ${number}`, en: `race ${number}` })],
];

/** Its name in both languages; null where nobody can tell. */
export function stageNamed(stage: Stage): Bilingual | null {
  const part = partOf(stage.words);
  const round = roundNamed(stage);
  if (!part || !round) return part ?? round;
  return { fr: `${part.fr}, ${round.fr}`, en: `${part.en}, ${round.en}` };
}

/** `Javelin Throw - Group A` of a decathlon: an event within the event. */
function partOf(words: string): Bilingual | null {
  const [first = ""] = words.split(" - ");
  const name = eventName("", first);
  return name && (name.fr !== name.en || /^\d+ k?m$/.test(name.en)) ? name : null;
}

function roundNamed({ words, phase }: Stage): Bilingual | null {
  for (const [pattern, write] of named) {
    const found = pattern.exec(words.trim());
    if (found) return write(...found);
  }
  return phaseName(phase);
}

/** `Women's 100m Final` of the event `Women's 100m` → `Final`. */
export function withoutEvent(phase: string, event: string): string {
  const rest = phase.startsWith(event) ? phase.slice(event.length) : phase;
  return rest.replace(/^['’]s\b/, "").replace(/^[\s,–-]+/, "") || phase;
}

function same(text: string): Bilingual {
  return { fr: text, en: text };
}
