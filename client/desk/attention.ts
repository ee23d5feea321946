/** What calls for attention: which sound, how many while nobody looked, and what is worth a notification. Pure; instants epoch ms. */
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Person } from "#shared/campaigns.ts";
import { isToHandle, saidOf, step } from "./about.ts";
import { untrueMoments } from "./untrue.ts";

/** `alarm`: something public is untrue. `medal`: any big moment. `emotion`: what a spotter saw. `public`: one's own post is out. */
export type Earcon = "alarm" | "medal" | "emotion" | "public";

/** What had been heard of when the desk was last listened to. */
export type Heard = {
  /** The newest moment's id. */
  newest: string;
  /** Moments about which something untrue is public. */
  untrue: ReadonlySet<string>;
  /** When a post of this person was last public. */
  publicAt: number;
};

type Facts = Pick<Snapshot, "moments" | "posts" | "deliveries">;

/** What is heard at once is no burst of the past: older than this, or late, it is silent. */
const freshMs = 10_000;

/** How the desk stands, without a sound: at first, and after an absence. */
export function heardOf(desk: Facts, me: Pick<Person, "id">): Heard {
  return {
    newest: desk.moments[0]?.id ?? "",
    untrue: new Set(untrueMoments(desk).map(({ moment }) => moment.id)),
    publicAt: lastPublicAt(desk, me),
  };
}

/** The most pressing sound of what happened since `before`; null where nothing did that is worth one. */
export function earconFor(
  desk: Snapshot,
  me: Pick<Person, "id">,
  before: Heard,
  now: number,
): Earcon | null {
  const untrue = untrueMoments(desk);
  if (untrue.some(({ moment }) => !before.untrue.has(moment.id))) return "alarm";
  const fresh = arrivedSince(desk, before.newest).filter(
    ({ raisedAt, late }) => !late && now - Date.parse(raisedAt) < freshMs,
  );
  if (fresh.some((moment) => step(moment) === 3)) return "medal";
  if (fresh.some(({ kind }) => kind === "emotion")) return "emotion";
  const publicAt = lastPublicAt(desk, me);
  return publicAt > before.publicAt && now - publicAt < freshMs ? "public" : null;
}

/** Moments that arrived after the one with this id, newest first. */
export function arrivedSince({ moments }: Pick<Facts, "moments">, id: string): Moment[] {
  return moments.filter((moment) => moment.id > id);
}

/** What arrived after `id` and waits for somebody. */
export function toHandleSince(desk: Snapshot, id: string): Moment[] {
  return arrivedSince(desk, id).filter((moment) => isToHandle(moment, saidOf(desk, moment.id)));
}

/** Only what is big is worth calling somebody back for. */
export function isWorthCalling(moment: Moment): boolean {
  return step(moment) === 3 && !moment.late;
}

function lastPublicAt({ posts, deliveries }: Facts, me: Pick<Person, "id">): number {
  const mine = new Set(posts.flatMap(({ id, firedBy }) => (firedBy === me.id ? [id] : [])));
  return deliveries.reduce(
    (last, { postId, publicAt }) =>
      publicAt && mine.has(postId) ? Math.max(last, Date.parse(publicAt)) : last,
    0,
  );
}
