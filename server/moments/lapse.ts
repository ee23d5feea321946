/** Claims whose console is gone: shortened when its last connection drops, let go when the lease runs out. */
import { sql } from "kysely";
import type { MomentId } from "#shared/ids.ts";
import { append, type Db } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";

/** A person's last console here went away: unless another renews them, their claims end within `graceMs`. */
export async function shortenClaims(db: Db, personId: string, graceMs: number): Promise<void> {
  await db
    .updateTable("claims")
    .set({ leaseUntil: sql<Date>`least(lease_until, ${fromNow(graceMs)})` })
    .where("personId", "=", personId)
    .execute();
}

/** Lets go of every claim that ran out; how many. */
export async function releaseLapsed(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom("claims")
      .where("leaseUntil", "<=", sql<Date>`clock_timestamp()`)
      .returning(["momentId", "campaignId"])
      .execute();
    for (const campaignId of new Set(gone.map((each) => each.campaignId))) {
      const ids = gone.filter((each) => each.campaignId === campaignId);
      await append(
        tx,
        campaignId,
        ids.map(({ momentId }) => ({
          type: "claim.released",
          data: { momentId: momentId as MomentId },
        })),
      );
    }
    return gone.length;
  });
}
