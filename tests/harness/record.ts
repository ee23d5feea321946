/** The desk's record, opened beside the desk: what a test must look at or bring about where no command does. */
import { sql } from "kysely";
import { append, position } from "#server/db/changes.ts";
import type { Position } from "#server/db/changes.ts";
import type { Connected } from "#server/db/connect.ts";
import { connect } from "#server/db/connect.ts";
import { type Draft, saveTemplate } from "#server/templates/save.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Template } from "#shared/templates.ts";
import type { Desk } from "./desk.ts";

export type DeskRecord = {
  db: Connected["db"];
  campaignId: string;
  position: () => Promise<Position>;
  /** Appends changes in one transaction, as any part of the desk does. */
  append: (changes: readonly NewChange[]) => Promise<number>;
  /** Appends `count` changes of about `bytes` each, in one transaction. */
  fill: (count: number, bytes?: number) => Promise<number>;
  /** How many changes of a type there are. */
  countChanges: (type: string) => Promise<number>;
  /** Rows a fire makes: posts, deliveries, promised jobs. Equal before and after: nothing was half-made. */
  countMade: () => Promise<Record<string, number>>;
  /** Saves a template without the checks of `template.save`. */
  saveTemplate: (draft: Draft) => Promise<Template>;
  /** Gives the log a new epoch, as a restore from a backup does. */
  newEpoch: () => Promise<string>;
  close: () => Promise<void>;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openRecord(desk: Desk): Promise<DeskRecord> {
  const { db, close } = connect(desk.databaseUrl, silent, 4);
  const { id: campaignId } = await db
    .selectFrom("campaigns")
    .select("id")
    .executeTakeFirstOrThrow();
  const appendAll = (changes: readonly NewChange[]) =>
    db.transaction().execute((tx) => append(tx, campaignId, changes));
  return {
    db,
    campaignId,
    position: () => position(db),
    append: appendAll,
    async fill(count, bytes = 100) {
      const row = await db.selectFrom("templates").selectAll().executeTakeFirstOrThrow();
      const text = "x".repeat(bytes);
      const template = { ...row, variants: [{ locale: "en", text }] } as never;
      return appendAll(
        Array.from(
          { length: count },
          () => ({ type: "template.saved", data: { template } }) as const,
        ),
      );
    },
    async countChanges(type) {
      const { count } = await db
        .selectFrom("changes")
        .select(sql<string>`count(*)`.as("count"))
        .where("type", "=", type)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async countMade() {
      const { rows } = await sql<Record<string, string>>`SELECT
        (SELECT count(*) FROM posts) AS posts, (SELECT count(*) FROM deliveries) AS deliveries,
        (SELECT count(*) FROM attempts) AS attempts, (SELECT count(*) FROM outbox) AS outbox,
        (SELECT count(*) FROM changes) AS changes`.execute(db);
      return Object.fromEntries(Object.entries(rows[0]!).map(([table, n]) => [table, Number(n)]));
    },
    saveTemplate: (draft) =>
      db.transaction().execute(async (tx) => {
        const saved = await saveTemplate(tx, campaignId, draft);
        await append(tx, campaignId, [saved]);
        return saved.data.template;
      }),
    async newEpoch() {
      const { epoch } = await db
        .updateTable("counter")
        .set({ epoch: sql<string>`gen_random_uuid()` })
        .returning("epoch")
        .executeTakeFirstOrThrow();
      return epoch;
    },
    close,
  };
}
