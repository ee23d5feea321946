/**
 * Which medal is a delegation's first: of its history, its first gold, or its first here. Decided anew from the times
 * they were won whenever one comes, changes or goes, so that the order messages arrive in decides nothing.
 */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import { type First, medalColours, type Moment } from "#shared/moments.ts";
import type { Happened } from "./change.ts";
import type { Draft } from "./draft.ts";
import { firstReason } from "./salience.ts";
import type { MomentRow } from "./store.ts";

/** What the campaign knows of the past. */
export type History = {
  neverMedalled: readonly string[];
  neverGold: readonly string[];
  fromTheStart: boolean;
};

/** Says anew which medal is the first of each delegation (`firstsName`) where that changed. */
export async function settleFirsts(
  tx: Tx,
  campaign: History & { id: string },
  touched: Iterable<string>,
): Promise<Happened[]> {
  const changes: Happened[] = [];
  for (const name of [...new Set(touched)].filter((each) => concerns(campaign, each)).toSorted()) {
    const { competition, organisation } = named(name);
    const rows = await medalsOf(tx, campaign.id, competition, organisation);
    const firsts = firstsOf(rows, campaign, organisation);
    for (const row of rows) {
      const first = firsts.get(row.id) ?? null;
      if (row.status !== "withdrawn" && row.facts.first !== first)
        changes.push(await say(tx, row, first));
    }
  }
  return changes;
}

/** Whether anybody may say that a medal of this delegation is its first. */
function concerns({ neverMedalled, neverGold, fromTheStart }: History, name: string): boolean {
  const { organisation } = named(name);
  return fromTheStart || neverMedalled.includes(organisation) || neverGold.includes(organisation);
}

/**
 * The medals whose being the first these moments may decide, by id: locked together with the moments themselves, before
 * any delivery is, so that a gate that holds several moments never waits in a circle.
 */
export async function concerned(
  tx: Tx,
  campaign: History & { id: string },
  moments: readonly OfAnEvent[],
): Promise<string[]> {
  const names = moments
    .map(firstsName)
    .filter((name): name is string => name !== null && concerns(campaign, name));
  const ids: string[] = [];
  for (const name of new Set(names)) {
    const { competition, organisation } = named(name);
    ids.push(...(await medalsOf(tx, campaign.id, competition, organisation)).map(({ id }) => id));
  }
  return ids;
}

/** What a medal is the first of, as it is told now; null where it is none, or no medal. */
export async function firstOf(
  tx: Tx,
  campaign: History & { id: string },
  draft: Draft,
): Promise<First | null> {
  const name = firstsName(draft);
  if (name === null || !concerns(campaign, name)) return null;
  const { competition, organisation } = named(name);
  const known = await medalsOf(tx, campaign.id, competition, organisation);
  const told: Won = {
    id: "",
    status: draft.standing,
    facts: draft.facts,
    occurredAt: new Date(draft.occurredAt),
    key: draft.key,
  };
  const all = [...known, told].toSorted(byTime);
  return firstsOf(all, campaign, organisation).get("") ?? null;
}

type OfAnEvent = Pick<Moment, "kind" | "participants"> & { eventCode: string };

/** The delegation's medals of one competition that a moment belongs to; null for anything but a medal. */
export function firstsName({ kind, eventCode, participants }: OfAnEvent): string | null {
  const organisation = participants[0]?.organisation;
  if (kind !== "medal" || !organisation) return null;
  return `${eventCode.split("/")[0] ?? ""}|${organisation}`;
}

function named(name: string): { competition: string; organisation: string } {
  const cut = name.lastIndexOf("|");
  return { competition: name.slice(0, cut), organisation: name.slice(cut + 1) };
}

type Won = Pick<MomentRow, "id" | "status" | "facts" | "occurredAt" | "key">;

/** In the order they were won; of one instant, the better medal first. */
function byTime(a: Won, b: Won): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    medalColours.indexOf(a.facts.medal ?? "bronze") -
      medalColours.indexOf(b.facts.medal ?? "bronze") ||
    (a.key < b.key ? -1 : 1)
  );
}

async function medalsOf(
  tx: Tx,
  campaign: string,
  competition: string,
  organisation: string,
): Promise<MomentRow[]> {
  const rows = await tx
    .selectFrom("moments")
    .selectAll()
    .where("campaignId", "=", campaign)
    .where("kind", "=", "medal")
    .where(sql<string>`split_part(event_code, '/', 1)`, "=", competition)
    .where(sql<string>`participants->0->>'organisation'`, "=", organisation)
    .execute();
  return rows.toSorted(byTime);
}

function firstsOf(
  rows: readonly Won[],
  { neverMedalled, neverGold, fromTheStart }: History,
  organisation: string,
): Map<string, First> {
  const standing = rows.filter(({ status }) => status !== "withdrawn");
  const gold = standing.find(({ facts }) => facts.medal === "gold");
  const [first] = standing;
  const firsts = new Map<string, First>();
  if (gold && neverGold.includes(organisation)) firsts.set(gold.id, "gold");
  if (first && neverMedalled.includes(organisation)) firsts.set(first.id, "ever");
  else if (first && fromTheStart && !firsts.has(first.id)) firsts.set(first.id, "here");
  return firsts;
}

/** History changes what may be said, so the version rises; being the first here is a reason and no more. */
async function say(tx: Tx, row: MomentRow, first: First | null): Promise<Happened> {
  const changed = [row.facts.first, first].some((each) => each === "ever" || each === "gold");
  const who = row.participants[0]?.organisation ?? "";
  const reasons = row.salience.reasons.filter(({ code }) => !code.startsWith("first"));
  const all = [...reasons, ...(first ? [firstReason(first, who)] : [])].toSorted(
    (a, b) => b.points - a.points,
  );
  const score = all.reduce((sum, { points }) => sum + points, 0);
  const said = await tx
    .updateTable("moments")
    .set({
      version: changed ? row.version + 1 : row.version,
      facts: JSON.stringify({ ...row.facts, first, firstEver: first === "ever" }),
      salience: JSON.stringify({ score, reasons: all }),
      changedAt: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.confirmed", row: said, changed };
}
