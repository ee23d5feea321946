/** The one function that changes a delivery's state: legal by the shared table, guarded in SQL, told to every console. */
import { type RawBuilder, type Selectable, sql, type UpdateObject } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import { canBecome, type DeliveryState } from "#shared/posts.ts";
import { append, type Tx } from "../db/changes.ts";
import type { DeliveriesTable } from "../db/publishing-schema.ts";
import type { Schema } from "../db/schema.ts";
import { deliveryOf, ofAccount } from "./store.ts";

/** What every console is told of a delivery that moved. */
export type DeliveryChange = Extract<NewChange, { type: "delivery.changed" }>;
export type DeliveryRow = Selectable<DeliveriesTable>;
/** The change, and the row as it is now: for whoever moves it on. */
export type Moved = { row: DeliveryRow; change: DeliveryChange };
/** What may change along with the state; the state itself, the fence and the clock are this file's. */
export type Patch = Omit<
  UpdateObject<Schema, "deliveries">,
  "id" | "state" | "fence" | "changedAt"
> & { newFence?: boolean };

/**
 * Moves a delivery the caller has read (and best locked) from its state to `to`. Null when it is no longer in that state
 * under that fence: someone else moved it, and the caller must not act. Throws on an illegal transition, which is a bug.
 */
export async function transition(
  tx: Tx,
  row: Pick<DeliveryRow, "id" | "state" | "fence">,
  to: DeliveryState,
  patch: Patch = {},
): Promise<DeliveryChange | null> {
  return (await move(tx, row, to, patch))?.change ?? null;
}

/** As `transition`, for whoever goes on with the row. */
export async function move(
  tx: Tx,
  row: Pick<DeliveryRow, "id" | "state" | "fence">,
  to: DeliveryState,
  patch: Patch,
): Promise<Moved | null> {
  return (await moveTogether(tx, [row], to, patch))[0] ?? null;
}

/**
 * As `move`, for many the caller has locked, in one statement: each with a new fence and revision, and with the times,
 * payload and preparation its row says by now; what is scheduled so has a time that was said. Answers them as they are, in no order. Throws when one is not where it was.
 */
export async function moveAll(
  tx: Tx,
  rows: readonly DeliveryRow[],
  to: DeliveryState,
  reason: DeliveryRow["reason"],
): Promise<Moved[]> {
  if (rows.length === 0) return [];
  for (const { state } of rows)
    if (!canBecome(state, to)) throw new Error(`a delivery cannot go from ${state} to ${to}`);
  const moved = await tx
    .updateTable("deliveries")
    .from(["accounts as a", nextOf(rows)])
    .set((each) => ({
      reason,
      state: to,
      detail: null,
      leaseUntil: null,
      probes: 0,
      nextProbeAt: null,
      doubtSince: null,
      pacedAt: null,
      ...(to === "scheduled" ? { timed: true } : {}),
      rev: sql<number>`deliveries.rev + 1`,
      fence: sql<string>`nextval('fences')`,
      changedAt: sql<Date>`clock_timestamp()`,
      dueAt: each.ref("next.dueAt"),
      notAfter: each.ref("next.notAfter"),
      payload: sql<string>`next.payload`,
      payloadHash: each.ref("next.payloadHash"),
      prepared: sql<string | null>`next.prepared`,
    }))
    .whereRef("a.id", "=", "deliveries.accountId")
    .whereRef("deliveries.id", "=", "next.id")
    .whereRef("deliveries.fence", "=", "next.fence")
    .whereRef("deliveries.state", "=", "next.state")
    .returningAll("deliveries")
    .returning(ofAccount)
    .execute();
  if (moved.length !== rows.length) throw new Error("a delivery moved though it was locked");
  return moved.map((row) => ({
    row,
    change: { type: "delivery.changed", data: { delivery: deliveryOf(row) } },
  }));
}

function nextOf(rows: readonly DeliveryRow[]) {
  const next = rows.map((row) => ({
    id: row.id,
    state: row.state,
    fence: row.fence,
    due_at: row.dueAt,
    not_after: row.notAfter,
    payload: row.payload,
    payload_hash: row.payloadHash,
    prepared: row.prepared,
  }));
  return sql<DeliveryRow>`jsonb_to_recordset(${JSON.stringify(next)}::jsonb)`.as<"next">(
    sql`next(id uuid, state text, fence bigint, due_at timestamptz, not_after timestamptz,
      payload jsonb, payload_hash text, prepared jsonb)`,
  );
}

/** As `move`, for many in one statement, all with the same patch; answers in the order of `rows`, without those someone else moved or that `only` leaves out. */
export async function moveTogether(
  tx: Tx,
  rows: readonly Pick<DeliveryRow, "id" | "state" | "fence">[],
  to: DeliveryState,
  patch: Patch,
  only: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<Moved[]> {
  if (rows.length === 0) return [];
  for (const { state } of rows)
    if (!canBecome(state, to)) throw new Error(`a delivery cannot go from ${state} to ${to}`);
  const { newFence, ...rest } = patch;
  const ids = rows.map((row) => row.id);
  const [states, fences] = [rows.map((row) => row.state), rows.map((row) => row.fence)];
  // The update itself answers with all a console is told: a second look-up would cost every step a round trip.
  const moved = await tx
    .updateTable("deliveries")
    .from("accounts as a")
    .set({
      reason: null,
      ...doubtOf(to),
      ...rest,
      state: to,
      changedAt: sql<Date>`clock_timestamp()`,
      ...(newFence ? { fence: sql<string>`nextval('fences')` } : {}),
    })
    .whereRef("a.id", "=", "deliveries.accountId")
    .where(sql<boolean>`deliveries.id = ANY (${ids}::uuid[])`)
    .where(
      sql<boolean>`(deliveries.id, deliveries.state, deliveries.fence) IN
        (SELECT * FROM unnest(${ids}::uuid[], ${states}::text[], ${fences}::bigint[]))`,
    )
    .where(only)
    .returningAll("deliveries")
    .returning(ofAccount)
    .execute();
  const byId = new Map(moved.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return {
      row,
      change: { type: "delivery.changed" as const, data: { delivery: deliveryOf(row) } },
    };
  });
}

/** Doubt begins with the first call without an outcome, lasts through a second one, and ends where something is known. */
function doubtOf(to: DeliveryState): Patch {
  if (to === "uncertain")
    return { doubtSince: sql<Date>`coalesce(doubt_since, clock_timestamp())` };
  return to === "sending" || to === "needsHuman" ? {} : { doubtSince: null };
}

/** Appends what moved, each campaign's in its order. Call it last, as `append`. */
export async function appendMoved(tx: Tx, moved: readonly Moved[]): Promise<void> {
  for (const campaignId of new Set(moved.map(({ row }) => row.campaignId))) {
    const its = moved.filter(({ row }) => row.campaignId === campaignId);
    await append(
      tx,
      campaignId,
      its.map(({ change }) => change),
    );
  }
}
