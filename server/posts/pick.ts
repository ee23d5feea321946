/** The deliveries that one press is about, with what decides whether they may still leave. */
import { Refusal } from "#shared/errors.ts";
import { sql } from "kysely";
import type { Tx } from "../db/changes.ts";
import { withTakenBack } from "./taken-back.ts";

export type Picked = Awaited<ReturnType<typeof lockDeliveries>>[number];

/**
 * Locks the named deliveries of a campaign, each once, after the moments they are about: the order every writer takes.
 * With one that takes a post back, that post is locked, too; only the named ones are answered.
 * Refuses `notFound` where one is not there.
 */
export async function pick(tx: Tx, campaignId: string, ids: readonly string[]): Promise<Picked[]> {
  const wanted = [...new Set(ids)];
  await lockMoments(tx, wanted);
  const locked = await lockDeliveries(tx, campaignId, wanted);
  const rows = locked.filter(({ id }) => wanted.includes(id));
  const missing = wanted.find((id) => !rows.some((row) => row.id === id));
  if (!missing) return rows;
  throw new Refusal("notFound", {
    field: "deliveries",
    message: `there is no delivery ${missing}`,
  });
}

async function lockMoments(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .selectFrom("moments")
    .select("id")
    .where("id", "in", (each) =>
      each.selectFrom("deliveries").select("momentId").where("id", "in", ids).$castTo<{
        momentId: string;
      }>(),
    )
    .orderBy("id")
    .forShare()
    .execute();
}

function lockDeliveries(tx: Tx, campaignId: string, ids: readonly string[]) {
  return tx
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .innerJoin("posts as p", "p.id", "d.postId")
    .leftJoin("moments as m", "m.id", "d.momentId")
    .selectAll("d")
    .select([
      "a.handle",
      "a.realm",
      "a.spacingMs",
      "a.undoMs",
      "p.momentVersion as acceptedVersion",
    ])
    .select(["m.version as momentVersion", "m.status as momentStatus", "m.test as momentTest"])
    .where(sql<boolean>`d.id = ANY (${withTakenBack(ids)})`)
    .where("d.campaignId", "=", campaignId)
    .orderBy("d.id")
    .forUpdate("d")
    .execute();
}
