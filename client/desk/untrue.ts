/** What is public and no longer true, over the whole desk. Pure; instants are epoch ms. */
import type { Snapshot } from "#shared/changes.ts";
import type { Bilingual } from "#shared/locales.ts";
import { isPassed, type Moment } from "#shared/moments.ts";
import { saidByMoment, untrueIn } from "./about.ts";

/** A moment that what was published contradicts: how many messages, in what words, and since when at the least. */
export type Untrue = {
  moment: Moment;
  count: number;
  said: Bilingual;
  since: number;
  deliveryIds: readonly string[];
};

/** The longest untrue first: each second of it is read. */
export function untrueMoments(desk: Pick<Snapshot, "moments" | "posts" | "deliveries">): Untrue[] {
  const said = saidByMoment(desk);
  return desk.moments
    .flatMap((moment) => {
      // Passed as it stands: somebody decided that it is left so.
      const its = isPassed(moment) ? undefined : said.get(moment.id);
      const untrue = its ? untrueIn(moment, its) : [];
      const [first] = untrue;
      if (!first) return [];
      const since = Date.parse(moment.changedAt);
      const deliveryIds = untrue.map(({ deliveryId }) => deliveryId);
      return [{ moment, count: untrue.length, said: first.headline, since, deliveryIds }];
    })
    .toSorted((a, b) => a.since - b.since);
}
