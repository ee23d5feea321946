/** All that can stop a delivery at the gate without being it: holds, the campaign's mode and silences, the account's realm, the moment. */
import { sql } from "kysely";
import type { DeliveryReason } from "#shared/posts.ts";
import { blocksLeaving } from "#shared/moments.ts";
import { quietAt } from "#shared/quiet.ts";
import type { Tx } from "../db/changes.ts";
import { passTurnstile } from "../db/turnstile.ts";
import type { PacedAccount } from "./pace.ts";
import type { DeliveryRow } from "./transition.ts";

export type Stop = { to: "held" | "missed"; reason: DeliveryReason };
/** What names a delivery never changes, and another time is another claim: read with the claim, not again. */
export type Stoppable = Pick<
  DeliveryRow,
  "campaignId" | "accountId" | "momentId" | "postId" | "kind" | "dueAt"
>;
/** What stops each, and the accounts as they are. */
export type Stops = {
  stopOf: (one: Stoppable) => Stop | null;
  accounts: readonly PacedAccount[];
};

/** Locks it, shared, in the order of DESIGN §5a. All must be of one campaign and one moment. */
export async function lockStops(tx: Tx, all: readonly Stoppable[]): Promise<Stops> {
  const { campaignId, momentId } = all[0]!;
  const accountIds = [...new Set(all.map(({ accountId }) => accountId))];
  await passTurnstile(tx);
  const holds = await tx
    .selectFrom("holds")
    .select(["scope", "scopeId", "held"])
    .where((each) =>
      each.or([each("scope", "=", "global"), each("scopeId", "in", [campaignId, ...accountIds])]),
    )
    .orderBy("id")
    .forShare()
    .execute();
  const accounts = await lockAccounts(tx, campaignId, accountIds);
  const moment = momentId ? await lockMoment(tx, momentId, all) : null;
  const stopOf = ({ accountId, postId, kind, dueAt }: Stoppable): Stop | null => {
    const holding = [null, campaignId, accountId];
    if (
      holds.some(
        ({ held, scope, scopeId }) => held && (scope === "global" || holding.includes(scopeId)),
      )
    )
      return { to: "held", reason: "held" };
    const { mode, realm, quietWindows, now } = accounts.find(({ id }) => id === accountId)!;
    if (mode === "off") return { to: "missed", reason: "modeOff" };
    if (realm !== "rehearsal" && (mode === "rehearsal" || moment?.test))
      return { to: "missed", reason: "wrongRealm" };
    // A gate passes ahead: what counts is the instant it is for. Taking something back says nothing.
    const leavesAt = Math.max(now.getTime(), dueAt.getTime());
    if (kind !== "delete" && quietAt(quietWindows, leavesAt))
      return { to: "missed", reason: "quiet" };
    if (!moment) return null;
    const post = moment.posts.get(postId);
    const stands =
      post?.momentVersion === moment.version && !blocksLeaving(moment.status, post.purpose);
    return stands ? null : { to: "missed", reason: "momentChanged" };
  };
  return { stopOf, accounts };
}

/** The campaign and the accounts in one statement: only ever shared here, so their order is nobody's wait. */
async function lockAccounts(tx: Tx, campaignId: string, accountIds: readonly string[]) {
  return tx
    .selectFrom(["campaigns", "accounts"])
    .leftJoin("paces", "paces.accountId", "accounts.id")
    .select(["accounts.id", "mode", "realm", "network", "wears", "spacingMs", "quietWindows"])
    .select(sql<Date>`clock_timestamp()`.as("now"))
    .select(sql<boolean>`coalesce(blocked_until > clock_timestamp(), false)`.as("blocked"))
    .where("campaigns.id", "=", campaignId)
    .where("accounts.id", "in", accountIds)
    .forShare(["campaigns", "accounts"])
    .execute();
}

async function lockMoment(tx: Tx, momentId: string, all: readonly Stoppable[]) {
  const moment = await tx
    .selectFrom("moments")
    .select(["version", "status", "test"])
    .where("id", "=", momentId)
    .forShare()
    .executeTakeFirstOrThrow();
  // What was accepted never changes: it needs no lock.
  const posts = await tx
    .selectFrom("posts")
    .select(["id", "momentVersion", "purpose"])
    .where("id", "in", [...new Set(all.map(({ postId }) => postId))])
    .execute();
  return { ...moment, posts: new Map(posts.map((post) => [post.id, post])) };
}
