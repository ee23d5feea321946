/** What a screen reader is told, and when. Pure; instants are milliseconds of any one clock. */
import type { Moment } from "#shared/moments.ts";
import { step } from "./about.ts";
import { biggestOf, type News } from "./news.ts";

/** `polite` waits for the reader’s pause, `urgent` does not: what is public and wrong, else the biggest moment. */
export type Told = {
  polite: { count: number; medals: number } | null;
  urgent: { kind: "untrue" | "big"; moment: Moment; others: number } | null;
};

const atMostEveryMs = 5000;

/**
 * Told what came (null: nothing did), says what to announce now. One polite sentence and one about big moments in five
 * seconds at most, whatever the feed does; what waits meanwhile is counted in the next. A correction is said at once.
 */
export function createTeller(startedAt: number): (news: News | null, now: number) => Told {
  let arrived: Moment[] = [];
  let big: Moment[] = [];
  let politeAt = startedAt;
  let bigAt = -Infinity;

  const polite = (now: number): Told["polite"] => {
    if (arrived.length === 0 || now - politeAt < atMostEveryMs) return null;
    const medals = arrived.filter(({ kind }) => kind === "medal").length;
    const told = { count: arrived.length, medals };
    politeAt = now;
    arrived = [];
    return told;
  };
  const urgent = (untrue: readonly Moment[], now: number): Told["urgent"] => {
    const [wrong] = untrue;
    if (wrong) return { kind: "untrue", moment: wrong, others: untrue.length - 1 };
    const biggest = biggestOf(big);
    if (!biggest || now - bigAt < atMostEveryMs) return null;
    const told = { kind: "big" as const, moment: biggest, others: big.length - 1 };
    bigAt = now;
    big = [];
    return told;
  };
  return (news, now) => {
    if (news) {
      arrived.push(...news.arrived);
      if (!news.caughtUp)
        big.push(...news.arrived.filter((each) => step(each) === 3 && !each.late));
    }
    return { polite: polite(now), urgent: urgent(news?.untrue ?? [], now) };
  };
}
