/** A message once read: one or more statements, each the newest word on one document, the same from any format. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour } from "#shared/moments.ts";

/** A competitor's place and mark in a unit that decides medals: compared with the medals, and quoted beside them. */
export type Placed = { competitor: string; rank: number; result: string | null };
export type Medalled = { competitor: string; medal: MedalColour };

export type Statement = {
  /** Names the document; its newest version replaces the others. */
  key: string;
  version: number;
  /** Orders two bodies of one version: the provider's local date and time. */
  stampedAt: string;
  eventCode: string;
  type: "result" | "medallists" | "schedule" | "moment";
  /** The provider took back all that this document said. */
  invalidated: boolean;
  /** Under protest: nobody should react to this event. */
  contested: boolean;
  /** True as long as this is the newest version; what a newer one leaves out is withdrawn. */
  drafts: Draft[];
  /** True once said; silence does not take it back. */
  passing: Draft[];
  /** Who leads while it is live, and what to say should that be news. */
  leader: { competitor: string; draft: Draft } | null;
  /** The ranking of a unit that decides medals. */
  podium: Placed[] | null;
  medals: Medalled[] | null;
};

/** What is remembered of the newest version of a document, so that `detect` needs nothing else. */
export type Summary = {
  key: string;
  type: Statement["type"];
  stampedAt: string;
  said: string[];
  passed: string[];
  leader: string | null;
  contested: boolean;
  everContested: boolean;
  podium: Placed[] | null;
  medals: Medalled[] | null;
  /** Kept for medallists: a protest on the result says them again, held. */
  drafts: Draft[];
};

/** What an adapter makes of a message. */
export type Reading = {
  statements: Statement[];
  /** A name that may be heard once only (CloudEvents: source and id). */
  once: string | null;
};

/** What reading needs to know besides the message. */
export type ReadingContext = { venueZone: string; receivedAt: number };
