/** The database's clock: the only one that decides what is due, leased or expired. */
import { type RawBuilder, sql } from "kysely";

/** The instant `ms` milliseconds from now (negative: ago), by the database's clock. */
export function fromNow(ms: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms / 1000})`;
}
