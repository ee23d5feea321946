/** Whose turn it is to plan a campaign's days. */
import { sql } from "kysely";
import type { Tx } from "../db/changes.ts";

/**
 * Imports take turns (`alone`); what only waits for one that is under way is there with others (`shared`). Until the
 * transaction ends. Gates, which share the campaign's row, never wait for one.
 */
export async function lockImports(
  tx: Tx,
  campaignId: string,
  how: "alone" | "shared",
): Promise<void> {
  const lock = sql.ref(how === "alone" ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  await sql`SELECT ${lock}(hashtextextended(${`rundown|${campaignId}`}, 0))`.execute(tx);
}
