import type { Moment } from "#shared/moments.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { clockIn } from "../ui/time.ts";
import styles from "./headline.module.css";

/** What other feeds still say of a moment, where it is not what holds. Quiet: whose word holds is decided. */
export function Disagreements({ moment: { source, sources } }: { moment: Moment }) {
  const say = useSay();
  const locale = useLocale();
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const others = sources.filter(
    ({ feed, standing }) => feed !== source.feed && standing !== source.standing,
  );
  return others.map(({ feed, standing, at }) => (
    <p key={feed} className={styles.aside} data-disagrees={feed}>
      {say("detail.disagrees", {
        feed,
        status: say(`status.${standing}`).toLocaleLowerCase(locale),
      })}{" "}
      <span>{say("detail.disagrees.since", { time: clockIn(zone, at) })}</span>
    </p>
  ));
}
