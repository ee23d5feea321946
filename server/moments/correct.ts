/** A moment the desk knows, stated again: other outcome, other standing, or another feed saying the same. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Moment, MomentSource, MomentStatus } from "#shared/moments.ts";
import type { Draft } from "./draft.ts";
import { contentOf } from "./raise.ts";
import type { MomentRow } from "./store.ts";
import { momentOf } from "./store.ts";

export type MomentChange = Exclude<NewChange, { type: "moment.raised" }> & {
  type: `moment.${string}`;
  data: { moment: Moment };
};
/** `changed`: its version rose, so what was prepared on it must be looked at. */
export type Restated = { change: MomentChange; changed: boolean } | null;

/** Compares and writes; null when nothing happened. `corrected` means: it stands, and its outcome changed at least once. */
export async function restate(
  tx: Tx,
  row: MomentRow,
  source: MomentSource,
  draft: Draft,
): Promise<Restated> {
  const sameOutcome = row.facts.outcome === draft.facts.outcome;
  const everCorrected = row.everCorrected || !sameOutcome;
  const status = nextStatus(row, source, draft, sameOutcome, everCorrected);
  // A test that turns out to be real may now leave for live accounts; the contrary holds only where the words change.
  const becomesReal = row.test && !draft.test;
  if (sameOutcome && status === row.status && !becomesReal) return addSource(tx, row, source);
  const changed = await tx
    .updateTable("moments")
    .set({
      version: row.version + 1,
      status,
      ...contentOf(draft, row.facts.firstEver),
      source: JSON.stringify(source),
      sources: JSON.stringify(withSource(row.sources, source)),
      before: JSON.stringify({ status: row.status, headline: row.headline, version: row.version }),
      everCorrected,
      test: draft.test,
      changedAt: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return {
    change: { type: changeOf(status, sameOutcome), data: { moment: momentOf(changed) } },
    changed: true,
  };
}

function nextStatus(
  row: MomentRow,
  source: MomentSource,
  draft: Draft,
  same: boolean,
  everCorrected: boolean,
): MomentStatus {
  // A second feed that is only slower does not take back what the first one confirmed.
  const slower =
    draft.standing === "provisional" &&
    row.source.feed !== source.feed &&
    row.status !== "withdrawn";
  if (same && slower) return row.status;
  return draft.standing === "confirmed" && everCorrected ? "corrected" : draft.standing;
}

function changeOf(status: MomentStatus, sameOutcome: boolean): MomentChange["type"] {
  if (status === "protested") return "moment.protested";
  return sameOutcome && status === "confirmed" ? "moment.confirmed" : "moment.corrected";
}

async function addSource(tx: Tx, row: MomentRow, source: MomentSource): Promise<Restated> {
  if (row.sources.some((each) => each.feed === source.feed)) return null;
  const sources = JSON.stringify(withSource(row.sources, source));
  const changed = await tx
    .updateTable("moments")
    .set({ sources })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return {
    change: { type: "moment.confirmed", data: { moment: momentOf(changed) } },
    changed: false,
  };
}

function withSource(sources: readonly MomentSource[], source: MomentSource): MomentSource[] {
  const known = sources.some((each) => each.feed === source.feed);
  return known
    ? sources.map((each) => (each.feed === source.feed ? source : each))
    : [...sources, source];
}
