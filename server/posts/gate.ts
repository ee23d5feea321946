/**
 * The last look before anything leaves, in one transaction with the intent. Locks in this order: holds, campaign and
 * accounts, moment, deliveries, their accounts' paces, the change counter (DESIGN §5a). What it lets through may be public from its commit on.
 */
import { sql } from "kysely";
import type { DeliveryState } from "#shared/posts.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { Clock } from "../clock.ts";
import type { Timing } from "../timing.ts";
import { fromNow } from "../db/now.ts";
import { pace } from "./pace.ts";
import { hashPayload } from "./payload.ts";
import { lockStops, type Stop, type Stoppable } from "./stops.ts";
import { withTakenBack } from "./taken-back.ts";
import type { Prepared } from "../networks/network.ts";
import { appendMoved, type DeliveryRow, type Moved, moveTogether } from "./transition.ts";

/**
 * `callAt` is monotonic: its instant, or where that is over, now, taken before the commit: a process that sleeps through
 * its own commit sees that it did. `early`: ask again after so long.
 */
export type Passed =
  | { kind: "passed"; attempt: number; fence: string; callAt: number }
  | { kind: "early"; waitMs: number }
  /** `stop` null: the delivery is no longer ours to send. */
  | { kind: "stopped"; stop: Stop | null };
/**
 * `mine` as it was read last; where it is `uncertain`, the call is made again: whatever stops it then changes nothing, for
 * nobody knows that it did not leave.
 */
export type AtGate = { mine: Mine; prepared: Prepared };
type GateParts = {
  db: Db;
  timing: Timing;
  clock: Clock;
  clocks: { surelyAt: (instant: number) => number | null };
};
type Mine = Stoppable & Pick<DeliveryRow, "id" | "fence" | "state" | "attempts" | "probes">;
type Locked = Awaited<ReturnType<typeof lockDeliveries>>[number];

/** Deliveries that may share a gate: a second moment's lock could be wanted by who holds the first. */
export function gateOf({ mine }: AtGate): string {
  return `${mine.campaignId} ${mine.momentId}`;
}

/**
 * Lets prepared deliveries of one gate through (recording what was prepared, where that is not on record yet), or stops
 * them with the reason, or says how long they are still early; each by itself. An Error for one that is not what was approved.
 */
export async function passGates(
  { db, timing, clock, clocks }: GateParts,
  asked: readonly AtGate[],
): Promise<(Passed | Error)[]> {
  return db.transaction().execute(async (tx) => {
    const { stopOf, accounts } = await lockStops(
      tx,
      asked.map(({ mine }) => mine),
    );
    const rows = new Map((await lockDeliveries(tx, asked)).map((row) => [row.id, row]));
    const lockedAt = clock.monotonic();
    const open: Locked[] = [];
    const stopped: { row: Locked; stop: Stop }[] = [];
    const answers = asked.map(({ mine }): Passed | Error | null => {
      const row = rows.get(mine.id);
      if (!row || !isOurs(row, mine)) return { kind: "stopped", stop: null };
      if (hashPayload(row.payload) !== row.payloadHash)
        return new Error(`delivery ${row.id} no longer hashes to what was approved`);
      // Each delivery once: whoever asks for it a second time is told that it is no longer theirs.
      rows.delete(mine.id);
      const waitMs = row.expired ? 0 : Number(row.waitMs);
      const stop: Stop | null = row.expired ? { to: "missed", reason: "expired" } : stopOf(mine);
      // What is not due yet is not stopped yet: a hold lifted before its time leaves it alone.
      if (waitMs > 0 && (stop || !row.timed)) return { kind: "early", waitMs };
      if (waitMs > 2 * timing.gateAheadMs)
        return { kind: "early", waitMs: waitMs - timing.gateAheadMs };
      if (stop) stopped.push({ row, stop });
      else open.push(row);
      return stop ? { kind: "stopped", stop } : null;
    });
    const waits = await pace(tx, open, accounts);
    const tooSlow = open.filter(({ id }) => waits.get(id)?.kind === "never");
    const halted = await halt(tx, [
      ...stopped,
      ...tooSlow.map((row) => ({ row, stop: outOfBudget })),
    ]);
    const free = open.filter(({ id }) => !waits.has(id));
    const { steps, sending } = await letThrough(tx, timing, free, asked);
    await appendMoved(tx, [...halted, ...steps]);
    const through = new Map(sending.map(({ row }) => [row.id, row]));
    const now = clock.monotonic();
    /** Two bounds of its instant, neither of them before it. */
    const callAt = ({ dueMs, waitMs }: Locked): number =>
      Math.max(
        now,
        Math.min(lockedAt + Number(waitMs), clocks.surelyAt(Number(dueMs)) ?? Infinity),
      );
    return answers.map((answer, index): Passed | Error => {
      const { id } = asked[index]!.mine;
      if (answer) return answer;
      const wait = waits.get(id);
      if (wait?.kind === "wait") return { kind: "early", waitMs: wait.waitMs };
      const [row, before] = [through.get(id), free.find((one) => one.id === id)];
      if (!row || !before) return { kind: "stopped", stop: wait ? outOfBudget : null };
      return { kind: "passed", attempt: row.attempts, fence: row.fence, callAt: callAt(before) };
    });
  });
}

