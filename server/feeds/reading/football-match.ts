/** A football match as any format has it. */
import type { Bilingual } from "#shared/locales.ts";
import { badField } from "../bad-message.ts";
import type { Call } from "../words/football.ts";

const most = 200;

export type SideName = "home" | "away";
export type Score = Record<SideName, number>;
export type Side = { id: string; name: Bilingual; code: string | null };
export type Player = {
  id: string;
  /** Null where the message only numbers people. */
  name: string | null;
  givenName?: string | null;
  familyName?: string | null;
};
/** `minute` is the one begun, as football counts: 1 to 90, and on. `period`: 1 and 2, 3 and 4 in extra time, 5 for the shoot-out. `at` is ISO UTC. */
export type Clock = { period: number; minute: number; at: string };
/** `key` names it for good; `side` is the one it counts for, an own goal too. `saidAt`: when the provider last said so, ISO UTC. */
export type Goal = Clock & {
  key: string;
  side: SideName;
  type: "goal" | "penalty" | "own";
  scorer: Player | null;
  assist: Player | null;
  saidAt: string;
};
export type Card = Clock & {
  key: string;
  side: SideName;
  type: "red" | "secondYellow";
  who: Player | null;
  saidAt: string;
};

export type Ended = { period: number; at: string; score?: Score | null };

export type Match = {
  /** Names the match in this family of formats: `statsperform/…`. */
  code: string;
  sides: Record<SideName, Side>;
  competition: string | null;
  venue: string | null;
  /** ISO UTC. */
  startsAt: string | null;
  halfMinutes: number;
  /** ISO UTC; null before it. */
  kickedOff: string | null;
  goals: Goal[];
  cards: Card[];
  /** The periods over, 1 to 4; `score` where the message says it and no goals. */
  ended: Ended[];
  /** The last period that began. */
  period: number;
  shootout: Score | null;
  /** Null while it goes on. `score` is the document's own word, where it has one. */
  over: { at: string; standing: "provisional" | "confirmed"; score: Score | null } | null;
  /** It is not played as announced. */
  call: Call | null;
};
/** The message, and when the provider said it (ISO UTC). */
export type Document = { document: string; version: number; saidAt: string };

/** As many goals, or cards, as a match may have; throws `BadMessage` naming the field beyond. */
export function bounded<Item>(list: readonly Item[], field: string): readonly Item[] {
  if (list.length <= most) return list;
  throw badField(field, `more than ${most} in one match; send one match at a time`);
}
