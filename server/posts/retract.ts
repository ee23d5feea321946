/** Takes back what is public: for each post one that undoes it, whose deliveries go through the gate like anything that leaves. */
import { v7 as uuidv7 } from "uuid";
import type { Campaign } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { canDelete } from "#shared/networks.ts";
import type { Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Prepared } from "../networks/network.ts";
import { cancelAll } from "./cancel.ts";
import { assertRealm } from "./compose.ts";
import type { FireParts } from "./fire.ts";
import { hashPayload, jobOf } from "./payload.ts";
import { pick } from "./pick.ts";
import { preparedFor } from "./removing.ts";
import { readDeliveries, readPost } from "./store.ts";

export type Retracting = {
  campaign: Campaign;
  personId: string;
  pressedAt: string | null;
  deliveryIds: readonly string[];
};
type Standing = Awaited<ReturnType<typeof lockStanding>>[number];

/**
 * At once, without an undo window: a second press is its window. Refuses `modeOff`, `notFound`, `wrongRealm`, and `nothingToTakeBack`
 * where none of them is public on a network that takes posts back, and not asked for yet. Under a hold it is taken like
 * a fire: it stops at the gate.
 */
export async function retract(
  parts: FireParts,
  tx: Tx,
  asked: Retracting,
): Promise<{ output: CommandOutput<"post.retract">; changes: NewChange[] }> {
  const { campaign, deliveryIds } = asked;
  if (campaign.mode === "off") throw new Refusal("modeOff");
  // All in one order: whoever records such a delivery has what it takes back, too.
  await pick(tx, campaign.id, [...deliveryIds, ...(await listBefore(tx, deliveryIds))]);
  const all = await lockStanding(tx, deliveryIds);
  const before = await lockBefore(tx, deliveryIds);
  const underWay = new Set(
    before.filter(({ state }) => state !== "missed").map((row) => row.targetDeliveryId),
  );
  const rows = all.filter((row) => canDelete(row) && !underWay.has(row.id));
  if (rows.length === 0)
    throw new Refusal("nothingToTakeBack", {
      field: "deliveries",
      message: "none of them is public where it can be taken back, or it was asked for already",
    });
  for (const row of rows) assertRealm(campaign, row, row.momentTest ?? false, "deliveries");
  // One that was missed leaves its place to the new one.
  const anew = before.filter(({ targetDeliveryId }) =>
    rows.some(({ id }) => id === targetDeliveryId),
  );
  const { changes } = await cancelAll(tx, anew, "dropped");
  const made: { id: DeliveryId; targetDeliveryId: DeliveryId }[] = [];
  for (const postId of new Set(rows.map((row) => row.postId))) {
    const its = rows.filter((row) => row.postId === postId);
    const taken = await insertOne(parts, tx, asked, its);
    made.push(...taken.made);
    changes.push(taken.change);
  }
  return { output: { deliveries: made }, changes };
}

/** The public ones among them, as they stand. */
function lockStanding(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .innerJoin("posts as p", "p.id", "d.postId")
    .leftJoin("moments as m", "m.id", "p.momentId")
    .selectAll("d")
    .select([
      "a.wears",
      "a.realm",
      "a.handle",
      "p.title",
      "p.momentId as postMomentId",
      "p.momentVersion",
    ])
    .select(["m.version as versionNow", "m.changedAt as momentChangedAt", "m.test as momentTest"])
    .where("d.id", "in", [...ids])
    .where("d.state", "=", "confirmed")
    .where("d.kind", "=", "post")
    .where("d.takenBackAt", "is", null)
    .where("d.remoteId", "is not", null)
    .orderBy("d.id")
    .forUpdate("d")
    .execute();
}

async function listBefore(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("targetDeliveryId", "in", [...ids])
    .where("kind", "=", "delete")
    .execute();
  return rows.map(({ id }) => id);
}

/** What takes one of them back already, or did not get to it in time. */
function lockBefore(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .where("targetDeliveryId", "in", [...ids])
    .where("kind", "=", "delete")
    .where("state", "not in", ["cancelled", "rejected"])
    .orderBy("id")
    .forUpdate()
    .execute();
}

async function insertOne(
  parts: FireParts,
  tx: Tx,
  { campaign, personId, pressedAt }: Retracting,
  its: readonly Standing[],
) {
  const postId = uuidv7();
  const first = its[0]!;
  const isUntrue = first.versionNow !== null && first.versionNow !== first.momentVersion;
  await tx
    .insertInto("posts")
    .values({
      id: postId,
      campaignId: campaign.id,
      momentId: first.postMomentId,
      momentVersion: first.versionNow,
      templateId: null,
      title: JSON.stringify(first.title),
      purpose: "retract",
      quoted: null,
      firedBy: personId,
      // Since when the moment has not been what was said of it: how long that stood is on record with it.
      momentAt: isUntrue ? first.momentChangedAt : null,
      pressedAt,
    })
    .execute();
  const rows = await tx
    .insertInto("deliveries")
    .values(its.map((target) => deliveryFor(parts, target, postId)))
    .returning(["id", "rev", "state", "dueAt", "payload", "targetDeliveryId"])
    .execute();
  await parts.add(
    tx,
    campaign.id,
    rows.map((row) => jobOf(row, parts.timing)),
  );
  const deliveries = await readDeliveries(
    tx,
    rows.map(({ id }) => id),
  );
  const made = deliveries.map(({ id, targetDeliveryId }) => ({
    id,
    targetDeliveryId: targetDeliveryId!,
  }));
  const change: NewChange = {
    type: "post.fired",
    data: { post: await readPost(tx, postId), deliveries },
  };
  return { made, change };
}

/** Of no moment: nothing that becomes of it keeps a post from being taken back. */
function deliveryFor({ timing }: FireParts, target: Standing, postId: string) {
  const payload = { ...target.payload, media: [] };
  const { remoteKey } = payload;
  const prepared = preparedFor({
    remoteId: target.remoteId!,
    remoteUrl: target.remoteUrl ?? "",
    remoteKey,
    prepared: target.prepared as Prepared,
  });
  return {
    id: uuidv7(),
    campaignId: target.campaignId,
    postId,
    accountId: target.accountId,
    network: target.network,
    momentId: null,
    purpose: "retract",
    localeKey: target.localeKey,
    locales: target.locales,
    kind: "delete",
    targetDeliveryId: target.id,
    prepared: JSON.stringify(prepared),
    state: "scheduled" as const,
    dueAt: fromNow(0),
    notAfter: fromNow(timing.reactionShelfLifeMs),
    payload: JSON.stringify(payload),
    payloadHash: hashPayload(payload),
  };
}
