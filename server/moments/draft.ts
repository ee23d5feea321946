/** What a feed says about one moment, before it is compared with what the desk already knows. */
import type { Bilingual } from "#shared/locales.ts";
import type { Facts, MomentKind, Participant } from "#shared/moments.ts";

/** Signs of intensity the feed itself carries; `salience.ts` turns them into points. */
export type Marks = {
  /** The unit decides the event. */
  final: boolean;
  /** Seconds between first and second, where both are times. */
  gapSeconds: number | null;
  /** Record codes (`WR`, `NR`, `PB`) set by who the moment is about. */
  records: string[];
};

/** `key` names the fact, the same from any feed; `facts.outcome` is what must differ for anything to have happened. */
export type Draft = {
  key: string;
  eventCode: string;
  kind: MomentKind;
  standing: "provisional" | "confirmed" | "protested";
  headline: Bilingual;
  context: Bilingual;
  participants: Participant[];
  facts: Facts;
  marks: Marks;
  test: boolean;
  /** ISO, UTC. */
  occurredAt: string;
  /** The provider's name and version of the message that says it. */
  document: string | null;
  version: number | null;
};

/** `gone`: a newer statement no longer has it, so its outcome changed. `invalidated`: the provider took the message back. */
export type Withdrawal = { key: string; standing: "withdrawn"; cause: "gone" | "invalidated" };
