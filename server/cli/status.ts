/** `status`: the desk at a glance, read from the record itself. */
import { sql } from "kysely";
import type { Account, Hold } from "#shared/campaigns.ts";
import type { Db } from "../db/changes.ts";
import { readSnapshot } from "../snapshot.ts";
import { type Desk, print, type Verb } from "./terminal.ts";

/** A worker that was not heard for longer is not there. */
const heardMs = 10_000;
type HeldNow = Pick<Hold, "scope" | "by" | "at" | "reason"> & { account: string | null };
type WorkerNow = Awaited<ReturnType<typeof readWorkers>>[number];
type Status = Awaited<ReturnType<typeof readStatus>>;

/** The verb `status`. */
export const status: Verb = async (desk, { values }) => {
  const now = await readStatus(desk);
  print(values.json ? JSON.stringify(now) : sentences(now).join("\n"));
};

async function readStatus({ db, campaignId }: Desk) {
  const desk = await readSnapshot(db, campaignId);
  const holds = desk.holds.filter(({ held }) => held).map((hold) => heldOf(hold, desk.accounts));
  return {
    campaign: desk.campaign.name,
    mode: desk.campaign.mode,
    held: holds.some(({ scope }) => scope !== "account"),
    holds,
    seq: desk.seq,
    moments: desk.moments.length,
    deliveries: await countStates(db, campaignId),
    workers: await readWorkers(db),
    feeds: desk.feeds,
  };
}

function heldOf({ scope, scopeId, by, at, reason }: Hold, accounts: readonly Account[]): HeldNow {
  const account = accounts.find(({ id }) => id === scopeId)?.handle ?? null;
  return { scope, account, by, at, reason };
}

/** How many deliveries are in each state; all of them, not only those a console keeps. */
async function countStates(db: Db, campaignId: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom("deliveries")
    .select((each) => ["state", each.fn.countAll().as("count")])
    .where("campaignId", "=", campaignId)
    .groupBy("state")
    .orderBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** The workers of the last day, the one heard last first; ages by the database's clock. */
async function readWorkers(db: Db) {
  const rows = await db
    .selectFrom("workers")
    .select(["name", "seenAt", "queueAwaySince", "databaseOffsetMs", "networkOffsetMs"])
    .select(sql<number>`extract(epoch FROM clock_timestamp() - seen_at) * 1000`.as("agoMs"))
    .where("seenAt", ">", sql<Date>`clock_timestamp() - interval '1 day'`)
    .orderBy("seenAt", "desc")
    .limit(20)
    .execute();
  return rows.map((row) => ({ ...row, agoMs: Math.round(Number(row.agoMs)) }));
}

function sentences(now: Status): string[] {
  const { uncertain = 0, needsHuman = 0 } = now.deliveries;
  const feeds = now.feeds.map(({ name, lastMessageAt }) => `${name} ${lastMessageAt ?? "silent"}`);
  return [
    `${now.campaign.en} · ${now.mode}${now.held ? " · HELD" : ""}`,
    ...now.holds.map(heldLine),
    `moments ${now.moments}, change ${now.seq}`,
    `deliveries ${JSON.stringify(now.deliveries)}`,
    `in doubt ${uncertain} looked for, ${needsHuman} waiting for a person`,
    ...workerLines(now.workers),
    `feeds ${feeds.join(", ")}`,
  ];
}

const reasons = { signIn: "its network refuses the sign-in", restored: "restored from an export" };

function heldLine({ scope, account, by, at, reason }: HeldNow): string {
  const what = { global: "everything", campaign: "the campaign", account: `@${account}` }[scope];
  const why = reason ? ` (${reasons[reason]})` : "";
  return `held: ${what}, by ${by ?? "nobody known"} since ${at ?? "unknown"}${why}`;
}

function workerLines(workers: readonly WorkerNow[]): string[] {
  const there = workers.filter(({ agoMs }) => agoMs <= heardMs);
  const [last] = workers;
  if (there.length === 0)
    return [last ? `workers none, the last one ${seconds(last.agoMs)} ago` : "workers none"];
  return there.map(({ name, agoMs, queueAwaySince, databaseOffsetMs, networkOffsetMs }) =>
    [
      `worker ${name}, heard ${seconds(agoMs)} ago`,
      ...(databaseOffsetMs === null ? [] : [`clock ${signed(databaseOffsetMs)} ms`]),
      ...(networkOffsetMs === null ? [] : [`networks ${signed(networkOffsetMs)} ms`]),
      ...(queueAwaySince ? [`queue away since ${queueAwaySince.toISOString()}`] : []),
    ].join(", "),
  );
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}

function signed(ms: number): string {
  return ms > 0 ? `+${ms}` : String(ms);
}
