/** What is public of a moment, as `untrueOf` weighs it. */
import type { Spoken } from "#shared/corrections.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { locale } from "#shared/locales.ts";
import type { Tx } from "../db/changes.ts";

/** Every delivery of a moment that is public and was not taken back, with what its post quoted. What may be public and is not known to be is left out. */
export async function listSpoken(tx: Tx, momentId: string): Promise<Spoken[]> {
  const rows = await tx
    .selectFrom("deliveries as d")
    .innerJoin("posts as p", "p.id", "d.postId")
    .select(["d.id", "d.accountId", "d.localeKey", "p.momentVersion", "p.title", "p.quoted"])
    .where("d.momentId", "=", momentId)
    .where("d.state", "=", "confirmed")
    .where("d.kind", "=", "post")
    .where("d.takenBackAt", "is", null)
    .orderBy("d.id")
    .execute();
  return rows.map((row) => ({
    deliveryId: row.id as DeliveryId,
    accountId: row.accountId,
    locale: locale.parse(row.localeKey),
    version: row.momentVersion ?? 0,
    headline: row.title,
    quoted: row.quoted,
  }));
}
