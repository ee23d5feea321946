/** What stands planned under posts that leave at a time. */
import type { AccountId, DeliveryId, PostId } from "#shared/ids.ts";
import type { Locale } from "#shared/locales.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { DeliveryRow } from "./transition.ts";

export type Scheduled = {
  postId: PostId;
  /** Something of it went out, is on its way, or may be: nothing of it is planned any more. */
  left: boolean;
  /** By account and language. `dropped`: a person took it back, so it does not leave, and it is no part of a new plan. */
  texts: { accountId: AccountId; locale: Locale; text: string; dropped: boolean }[];
  /** The revision of every delivery there is under the post. */
  seen: Map<DeliveryId, number>;
};

const leftStates: readonly DeliveryState[] = [
  "sending",
  "uncertain",
  "needsHuman",
  "confirmed",
  "rejected",
];

/** Whether a delivery is past the point where a plan can change it. */
export function hasLeft(state: DeliveryState): boolean {
  return leftStates.includes(state);
}

type Place = Pick<DeliveryRow, "accountId" | "localeKey" | "occurrence">;

/** Where a text goes: its account and its language. */
export function placeOf({ accountId, localeKey }: Omit<Place, "occurrence">): string {
  return `${accountId}|${localeKey}`;
}

/** The latest of each place: what was planned there again follows what was taken back. */
export function latestOf<Row extends Place>(rows: readonly Row[]): Map<string, Row> {
  const latest = new Map<string, Row>();
  for (const row of rows) {
    const other = latest.get(placeOf(row));
    if (!other || other.occurrence < row.occurrence) latest.set(placeOf(row), row);
  }
  return latest;
}

/** What stands under these posts, in no order. Locks nothing. */
export async function readScheduled(
  db: Db | Tx,
  postIds: readonly string[],
): Promise<Map<PostId, Scheduled>> {
  const rows = await rowsOf(db, postIds);
  const byPost = new Map<string, typeof rows>();
  for (const row of rows) byPost.set(row.postId, [...(byPost.get(row.postId) ?? []), row]);
  return new Map(
    [...byPost].map(([id, its]) => {
      const postId = id as PostId;
      const seen = new Map(its.map((row) => [row.id as DeliveryId, row.rev]));
      return [
        postId,
        { postId, left: its.some(({ state }) => hasLeft(state)), texts: textsOf(its), seen },
      ];
    }),
  );
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

async function rowsOf(db: Db | Tx, postIds: readonly string[]) {
  if (postIds.length === 0) return [];
  return db
    .selectFrom("deliveries")
    .select(["id", "postId", "accountId", "localeKey", "occurrence", "state", "reason", "rev"])
    .select("payload")
    .where("postId", "in", [...postIds])
    .where("kind", "=", "post")
    .execute();
}

function textsOf(rows: readonly Row[]): Scheduled["texts"] {
  return [...latestOf(rows).values()]
    .filter(({ state, reason }) => state !== "cancelled" || reason !== "unplanned")
    .map(({ accountId, payload, state }) => ({
      accountId: accountId as AccountId,
      locale: payload.locale,
      text: payload.text,
      dropped: state === "cancelled",
    }));
}
