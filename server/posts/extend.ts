/** Says until when what waits may still leave: later, or sooner. What has left, or is too late, is not brought back so. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { amendAll } from "./amend.ts";
import { pick, type Picked } from "./pick.ts";

const waiting: readonly DeliveryState[] = ["scheduled", "claimed", "prepared", "retryWait", "held"];
/** From its instant, or from now where that has passed: nothing that was said of a day is still true after another. */
const longestMs = 86_400_000;

/**
 * All of them or none. Refuses `notFound`, `tooLate` (naming the first and every one, with their states), `pastTime`, and
 * `badInput` for a time before one's own instant or more than a day after it.
 */
export async function extend(
  tx: Tx,
  campaignId: string,
  { deliveries, notAfter }: CommandInput<"delivery.extend">,
): Promise<{ output: CommandOutput<"delivery.extend">; changes: NewChange[] }> {
  const rows = await pick(tx, campaignId, deliveries);
  const now = await readNow(tx);
  const until = new Date(notAfter);
  assertWaiting(rows, now);
  assertSensible(rows, until, now);
  const changes = await amendAll(tx, rows, { notAfter: until });
  return { output: { notAfter: until.toISOString() }, changes };
}

function assertWaiting(rows: readonly Picked[], now: Date): void {
  const others = rows.filter(({ state, notAfter }) => !waiting.includes(state) || notAfter <= now);
  const [first] = others;
  if (!first) return;
  const where = waiting.includes(first.state) ? "past its time" : first.state;
  throw new Refusal("tooLate", {
    field: "deliveries",
    message: `${first.handle} (${first.localeKey}) is ${where}`,
    account: first.handle,
    state: first.state,
    deliveries: others.map(({ id, state }) => ({ id, state })),
  });
}

function assertSensible(rows: readonly Picked[], until: Date, now: Date): void {
  const at = until.toISOString();
  if (until <= now)
    throw new Refusal("pastTime", { field: "notAfter", at, message: `${at} has passed` });
  const refuse = ({ handle, dueAt }: Picked, message: string): never => {
    throw new Refusal("badInput", {
      field: "notAfter",
      account: handle,
      dueAt: dueAt.toISOString(),
      message: `notAfter: ${message}`,
    });
  };
  for (const row of rows) {
    const due = row.dueAt.toISOString();
    if (until <= row.dueAt) refuse(row, `${row.handle} leaves at ${due}, which is later`);
    if (until.getTime() - Math.max(+row.dueAt, +now) > longestMs)
      refuse(row, `at most a day after it is due, ${due}`);
  }
}
