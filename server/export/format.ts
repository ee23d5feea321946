/** The file an export is: gzip over JSON lines. A header; then for each table a line that counts its rows, and the rows. */
import { z } from "zod";

export const formatName = "rebond-export";
export const formatVersion = 1;

export const header = z.object({
  format: z.literal(formatName),
  version: z.number().int(),
  /** The steps that made its schema, first to last. */
  migrations: z.array(z.string()).min(1),
  /** By the clock of the database it was read from (ISO, UTC). */
  exportedAt: z.iso.datetime({ offset: true }),
  epoch: z.uuid(),
  seq: z.number().int(),
  /** The last link of the audit chain; null before the first. */
  audit: z.object({ link: z.string(), head: z.string() }).nullable(),
  /** Sealed with the desk's key: who can open it can open the secrets inside. */
  keyCheck: z.string(),
});
export type Header = z.infer<typeof header>;

/** Ahead of a table's rows, each of which is a line of its own: an object by column, `bytea` in base64. */
export const section = z.object({ table: z.string(), rows: z.number().int().min(0) });
export type Section = z.infer<typeof section>;

/** What `keyCheck` is sealed to, and holds. */
export const keyPlace = "export|key";
export const keyWord = "rebond";
