/** A person's word on a delivery whose outcome nobody else can know: it is public, or it is not there and shall be sent again. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import type { Campaign } from "#shared/campaigns.ts";
import { Refusal } from "#shared/errors.ts";
import { grantedUndo, type Presser } from "#shared/undo-windows.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { assertRealm } from "./compose.ts";
import { pick, type Picked } from "./pick.ts";
import { replan, type ReplanParts, type SlotsEnd } from "./replan.ts";
import { markTakenBack } from "./taken-back.ts";
import { transition } from "./transition.ts";
import { windowAgain } from "./window-again.ts";

type Settled = { output: CommandOutput<"delivery.settle">; changes: NewChange[] };
type By = Presser & { name: string };

/**
 * Refuses `notFound`, `notInDoubt`, `stillOpen` where a call may yet land, and for sending again whatever `replan` refuses.
 * What the person said is evidence of its own, beside what the network said.
 */
export async function settle(
  parts: ReplanParts,
  tx: Tx,
  campaign: Campaign,
  by: By,
  input: CommandInput<"delivery.settle">,
  slotsEnd: SlotsEnd,
): Promise<Settled> {
  const [row] = await pick(tx, campaign.id, [input.deliveryId]);
  if (!row || (row.state !== "uncertain" && row.state !== "needsHuman"))
    throw new Refusal("notInDoubt", {
      field: "deliveryId",
      state: row?.state,
      message: `${row?.handle} (${row?.localeKey}) is ${row?.state}`,
    });
  await write(tx, row, by, input);
  // Of a post to take back the question is the same, and what follows from it the other way round.
  const done = row.kind === "delete" ? "absent" : "public";
  const undoMs = grantedUndo(windowAgain(campaign, [row]), input.undoMs, by);
  const change =
    input.answer === done
      ? await confirm(tx, row, row.kind === "delete" ? row.remoteUrl : input.remoteUrl)
      : await sendAgain(parts, tx, campaign, row, undoMs, slotsEnd);
  const gone = await markTakenBack(tx, [{ row, change }]);
  return {
    output: { state: change.data.delivery.state },
    changes: [change, ...gone.map((each) => each.change)],
  };
}

async function write(
  tx: Tx,
  row: Picked,
  { name }: Pick<By, "name">,
  { answer, remoteUrl }: CommandInput<"delivery.settle">,
): Promise<void> {
  await tx
    .insertInto("attempts")
    .values({
      campaignId: row.campaignId,
      deliveryId: row.id,
      attempt: row.attempts,
      fence: row.fence,
      step: "person",
      request: null,
      outcome: answer,
      detail: JSON.stringify({ message: name, ...(remoteUrl ? { remoteUrl } : {}) }),
    })
    .execute();
}

/** Public since its call, for all anybody knows. A worker that still looks for it fails by its fence. */
async function confirm(tx: Tx, row: Picked, remoteUrl: string | null) {
  const change = await transition(tx, row, "confirmed", {
    remoteUrl,
    publicAt: row.doubtSince ?? row.changedAt,
    detail: null,
    leaseUntil: null,
    nextProbeAt: null,
    newFence: true,
  });
  if (!change) throw new Error(`delivery ${row.id} moved under its lock`);
  return change;
}

async function sendAgain(
  parts: ReplanParts,
  tx: Tx,
  campaign: Campaign,
  row: Picked,
  undoMs: number,
  slotsEnd: SlotsEnd,
) {
  const now = await readNow(tx);
  if (row.leaseUntil && row.leaseUntil > now)
    throw new Refusal("stillOpen", {
      field: "deliveryId",
      until: row.leaseUntil.toISOString(),
      message: `a call may still land until ${row.leaseUntil.toISOString()}`,
    });
  if (campaign.mode === "off") throw new Refusal("modeOff");
  assertRealm(campaign, row, row.momentTest ?? false, "deliveryId");
  const dueAt = new Date(now.getTime() + undoMs);
  const [change] = await replan(parts, tx, campaign.id, [row], { dueAt, slotsEnd });
  if (!change) throw new Error(`delivery ${row.id} moved under its lock`);
  return change;
}
