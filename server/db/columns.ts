/** Column types that every table shares. */
import type { ColumnType } from "kysely";

/** Times come out as Date and go in as Date or ISO text. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
export type Json<Value> = ColumnType<Value, string, string>;
