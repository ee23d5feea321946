/** Plans the sample evening's timed posts, and gives them up when it stops: as a producer would, through the same verbs. */
import { undoableStates } from "#shared/posts.ts";
import type { NewChange } from "#shared/changes.ts";
import { readCampaign } from "../campaigns/store.ts";
import { append, type Db, type Tx } from "../db/changes.ts";
import type { Log } from "../log.ts";
import { drop } from "../posts/drop.ts";
import { createScheduler, type ScheduleParts } from "../posts/schedule.ts";
import { importSheet } from "../rundown/import.ts";
import { daySheet, sheetPrefix, type Start } from "./day-sheet.ts";

type Parts = ScheduleParts & { db: Db; campaignId: string; log: Log };

/** Imports the evening's sheet; it replaces what is left of an earlier evening, and nothing of anybody's. The evening goes on without it. */
export function createPreload(parts: Parts): (start: Start) => Promise<void> {
  const { db, campaignId, log } = parts;
  return async (start) => {
    const sheet = await daySheet(start);
    await db
      .transaction()
      .execute(async (tx) => {
        // Whoever stops the evening, or goes on air, writes this row: either they come first, or they clear what this plans.
        const now = await tx
          .selectFrom("campaigns")
          .select(["mode", "rehearsalPlaying"])
          .where("id", "=", campaignId)
          .forShare()
          .executeTakeFirstOrThrow();
        if (now.mode !== "rehearsal" || !now.rehearsalPlaying) return;
        const { changes } = await importSheet(createScheduler(parts), tx, {
          campaign: await readCampaign(tx, campaignId),
          personId: null,
          sheet,
          answers: {},
          planHash: null,
          // A text of the sample evening is for nobody's real account.
          mayReach: ({ realm }) => realm === "rehearsal",
          mayRemove: ({ externalId }) => externalId.startsWith(sheetPrefix),
        });
        await append(tx, campaignId, changes);
      })
      .catch((error: unknown) =>
        log.warn({ err: error }, "the sample evening plays without its timed posts"),
      );
  };
}

/** Gives up what the evening had planned and has not left: whoever stops it wants quiet. */
export async function clearEvening(tx: Tx, campaignId: string): Promise<NewChange[]> {
  const waiting = await tx
    .selectFrom("deliveries as d")
    .innerJoin("slots as s", "s.postId", "d.postId")
    .select("d.id")
    .where("s.campaignId", "=", campaignId)
    .where("s.externalId", "like", `${sheetPrefix}%`)
    .where("d.state", "in", [...undoableStates])
    .execute();
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ id }) => id);
  return (await drop(tx, campaignId, ids)).changes;
}
