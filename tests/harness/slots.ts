/** Slots as a test plans and follows them: one text on one account each, so that a slot is one delivery. */
import { randomUUID } from "node:crypto";
import type { Delivery } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";
import type { TestConsole } from "./console.ts";
import type { NetworkPost, TestNetwork } from "./rehearsal-network.ts";
import { importSheet, sheetOf, type SheetRow, wallIn } from "./sheet.ts";
import type { Stage } from "./stage.ts";

/** A zone whose clocks never change, so that a test means the same on every day of the year. */
export const zone = "Africa/Abidjan";
export type FollowedSlot = Slot & { deliveries: Delivery[] };
type Desk = Pick<Stage, "desk" | "screen" | "cookie">;

/** The slot of a sheet's row with its deliveries, as the console has them. Throws when it is not there. */
export function slotOf(screen: TestConsole, externalId: string): FollowedSlot {
  const { slots = [], deliveries = [] } = screen.state ?? {};
  const slot = slots.find((each) => each.externalId === externalId);
  if (!slot) throw new Error(`there is no slot ${externalId}`);
  return { ...slot, deliveries: deliveries.filter(({ postId }) => postId === slot.postId) };
}

/**
 * Plans a slot for each of `rows`, `ms` from now (the next whole second) unless a row has its own `at`; answers their names
 * in the sheet, once shown. A sheet is its days' whole plan: what an earlier one planned and has not left is taken out.
 */
export async function plan(
  { desk, screen, cookie }: Desk,
  ms: number,
  rows: readonly SheetRow[],
): Promise<string[]> {
  const at = wallIn(ms, zone);
  const named = rows.map((row) => ({
    id: randomUUID(),
    at,
    zone,
    "title fr": "Créneau",
    "text fr": "Un créneau",
    accounts: "soiree.fr",
    ...row,
  }));
  await importSheet(desk, cookie, sheetOf(named));
  const ids = named.map(({ id }) => id);
  await screen.until("the slots are on the desk", ({ state }) =>
    ids.every((id) => state?.slots.some((slot) => slot.externalId === id)),
  );
  return ids;
}

/** The states of these slots' deliveries, slot by slot. */
export const statesOf = (screen: TestConsole, ids: readonly string[]) =>
  ids.flatMap((id) => slotOf(screen, id).deliveries.map(({ state }) => state));

export type Left = { externalId: string; posts: NetworkPost[]; lateMs: number[] };

/** What the network has of each slot, and how late it came there, by one machine's clock. */
export async function leftOf(
  screen: TestConsole,
  network: TestNetwork,
  ids: readonly string[],
): Promise<Left[]> {
  const all = await network.posts();
  return ids.map((externalId) => {
    const { startAt, deliveries } = slotOf(screen, externalId);
    // By the key where the account's network keeps one, else by what the desk knows it as.
    const posts = all.filter(({ id, key }) =>
      deliveries.some((each) => (key === "" ? each.remoteId === id : each.id === key)),
    );
    const lateMs = posts.map(({ createdAt }) => Date.parse(createdAt) - Date.parse(startAt));
    return { externalId, posts, lateMs };
  });
}

/** Waits for an instant: what it is about cannot come sooner. */
export async function untilTime(at: number | string): Promise<void> {
  const left = (typeof at === "string" ? Date.parse(at) : at) - Date.now();
  await new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, left));
  });
}
