/** What a draft says of the unit it is about and of the message it came in: the same for every format. */
import type { Draft, Marks } from "#server/moments/draft.ts";
import type { Bilingual } from "#shared/locales.ts";
import { type Facts, noFacts } from "#shared/moments.ts";
import { contextOf, type Subject } from "../words/headlines.ts";

/** Codes, names and place of what is contested. */
export type Unit = {
  /** Joins what documents and feeds say about one event. */
  eventCode: string;
  unitCode: string;
  /** Joins it with feeds that have names and no codes; see `aliasOf`. */
  alias: string | null;
  /** The unit decides the event. */
  final: boolean;
  subject: Subject;
  discipline: Bilingual | null;
  venue: string | null;
  /** ISO UTC. */
  startsAt: string | null;
};

/** The message that says it. */
export type Told = {
  document: string | null;
  version: number | null;
  test: boolean;
  /** When it happened, ISO UTC. */
  occurredAt: string;
  /** When the provider said it, ISO UTC: orders two feeds of equal standing. */
  statedAt: string;
};

export type DraftBase = Omit<Draft, "key" | "kind" | "standing" | "headline" | "participants">;

/** Everything of a draft that does not depend on what happened. */
export function draftBase(told: Told, unit: Unit): DraftBase {
  const facts: Facts = {
    ...noFacts,
    eventCode: unit.eventCode,
    eventName: unit.subject.event,
    discipline: unit.discipline,
    phase: unit.subject.phase,
    venue: unit.venue,
    startsAt: unit.startsAt,
  };
  const marks: Marks = { final: unit.final, gapSeconds: null, records: [], signs: [] };
  return {
    eventCode: unit.eventCode,
    alias: null,
    context: contextOf(unit.subject, unit.venue),
    facts,
    marks,
    test: told.test,
    occurredAt: told.occurredAt,
    statedAt: told.statedAt,
    document: told.document,
    version: told.version,
  };
}
