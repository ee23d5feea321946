/** What is armed without some of its accounts, and with them again. */
import type { Snapshot } from "#shared/changes.ts";
import type { Orders } from "../live/orders.ts";
import { serverNow, useLive } from "../live/store.ts";
import { confirm } from "./arm.ts";
import { type Armed, armedAccounts, useDesk } from "./desk-store.ts";
import { isFlawed } from "./flaws.ts";
import { undoWindowOf } from "./undo-window.ts";
import { heldOf, waitingBeyond } from "./waits.ts";

/** Leaves an account out of what is armed, or takes it back. */
export async function toggleAccount(orders: Orders, accountId: string): Promise<void> {
  const { armed } = useDesk.getState();
  if (!armed) return;
  const sent = new Set<string>(armed.accounts.map(({ id }) => id));
  if (!sent.delete(accountId)) sent.add(accountId);
  await sendOnly(orders, armed, sent);
}

/**
 * Leaves out every account whose text cannot leave; where all of them can, those that would leave later than the others;
 * where there are none, takes everything back.
 */
export async function leaveOut(orders: Orders): Promise<void> {
  const { armed } = useDesk.getState();
  const { desk } = useLive.getState();
  if (!armed || !desk) return;
  const out = hindered(armed, desk);
  const kept = out.length === 0 ? armedAccounts(armed) : armed.accounts;
  const sent = kept.map(({ id }) => id).filter((id) => !out.includes(id));
  await sendOnly(orders, armed, new Set<string>(sent));
}

function hindered(armed: Armed, desk: Snapshot): string[] {
  const flawed = armed.renderings.filter(isFlawed).map(({ accountId }) => accountId);
  if (flawed.length > 0) return flawed;
  const moment = desk.moments.find(({ id }) => id === armed.momentId);
  if (!moment) return [];
  const paces = useLive.getState().presence?.paces ?? [];
  const leavesAt = serverNow() + undoWindowOf(desk, moment, armed.accounts);
  const late = [
    ...waitingBeyond(armed.accounts, paces, leavesAt).map(({ account }) => account.id),
    ...heldOf(desk, armed.accounts).map(({ id }) => id),
  ];
  // Where all of them are late there is nothing to send instead.
  return armed.accounts.every(({ id }) => late.includes(id)) ? [] : late;
}

/** What would leave is another thing then, so it is another intent. */
async function sendOnly(orders: Orders, armed: Armed, sent: ReadonlySet<string>): Promise<void> {
  if (armed.phase === "firing" || armed.phase === "stale") return;
  const accounts = armedAccounts(armed);
  const renderings = [...armed.renderings, ...armed.leftOutRenderings];
  const next: Armed = {
    ...armed,
    commandId: crypto.randomUUID(),
    accounts: accounts.filter(({ id }) => sent.has(id)),
    leftOut: accounts.filter(({ id }) => !sent.has(id)),
    renderings: renderings.filter(({ accountId }) => sent.has(accountId)),
    leftOutRenderings: renderings.filter(({ accountId }) => !sent.has(accountId)),
    phase: "arming",
    armedAt: performance.now(),
    released: true,
  };
  useDesk.setState({ armed: next, notice: null });
  if (next.accounts.length > 0) await confirm(orders, next);
}
