/** Agrees, as a second person, to what waits for one: exactly the bytes that were read, and they leave like any other. */
import { sql } from "kysely";
import type { Campaign } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { grantedUndo, type Presser } from "#shared/undo-windows.ts";
import type { Tx } from "../db/changes.ts";
import { fromNow, readNow } from "../db/now.ts";
import { assertRealm } from "./compose.ts";
import type { FireParts } from "./fire.ts";
import { jobOf } from "./payload.ts";
import { pick, type Picked } from "./pick.ts";
import { assertNotQuiet } from "./quiet.ts";
import { assertStands } from "./replan.ts";
import { readPost } from "./store.ts";
import { moveTogether } from "./transition.ts";
import { windowAgain } from "./window-again.ts";
import { withPictureOf } from "./with-picture.ts";

export type Approving = {
  campaign: Campaign;
  caller: Presser & { personId: string };
  input: CommandInput<"post.approve">;
};

/**
 * All that waits of a post, or nothing. Refuses `notFound`, `notAwaited` (approved, taken back or lapsed meanwhile), `ownRequest`,
 * `renderChanged` (other bytes than those that wait), `modeOff`, `quietWindow`, `wrongRealm`, `tooLate`, and what stopped the moment.
 */
export async function approve(
  parts: FireParts,
  tx: Tx,
  { campaign, caller, input }: Approving,
): Promise<{ output: CommandOutput<"post.approve">; changes: NewChange[] }> {
  const { postId } = input;
  const { personId } = caller;
  const awaited = (await lockAll(tx, campaign.id, postId)).filter(({ state }) => state === "draft");
  const [first] = awaited;
  if (!first)
    throw new Refusal("notAwaited", {
      field: "postId",
      message: "nobody is asked about this post",
    });
  await assertAnother(tx, postId, personId);
  assertRead(awaited, input.hashes);
  if (campaign.mode === "off") throw new Refusal("modeOff");
  const undoMs = grantedUndo(windowAgain(campaign, awaited), input.undoMs, caller);
  const waitMs = await withPictureOf(tx, campaign, first.momentId, undoMs);
  await assertNotQuiet(tx, campaign, waitMs);
  for (const row of awaited) assertRealm(campaign, row, row.momentTest ?? false, "postId");
  awaited.forEach(assertStands);
  await assertInTime(tx, awaited, waitMs);
  await tx
    .updateTable("posts")
    .set({ approvedBy: personId, approvedAt: sql<Date>`clock_timestamp()` })
    .where("id", "=", postId)
    .execute();
  const approved = await moveTogether(tx, awaited, "approved", {
    approvedHash: sql<string>`deliveries.payload_hash`,
  });
  const scheduled = await moveTogether(tx, rowsOf(approved), "scheduled", {
    dueAt: fromNow(waitMs),
    newFence: true,
    rev: sql<number>`rev + 1`,
  });
  const rows = rowsOf(scheduled);
  await parts.add(
    tx,
    campaign.id,
    rows.map((row) => jobOf(row, parts.timing)),
  );
  const deliveries = scheduled.map(({ change }) => change.data.delivery);
  return {
    output: { deliveries: deliveries.map(({ id, state, dueAt }) => ({ id, state, dueAt })) },
    changes: [{ type: "post.approved", data: { post: await readPost(tx, postId), deliveries } }],
  };
}

function rowsOf<Row>(moved: readonly { row: Row }[]): Row[] {
  return moved.map(({ row }) => row);
}

async function lockAll(tx: Tx, campaignId: string, postId: string): Promise<Picked[]> {
  const ids = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("postId", "=", postId)
    .where("campaignId", "=", campaignId)
    .execute();
  if (ids.length > 0)
    return pick(
      tx,
      campaignId,
      ids.map(({ id }) => id),
    );
  throw new Refusal("notFound", { field: "postId", message: "there is no such post" });
}

async function assertAnother(tx: Tx, postId: string, personId: string): Promise<void> {
  const { firedBy } = await readPost(tx, postId);
  if (firedBy !== personId) return;
  throw new Refusal("ownRequest", {
    field: "postId",
    message: "who asked cannot be the one who agrees",
  });
}

function assertRead(awaited: readonly Picked[], hashes: readonly string[]): void {
  const waiting = awaited.map(({ payloadHash }) => payloadHash).toSorted();
  const read = hashes.toSorted();
  if (waiting.length === read.length && waiting.every((hash, at) => hash === read[at])) return;
  throw new Refusal("renderChanged", {
    field: "hashes",
    message: "these are not the texts that wait",
  });
}

/** What would be too late when it leaves is too late now. */
async function assertInTime(tx: Tx, awaited: readonly Picked[], waitMs: number): Promise<void> {
  const leavesAt = (await readNow(tx)).getTime() + waitMs;
  const late = awaited.find(({ notAfter }) => notAfter.getTime() <= leavesAt);
  if (!late) return;
  const notAfter = late.notAfter.toISOString();
  throw new Refusal("tooLate", { field: "postId", notAfter, message: `only until ${notAfter}` });
}
