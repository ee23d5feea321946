import type { Moment } from "#shared/moments.ts";
import { steps, wayOf } from "#shared/ways.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { precise } from "../ui/time.ts";
import type { Said } from "./about.ts";
import styles from "./headline.module.css";

/** How long it took from the feed to the public, step by step, of the first reaction to a moment. */
export function WayLine({ moment, said }: { moment: Moment; said: Said }) {
  const say = useSay();
  const locale = useLocale();
  const first = said.posts.findLast(({ purpose }) => purpose === "reaction");
  if (!first) return null;
  const published = said.deliveries.flatMap(({ postId, publicAt }) =>
    postId === first.id && publicAt ? [publicAt] : [],
  );
  const way = wayOf(moment, first, published.toSorted()[0] ?? null);
  const reached = steps.filter((step) => way[step] !== null);
  return (
    <p className={styles.way} data-way>
      <span>{say("way")}</span>
      {reached.map((step) => (
        <span key={step} data-step={step}>
          {say(`way.${step}`)} <b>{precise(say, way[step]!, locale)}</b>
        </span>
      ))}
      {way.whole !== null && (
        <span>
          {say("way.whole")} <b>{precise(say, way.whole, locale)}</b>
        </span>
      )}
    </p>
  );
}
