/** Who is on a moment. A claim is a lease: its console renews it, and without that it lets go by itself (see `lapse`). */
import { sql } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { MomentId, PersonId } from "#shared/ids.ts";
import type { Claim } from "#shared/moments.ts";
import type { Db, Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";

type Result<Name extends "moment.claim" | "moment.release"> = {
  output: CommandOutput<Name>;
  changes: NewChange[];
};
type Asking = { campaignId: string; personId: string; momentId: string };

/** Takes a moment for a person. Refuses `notFound`, and `claimedByOther` unless it is to be taken over. */
export async function claim(
  tx: Tx,
  { campaignId, personId, momentId }: Asking,
  { takeOver, leaseMs }: { takeOver: boolean; leaseMs: number },
): Promise<Result<"moment.claim">> {
  const moment = await tx
    .selectFrom("moments")
    .select("id")
    .where("id", "=", momentId)
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
  if (!moment)
    throw new Refusal("notFound", { field: "momentId", message: "there is no such moment" });
  const before = await readClaim(tx, momentId);
  const taken = await tx
    .insertInto("claims")
    .values({ momentId, campaignId, personId, leaseUntil: fromNow(leaseMs) })
    .onConflict((conflict) =>
      conflict
        .column("momentId")
        .doUpdateSet({
          personId,
          leaseUntil: fromNow(leaseMs),
          claimedAt: sql<Date>`CASE WHEN claims.person_id = excluded.person_id THEN claims.claimed_at ELSE clock_timestamp() END`,
        })
        .where((each) =>
          each.or([
            each.val(takeOver),
            each("claims.personId", "=", personId),
            each("claims.leaseUntil", "<=", sql<Date>`clock_timestamp()`),
          ]),
        ),
    )
    .executeTakeFirst();
  const now = (await readClaim(tx, momentId))!;
  if (taken.numInsertedOrUpdatedRows === 0n) refuseTaken(now);
  const known = before?.personId === personId;
  return {
    output: { claim: now },
    changes: known ? [] : [{ type: "claim.taken", data: { claim: now } }],
  };
}

/** Renews a person's own claim; false when it is not theirs any more. */
export async function keep(
  tx: Tx,
  { personId, momentId }: Omit<Asking, "campaignId">,
  leaseMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("claims")
    .set({ leaseUntil: fromNow(leaseMs) })
    .where("momentId", "=", momentId)
    .where("personId", "=", personId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Lets a person's own claim go; nothing happens where it is not theirs. */
export async function release(
  tx: Tx,
  { personId, momentId }: Omit<Asking, "campaignId">,
): Promise<Result<"moment.release">> {
  const { numDeletedRows } = await tx
    .deleteFrom("claims")
    .where("momentId", "=", momentId)
    .where("personId", "=", personId)
    .executeTakeFirst();
  const id = momentId as MomentId;
  return {
    output: { momentId: id },
    changes: numDeletedRows > 0n ? [{ type: "claim.released", data: { momentId: id } }] : [],
  };
}

/** Since when this person is on the moment, null when they are not. Refuses `claimedByOther` while somebody else is. */
export async function assertUnclaimed(
  tx: Tx,
  momentId: string,
  personId: string,
): Promise<Date | null> {
  const row = await claimRows(tx)
    .where("c.momentId", "=", momentId)
    .where((each) =>
      each.or([
        each("c.personId", "=", personId),
        each("c.leaseUntil", ">", sql<Date>`clock_timestamp()`),
      ]),
    )
    .executeTakeFirst();
  if (!row) return null;
  if (row.personId !== personId) refuseTaken(claimOf(row));
  return row.claimedAt;
}

/** Every claim there is, newest moment first. */
export async function listClaims(db: Db | Tx, campaignId: string): Promise<Claim[]> {
  const rows = await claimRows(db)
    .where("c.campaignId", "=", campaignId)
    .orderBy("c.momentId", "desc")
    .execute();
  return rows.map(claimOf);
}

async function readClaim(tx: Tx, momentId: string): Promise<Claim | null> {
  const row = await claimRows(tx).where("c.momentId", "=", momentId).executeTakeFirst();
  return row ? claimOf(row) : null;
}

function claimRows(db: Db | Tx) {
  return db
    .selectFrom("claims as c")
    .innerJoin("people as p", "p.id", "c.personId")
    .select(["c.momentId", "c.personId", "c.claimedAt", "p.name"]);
}

function claimOf(row: {
  momentId: string;
  personId: string;
  claimedAt: Date;
  name: string;
}): Claim {
  return {
    id: row.momentId as MomentId,
    personId: row.personId as PersonId,
    personName: row.name,
    at: row.claimedAt.toISOString(),
  };
}

function refuseTaken({ personName, at }: Claim): never {
  throw new Refusal("claimedByOther", {
    field: "momentId",
    message: `${personName} is on this moment`,
    by: personName,
    at,
  });
}
