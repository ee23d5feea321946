/** Which rows the list shows. Frozen rows keep their places whatever arrives; what is new waits behind the pill. */
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { isToHandle, saidOf } from "./about.ts";

export const lenses = ["handle", "all", "mine", "medals"] as const;
export type Lens = (typeof lenses)[number];

/** The moments a lens lets through for a person, newest first. *Mine* are those they are on and those they posted about. */
export function through(desk: Snapshot, me: string, lens: Lens): Moment[] {
  if (lens === "all") return desk.moments;
  if (lens === "mine") {
    const mine = new Set<string | null>([
      ...desk.claims.filter(({ personId }) => personId === me).map(({ id }) => id),
      ...desk.posts.filter(({ firedBy }) => firedBy === me).map(({ momentId }) => momentId),
    ]);
    return desk.moments.filter((moment) => mine.has(moment.id));
  }
  if (lens === "medals") return desk.moments.filter((moment) => moment.kind === "medal");
  return desk.moments.filter((moment) => isToHandle(moment, saidOf(desk, moment.id)));
}

/**
 * `frozen` holds the ids on show, or null when the list follows. Frozen rows stay, in place and with their newest
 * content, even when they leave the lens; a moment that arrived since is counted in `waiting`.
 */
export function rowsOf(
  desk: Snapshot,
  me: string,
  lens: Lens,
  frozen: readonly string[] | null,
): { rows: Moment[]; waiting: Moment[] } {
  const passing = through(desk, me, lens);
  if (!frozen) return { rows: passing, waiting: [] };
  const shown = new Set(frozen);
  const byId = new Map(desk.moments.map((moment) => [moment.id as string, moment]));
  return {
    rows: frozen.flatMap((id) => byId.get(id) ?? []),
    waiting: passing.filter((moment) => !shown.has(moment.id)),
  };
}
