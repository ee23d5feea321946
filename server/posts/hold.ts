/** Hold all: nothing new leaves. Placing it waits for the gates that are open at that instant and names what got through. */
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import type { DeliveryId, HoldId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";
import { missAll } from "./miss.ts";
import { holdOf } from "./store.ts";

type Result<Name extends "hold.place" | "hold.release"> = {
  output: CommandOutput<Name>;
  changes: NewChange[];
};

/** Every gate shares the hold's row lock: once this update returns, no gate that saw it open can still commit. */
export async function placeHold(tx: Tx, by: string): Promise<Result<"hold.place">> {
  const hold = await setGlobal(tx, true, by);
  // Of unknown outcome is past the gate too: it may yet be seen.
  const sending = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("state", "in", ["sending", "uncertain"])
    .orderBy("id")
    .execute();
  return {
    output: {
      holdId: hold.id as HoldId,
      alreadyLeaving: sending.map((row) => row.id as DeliveryId),
    },
    changes: [{ type: "hold.changed", data: { hold: holdOf(hold) } }],
  };
}

/** Lifting sends nothing: what fell due under the hold becomes missed, for a person to decide, also where no worker had looked. */
export async function releaseHold(tx: Tx, by: string): Promise<Result<"hold.release">> {
  const { held } = await tx
    .selectFrom("holds")
    .select("held")
    .where("scope", "=", "global")
    .forUpdate()
    .executeTakeFirstOrThrow();
  const hold = await setGlobal(tx, false, by);
  const waiting = held ? await lockDue(tx) : [];
  const changes = await missAll(tx, waiting, "held");
  return {
    output: { holdId: hold.id as HoldId, missed: waiting.map((row) => row.id as DeliveryId) },
    changes: [{ type: "hold.changed", data: { hold: holdOf(hold) } }, ...changes],
  };
}

async function lockDue(tx: Tx) {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .where((each) =>
      each.or([
        each("state", "=", "held"),
        each.and([
          each("state", "in", ["scheduled", "claimed", "prepared", "retryWait"]),
          each("dueAt", "<=", sql<Date>`clock_timestamp()`),
        ]),
      ]),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Makes the global hold's row, open. It must exist before the first gate: what is not there cannot be locked. */
export async function openGlobalHold(tx: Tx): Promise<NewChange> {
  const row = await tx
    .insertInto("holds")
    .values({
      id: uuidv7(),
      campaignId: null,
      scope: "global",
      scopeId: null,
      held: false,
      heldBy: null,
      heldAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "hold.changed", data: { hold: holdOf(row) } };
}

async function setGlobal(tx: Tx, held: boolean, by: string) {
  return tx
    .updateTable("holds")
    .set({ held, heldBy: by, heldAt: sql<Date>`clock_timestamp()` })
    .where("scope", "=", "global")
    .returningAll()
    .executeTakeFirstOrThrow();
}
