/** What a feed says about one moment, before it is compared with what the desk already knows. */
import type { Bilingual } from "#shared/locales.ts";
import type { Facts, MomentKind, Participant, Seen } from "#shared/moments.ts";

/** Signs of intensity the feed itself carries; `salience.ts` turns them into points. */
export type Marks = {
  /** The unit decides the event. */
  final: boolean;
  /** Seconds between first and second, where both are times. */
  gapSeconds: number | null;
  /** Record codes (`WR`, `NR`, `PB`) set by who the moment is about. */
  records: string[];
  /** What else the message itself shows, by its name in the table of `salience.ts`. */
  signs: Sign[];
};
/** `lateLead`: in the last tenth. `comeback`: from far behind. `stoppage`: in added time. `photo`: decided on the photo. `fullTime`: a match is over. */
export type Sign =
  | "lateLead"
  | "comeback"
  | "stoppage"
  | "photo"
  | "upset"
  | "decider"
  | "fullTime";

/** `key` names the fact, the same from any feed; `facts.outcome` is what must differ for anything to have happened. */
export type Draft = {
  key: string;
  eventCode: string;
  /** The same fact by names alone: how a feed with codes and one without meet. Null where codes are enough. */
  alias: string | null;
  kind: MomentKind;
  standing: "provisional" | "confirmed" | "protested";
  headline: Bilingual;
  context: Bilingual;
  participants: Participant[];
  facts: Facts;
  marks: Marks;
  test: boolean;
  /** Known from before its feed was heard: no news any more. */
  late?: boolean;
  /** Worked out from what the feed says: whoever states it, or states otherwise, prevails. */
  deduced?: boolean;
  /** What a person saw; absent for what a feed told. */
  seen?: Seen;
  /** ISO, UTC. */
  occurredAt: string;
  /** When the provider said it (ISO, UTC): of two feeds of equal authority, the later word holds. */
  statedAt: string;
  /** The provider's name and version of the message that says it. */
  document: string | null;
  version: number | null;
};

/** `gone`: a newer statement no longer has it, so its outcome changed. `invalidated`: the provider took the message back. */
export type Withdrawal = {
  key: string;
  standing: "withdrawn";
  cause: "gone" | "invalidated";
  statedAt: string;
  /** The provider's name of the message that said it; absent where nobody stated it. */
  document?: string;
};

/** The names a draft's moment is found by: a fact told by codes is known again by its names, and the other way round. */
export function namesOf(draft: Draft | Withdrawal): string[] {
  if (draft.standing === "withdrawn" || draft.alias === null) return [draft.key];
  return [draft.key, draft.alias];
}
