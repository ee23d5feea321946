/** Whom and what a press is likely to be about: those of what is on now, newest first. Pure. */
import type { Bilingual } from "#shared/locales.ts";
import type { Moment, MomentKind, Participant } from "#shared/moments.ts";

/** Somebody, by their place in a moment; or an event as a whole, which that moment belongs to. */
export type Guess =
  | { kind: "person"; key: string; momentId: Moment["id"]; at: number; who: Participant }
  | { kind: "event"; key: string; momentId: Moment["id"]; name: Bilingual };

const mostPeople = 6;
const mostEvents = 2;

/** What people take part in, and how many of them are named by it; the rest (news, notes) says nothing of who is on. */
const fromEach: Partial<Record<MomentKind, number>> = {
  start: 6,
  result: 3,
  period: 2,
  lead: 1,
  goal: 1,
  card: 1,
  qualification: 1,
  medal: 1,
  record: 1,
  disqualification: 1,
  retirement: 1,
};

/** At most six people and the two newest events; `moments` are newest first, as the desk has them. */
export function guessesOf(moments: readonly Moment[]): Guess[] {
  const people = new Map<string, Guess>();
  const events = new Map<string, Guess>();
  for (const moment of moments) {
    const share = fromEach[moment.kind];
    if (share === undefined || moment.status === "withdrawn") continue;
    const { eventName } = moment.facts;
    const event = `event ${eventName?.fr.toLocaleLowerCase("fr") ?? ""}`;
    if (eventName && events.size < mostEvents && !events.has(event))
      events.set(event, {
        kind: "event",
        key: event,
        momentId: moment.id,
        name: eventName,
      });
    for (const [at, who] of moment.participants.slice(0, share).entries()) {
      const key = `person ${who.name} ${who.organisation ?? ""}`;
      if (people.size < mostPeople && !people.has(key))
        people.set(key, { kind: "person", key, momentId: moment.id, at, who });
    }
    if (people.size === mostPeople && events.size === mostEvents) break;
  }
  return [...people.values(), ...events.values()];
}

/** Whether two guesses offer the same. */
export function sameGuesses(a: readonly Guess[], b: readonly Guess[]): boolean {
  return a.map(({ key }) => key).join("\n") === b.map(({ key }) => key).join("\n");
}
