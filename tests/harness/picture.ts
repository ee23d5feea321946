/** Moments whose picture takes its time, without anybody waiting for it. */
import { sql } from "kysely";
import type { Moment } from "#shared/moments.ts";
import { openRecord } from "./record.ts";
import { raiseGold } from "./react.ts";
import type { Stage } from "./stage.ts";

/** A moment that arrived so long ago, as the record says. */
export async function raisedAgo(
  { desk, screen }: Pick<Stage, "desk" | "screen">,
  agoMs: number,
): Promise<Moment> {
  const moment = await raiseGold(desk, screen);
  const record = await openRecord(desk);
  try {
    await record.db
      .updateTable("moments")
      .set({ raisedAt: sql<Date>`clock_timestamp() - make_interval(secs => ${agoMs / 1000})` })
      .where("id", "=", moment.id)
      .execute();
  } finally {
    await record.close();
  }
  return moment;
}
