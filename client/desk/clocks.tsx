import type { Snapshot } from "#shared/changes.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { clockIn } from "../ui/time.ts";
import styles from "./top-bar.module.css";

/** Below this a difference may as well be the way of a heartbeat. */
const driftFromMs = 250;

/** Venue and home, both by the server's clock. */
export function Clocks({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const now = useServerNow(1000);
  const { venueZone, venueName, homeZone, homeName } = desk.campaign;
  return (
    <div className={styles.clocks}>
      <div className={styles.clock}>
        <b>{clockIn(venueZone, now)}</b>
        <span>{say("clock.venue", { place: venueName })}</span>
      </div>
      <div className={styles.clock} data-home="true">
        <b>{clockIn(homeZone, now)}</b>
        <span>{say("clock.home", { place: homeName })}</span>
      </div>
      <Drift />
    </div>
  );
}

/** That this device's own clock is wrong: nothing here goes by it, but whoever looks at it should know. */
function Drift() {
  const say = useSay();
  const locale = useLocale();
  const aheadMs = useLive((live) => Math.round(live.driftMs / 100) * 100);
  if (Math.abs(aheadMs) < driftFromMs) return null;
  const by = (aheadMs / 1000).toLocaleString(locale, {
    signDisplay: "always",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (
    <p className={styles.drift} title={say("clock.drift.note")}>
      {say("clock.drift", { by })}
    </p>
  );
}
