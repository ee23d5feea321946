/**
 * What must be true after any fault, whatever the test was about: the network's own ledger and the desk's record agree,
 * nothing was made twice, nothing was lost, and what cannot be known asks a person.
 */
import { expect } from "vitest";
import type { DeliveryState } from "#shared/posts.ts";
import type { Payload } from "#server/db/publishing-schema.ts";
import { cli, type Desk } from "./desk.ts";
import { type DeskRecord, openRecord } from "./record.ts";
import type { NetworkPost } from "./rehearsal-network.ts";
import type { Stage } from "./stage.ts";

type Row = {
  id: string;
  state: DeliveryState;
  reason: string | null;
  handle: string;
  payload: Payload;
  remoteId: string | null;
  kind: string;
  takenBackAt: Date | null;
};
type Truth = Pick<Stage, "desk" | "network" | "screen"> & { record?: DeskRecord };
type Allowing = {
  /** What may still be under way when the test ends. */
  waiting?: (delivery: Row) => boolean;
  /** How long the rest may take to end. */
  withinMs?: number;
};

/** Ended, or a person's: nothing more happens by itself. */
const ended: readonly DeliveryState[] = [
  "confirmed",
  "rejected",
  "missed",
  "needsHuman",
  "cancelled",
];
/** Somebody knows that it may be public. */
const open: readonly DeliveryState[] = ["sending", "uncertain", "needsHuman"];

/** Waits until everything ended, and holds the record against the ledger and the console against the log. */
export async function expectTruth(
  { desk, network, screen, record: known }: Truth,
  { waiting = () => false, withinMs = 45_000 }: Allowing = {},
): Promise<void> {
  const record = known ?? (await openRecord(desk));
  try {
    const rows = await untilEnded(record, waiting, withinMs);
    expect(disagreements(rows, await network.posts())).toEqual([]);
    expect(gapsIn(screen.seqs)).toEqual([]);
    expect(screen.faults).toEqual([]);
  } finally {
    if (!known) await record.close();
  }
}

/** The record's own proof that nobody edited it. Asks a process: once a file is enough. */
export async function expectAudited(desk: Desk): Promise<void> {
  // It ends in an error, with what is wrong in words, where anything is.
  expect(await cli(desk, "audit", "verify")).not.toBe("");
}

async function untilEnded(
  record: DeskRecord,
  waiting: (delivery: Row) => boolean,
  withinMs: number,
): Promise<Row[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const rows = await readAll(record);
    const going = rows.filter((row) => !ended.includes(row.state) && !waiting(row));
    if (going.length === 0) return rows;
    if (performance.now() > deadline)
      throw new Error(`neither ended nor asked a person: ${going.map(nameOf).join("; ")}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

function readAll({ db }: DeskRecord): Promise<Row[]> {
  return db
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .select(["d.id", "d.state", "d.reason", "a.handle", "d.payload", "d.remoteId"])
    .select(["d.kind", "d.takenBackAt"])
    .orderBy("d.id")
    .execute();
}

/** Everything that is not as it must be, each in a line. */
function disagreements(rows: readonly Row[], ledger: readonly NetworkPost[]): string[] {
  const wrong: string[] = [];
  // What was taken back is not there, and what takes it back never was.
  const posts = rows.filter(({ kind, takenBackAt }) => kind === "post" && takenBackAt === null);
  const unclaimed = new Map(ledger.map((post) => [post.id, post]));
  for (const row of posts.filter(({ state }) => state === "confirmed")) {
    // A person may confirm what the desk could not see: then no id is known.
    if (row.remoteId === null) {
      take(unclaimed, row);
      continue;
    }
    const post = unclaimed.get(row.remoteId);
    if (!post) wrong.push(`${nameOf(row)}: ${row.remoteId} is not in the ledger, or is another's`);
    else if (post.text !== row.payload.text)
      wrong.push(`${nameOf(row)}: the ledger says ${post.text}`);
    unclaimed.delete(row.remoteId);
  }
  for (const row of posts.filter(({ state }) => open.includes(state))) take(unclaimed, row);
  for (const { handle, text, id } of unclaimed.values()) {
    const of = rows.filter((row) => row.handle === handle && row.payload.text === text);
    wrong.push(`${id} on ${handle} is nobody's, or one too many, of ${of.map(nameOf).join(", ")}`);
  }
  return wrong;
}

/** One post that may be this delivery's, by the key that only it has, else by its words. */
function take(unclaimed: Map<string, NetworkPost>, { handle, payload }: Row): void {
  const its = [...unclaimed.values()].filter(
    (post) => post.handle === handle && post.text === payload.text,
  );
  const one = its.find(({ key }) => key === payload.remoteKey) ?? its[0];
  if (one) unclaimed.delete(one.id);
}

function gapsIn(seqs: readonly number[]): string[] {
  return seqs.flatMap((seq, index) => {
    const before = seqs[index - 1];
    return before === undefined || seq === before + 1 ? [] : [`${before} then ${seq}`];
  });
}

function nameOf({ id, state, reason, handle }: Row): string {
  return `${id} on ${handle} (${state}${reason ? `, ${reason}` : ""})`;
}