const outOfBudget: Stop = { to: "missed", reason: "rateLimited" };

/** By its lease; of unknown outcome, by the probe that asked: a later one, or a second call, has overtaken it. */
function isOurs(row: Locked, mine: Mine): boolean {
  if (row.fence !== mine.fence) return false;
  if (row.state !== "uncertain") return mine.state !== "uncertain" && row.leased;
  return (
    mine.state === "uncertain" &&
    row.attempts === mine.attempts &&
    row.probes === mine.probes &&
    row.probing
  );
}

/**
 * With what they take back, in one order: a row that is moved twice in a transaction has its references looked at again,
 * and that locks what it takes back, which whoever presses again may hold while they wait for the row.
 */
async function lockDeliveries(tx: Tx, asked: readonly AtGate[]) {
  const ids = asked.map(({ mine }) => mine.id);
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .select([
      sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"),
      sql<number>`extract(epoch FROM due_at) * 1000`.as("dueMs"),
      sql<boolean>`lease_until > clock_timestamp()`.as("leased"),
      sql<boolean>`coalesce(next_probe_at > clock_timestamp(), false)`.as("probing"),
      sql<boolean>`not_after <= clock_timestamp()`.as("expired"),
    ])
    .where(sql<boolean>`id = ANY (${withTakenBack(ids)})`)
    .where((each) =>
      each.or([
        each("state", "in", ["claimed", "prepared", "uncertain"]),
        sql<boolean>`id <> ALL (${ids}::uuid[])`,
      ]),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
}

async function halt(tx: Tx, stopped: readonly { row: Locked; stop: Stop }[]): Promise<Moved[]> {
  const halted: Moved[] = [];
  const known = stopped.filter(({ row }) => row.state !== "uncertain");
  for (const reason of new Set(known.map(({ stop }) => stop.reason))) {
    const its = known.filter(({ stop }) => stop.reason === reason);
    const to: DeliveryState = its[0]!.stop.to;
    halted.push(...(await moveTogether(tx, rowsOf(its), to, { reason, newFence: true })));
  }
  return halted;
}

function rowsOf<Row>(all: readonly { row: Row }[]): Row[] {
  return all.map(({ row }) => row);
}

/** Writes the intents of those still in time, which alone are `sending`; `steps` are all that any of them took. */
async function letThrough(
  tx: Tx,
  timing: Timing,
  rows: readonly Locked[],
  asked: readonly AtGate[],
): Promise<{ steps: Moved[]; sending: Moved[] }> {
  if (rows.length === 0) return { steps: [], sending: [] };
  const claimed = rows.filter(({ state }) => state === "claimed");
  const prepared = Object.fromEntries(asked.map(({ mine, prepared }) => [mine.id, prepared]));
  const ready = await moveTogether(tx, claimed, "prepared", { prepared: preparedOf(prepared) });
  const isReady = new Map(ready.map(({ row }) => [row.id, row]));
  const sending = await moveTogether(
    tx,
    rows.map((row) => isReady.get(row.id) ?? row),
    "sending",
    {
      attempts: sql<number>`attempts + 1`,
      leaseUntil: fromNow(timing.callDeadlineMs + timing.leaseMs),
      nextProbeAt: null,
    },
    // Read again: waiting for the locks, and for what came before, took a time of its own.
    sql<boolean>`not_after > clock_timestamp()
      AND (deliveries.state = 'uncertain' OR lease_until > clock_timestamp())`,
  );
  if (sending.length > 0) await writeIntents(tx, rowsOf(sending));
  return { steps: [...ready, ...sending], sending };
}

async function writeIntents(tx: Tx, rows: readonly DeliveryRow[]): Promise<void> {
  await tx
    .insertInto("attempts")
    .values(
      rows.map((row) => ({
        campaignId: row.campaignId,
        deliveryId: row.id,
        attempt: row.attempts,
        // Passed ahead of its instant, it is for that.
        at: sql<Date>`greatest(clock_timestamp(), ${row.dueAt})`,
        fence: row.fence,
        step: "intent" as const,
        request: JSON.stringify({
          payloadHash: row.payloadHash,
          text: row.payload.text,
          media: row.payload.media.map(({ sha256, alt }) => ({ sha256, alt })),
          remoteKey: row.payload.remoteKey,
          ...(row.kind === "delete" ? { takesBack: row.targetDeliveryId } : {}),
        }),
        outcome: null,
        detail: null,
      })),
    )
    .execute();
}

/** Each row's own, from one map by delivery id. */
export function preparedOf(byId: Record<string, Prepared>) {
  return sql<string>`${JSON.stringify(byId)}::jsonb -> deliveries.id::text`;
}
