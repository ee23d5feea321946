/**
 * What is known of each delivery from outside the desk: what its network was asked, did and has; and the desk's own
 * append-only notes of what it asked and heard, which are evidence and no state.
 */
import type { StoredCall } from "#server/rehearsal/calls.ts";
import type { DeliveryReason, DeliveryState } from "#shared/posts.ts";
import type { DeskRecord } from "../harness/record.ts";
import type { NetworkPost, TestNetwork } from "../harness/rehearsal-network.ts";
import { grouped } from "./grouped.ts";
import type { Planned, Script } from "./script.ts";

export type Attempt = { attempt: number; step: string; outcome: string | null; at: Date };
export type Seen = {
  planned: Planned;
  /** What is public, oldest first. */
  posts: NetworkPost[];
  /** The calls that could make it public, as they came. */
  calls: StoredCall[];
  attempts: Attempt[];
  /** Null where the desk has no such delivery. */
  row: Row | null;
};
export type Row = {
  id: string;
  state: DeliveryState;
  reason: DeliveryReason | null;
  remoteId: string | null;
};

/** What nothing more happens to by itself. */
const ended: readonly DeliveryState[] = [
  "confirmed",
  "rejected",
  "missed",
  "needsHuman",
  "cancelled",
];

/** How many of the script's have neither ended nor asked. */
export async function countOpen({ db }: DeskRecord): Promise<number> {
  const { open } = await db
    .selectFrom("deliveries")
    .select((each) => each.fn.countAll<string>().as("open"))
    .where("state", "not in", ended)
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** Everything about each planned delivery, in the script's order. */
export async function lookAtAll(
  { record: { db }, network }: { record: DeskRecord; network: TestNetwork },
  { planned }: Script,
): Promise<Seen[]> {
  const posts = byPlace((await network.posts()).toReversed());
  const calls = byPlace((await network.calls()).filter(({ call }) => call === "publish"));
  const rows = await db
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .select(["d.id", "d.state", "d.reason", "d.remoteId", "a.handle", "d.payload"])
    .execute();
  const attempts = grouped(
    await db
      .selectFrom("attempts")
      .select(["deliveryId", "attempt", "step", "outcome", "at"])
      .orderBy("id")
      .execute(),
    ({ deliveryId }) => deliveryId,
  );
  const rowAt = byPlace(rows.map((row) => ({ ...row, text: row.payload.text })));
  return planned.map((one) => {
    const row = rowAt.get(placeOf(one.handle, one.marker))?.[0] ?? null;
    return {
      planned: one,
      posts: posts.get(placeOf(one.handle, one.marker)) ?? [],
      calls: calls.get(placeOf(one.handle, one.marker)) ?? [],
      attempts: row ? (attempts.get(row.id) ?? []) : [],
      row,
    };
  });
}

/** A text begins with its marker. */
function byPlace<One extends { handle: string; text: string | null }>(
  all: readonly One[],
): Map<string, One[]> {
  return grouped(all, ({ handle, text }) => placeOf(handle, text?.split(" ")[0] ?? ""));
}

function placeOf(handle: string, marker: string): string {
  return `${handle}\n${marker}`;
}
