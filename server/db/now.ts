/** The database's clock: the only one that decides what is due, leased or expired. */
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./changes.ts";

/** The instant `ms` milliseconds from now (negative: ago), by the database's clock. */
export function fromNow(ms: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms / 1000})`;
}

/** What the database's clock shows. */
export async function readNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx);
  return rows[0]!.now;
}
