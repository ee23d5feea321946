/** What has just become known: the difference between two states of the desk. Pure; instants are epoch ms. */
import type { Snapshot } from "#shared/changes.ts";
import { handleFrom, type Moment } from "#shared/moments.ts";
import { step } from "./about.ts";
import { untrueMoments } from "./untrue.ts";

export type News = {
  /** Moments that were not there before, newest first. */
  arrived: readonly Moment[];
  /** Moments which what is public contradicts, and did not before. */
  untrue: readonly Moment[];
  /** How many of one's own posts have their first receipt. */
  published: number;
  /** It came all at once, after the desk had been cut off. */
  caughtUp: boolean;
};

type State = Pick<Snapshot, "moments" | "posts" | "deliveries">;

/** What `after` says that `before` did not; `me` is whose posts count as one's own. */
export function newsBetween(before: State, after: State, me: string): Omit<News, "caughtUp"> {
  const moved = before.deliveries !== after.deliveries;
  const known = before.moments !== after.moments;
  return {
    arrived: known ? since(after.moments, newestIn(before)) : [],
    untrue: moved || known ? newlyUntrue(before, after) : [],
    published: moved ? newIn(publicOf(before, me), publicOf(after, me)).length : 0,
  };
}

/** The newest moment’s id; ids rise with time. */
export function newestIn({ moments }: Pick<Snapshot, "moments">): string {
  return moments[0]?.id ?? "";
}

/** The moments that came after one, of moments newest first. */
export function since(moments: readonly Moment[], id: string): Moment[] {
  const known = moments.findIndex((moment) => moment.id <= id);
  return moments.slice(0, known < 0 ? moments.length : known);
}

/** Whether a moment is worth a sign: it matters, it stands, and it was raised less than `withinMs` ago. */
export function isNews(moment: Moment, now: number, withinMs: number): boolean {
  if (moment.late || moment.status === "withdrawn") return false;
  return moment.salience.score >= handleFrom && now - Date.parse(moment.raisedAt) < withinMs;
}

/** The moment that matters most of those that matter most of all; of equals, the first. */
export function biggestOf(moments: readonly Moment[]): Moment | null {
  const big = moments.filter((moment) => step(moment) === 3);
  return big.toSorted((a, b) => b.salience.score - a.salience.score)[0] ?? null;
}

/** By moment and version: what became untrue twice is news twice. */
function newlyUntrue(before: State, after: State): Moment[] {
  const named = (state: State) =>
    new Map<string, Moment>(
      untrueMoments(state).map(({ moment }) => [`${moment.id} ${moment.version}`, moment]),
    );
  const now = named(after);
  return newIn(named(before), now).flatMap((name) => now.get(name) ?? []);
}

/** The posts of a person that have a receipt. */
function publicOf({ posts, deliveries }: State, me: string): Set<string> {
  const mine = new Set<string>(posts.filter((post) => post.firedBy === me).map(({ id }) => id));
  return new Set(
    deliveries.flatMap(({ state, kind, postId }) =>
      state === "confirmed" && kind !== "delete" && mine.has(postId) ? [postId] : [],
    ),
  );
}

type Named = { has: (name: string) => boolean; keys: () => Iterable<string> };

function newIn(before: Named, after: Named): string[] {
  return [...after.keys()].filter((name) => !before.has(name));
}
