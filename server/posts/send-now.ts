/** Sends what was missed after all: every check of a fire except the span, on the words that were approved then. */
import type { Campaign } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { grantedUndo, type Presser } from "#shared/undo-windows.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { assertRealm } from "./compose.ts";
import { pick, type Picked } from "./pick.ts";
import { assertNotQuiet } from "./quiet.ts";
import { replan, type ReplanParts, type SlotsEnd } from "./replan.ts";
import { windowAgain } from "./window-again.ts";

/**
 * All of them or none; answers when the first leaves. Refuses `notFound`, `notMissed` (naming the first and every one, with their states), `modeOff`,
 * `quietWindow`, `wrongRealm` and whatever `replan` refuses. Under a hold it is taken like a fire: it stops at the gate.
 */
export async function sendNow(
  parts: ReplanParts,
  tx: Tx,
  campaign: Campaign,
  caller: Presser,
  input: CommandInput<"delivery.sendNow">,
  slotsEnd: SlotsEnd,
): Promise<{ output: CommandOutput<"delivery.sendNow">; changes: NewChange[] }> {
  const rows = await pick(tx, campaign.id, input.deliveries);
  assertMissed(rows);
  if (campaign.mode === "off") throw new Refusal("modeOff");
  const undoMs = grantedUndo(windowAgain(campaign, rows), input.undoMs, caller);
  if (rows.some(({ kind }) => kind !== "delete")) await assertNotQuiet(tx, campaign, undoMs);
  for (const row of rows) assertRealm(campaign, row, row.momentTest ?? false, "deliveries");
  const first = (await readNow(tx)).getTime() + undoMs;
  const dueAt = inTurn(rows, first, parts.timing.backlogSpacingMs);
  const changes = await replan(parts, tx, campaign.id, rows, { dueAt, slotsEnd });
  return { output: { dueAt: new Date(first).toISOString() }, changes };
}

/**
 * An account's own follow each other, the oldest due first: sent at once they would flood whoever follows it. Accounts do
 * not wait for each other.
 */
function inTurn(rows: readonly Picked[], first: number, backlogSpacingMs: number) {
  const oldestFirst = rows.toSorted(
    (one, other) => +one.dueAt - +other.dueAt || (one.id < other.id ? -1 : 1),
  );
  return ({ id, accountId, spacingMs }: Picked): Date => {
    const before = oldestFirst.filter((each) => each.accountId === accountId);
    const place = before.findIndex((each) => each.id === id);
    return new Date(first + place * Math.max(spacingMs, backlogSpacingMs));
  };
}

function assertMissed(rows: readonly Picked[]): void {
  const others = rows.filter(({ state }) => state !== "missed");
  const [first] = others;
  if (!first) return;
  throw new Refusal("notMissed", {
    field: "deliveries",
    message: `${first.handle} (${first.localeKey}) is ${first.state}, not missed`,
    account: first.handle,
    state: first.state,
    deliveries: others.map(({ id, state }) => ({ id, state })),
  });
}
