/** One post per moment, account, language and purpose (a correction: and version of the moment): whether the place is free, and who has it where it is not. */
import { Refusal } from "#shared/errors.ts";
import type { Tx } from "../db/changes.ts";
import type { DeliveryRow } from "./transition.ts";

export type Place = Pick<
  DeliveryRow,
  "momentId" | "accountId" | "localeKey" | "purpose" | "occurrence"
>;

/** Refuses `alreadyPosted`. What belongs to no moment has no place to lose. */
export async function assertFree(tx: Tx, places: readonly Place[]): Promise<void> {
  const momentIds = places.flatMap(({ momentId }) => momentId ?? []);
  if (momentIds.length === 0) return;
  const taken = await tx
    .selectFrom("deliveries as d")
    .innerJoin("posts as p", "p.id", "d.postId")
    .leftJoin("people as who", "who.id", "p.firedBy")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .select(["d.momentId", "d.accountId", "d.localeKey", "d.purpose", "d.occurrence"])
    .select(["d.postId", "a.handle", "who.name as by", "p.firedAt"])
    .where("d.momentId", "in", momentIds)
    .where("d.state", "not in", ["cancelled", "rejected", "missed"])
    .where("d.takenBackAt", "is", null)
    .execute();
  const one = taken.find((row) => places.some((place) => isSame(place, row)));
  if (!one) return;
  throw new Refusal("alreadyPosted", {
    message: `${one.by ?? "someone"} already ${one.purpose === "correction" ? "corrected" : "posted"} this moment on ${one.handle}`,
    by: one.by,
    at: one.firedAt.toISOString(),
    postId: one.postId,
  });
}

function isSame(one: Place, other: Place): boolean {
  return (
    one.momentId === other.momentId &&
    one.accountId === other.accountId &&
    one.localeKey === other.localeKey &&
    one.purpose === other.purpose &&
    one.occurrence === other.occurrence
  );
}

/** For whoever writes: what was free a moment ago may have been taken since, and the database says so. */
export function refuseTaken(error: unknown): never {
  if ((error as { constraint?: string }).constraint !== "deliveries_one_place") throw error;
  throw new Refusal("alreadyPosted", {
    message: "another editor posted this moment at this very instant",
  });
}
