/** The spotter's own page: made for a phone and one thumb. */
import { useEffect } from "react";
import { Link } from "wouter";
import { may } from "#shared/roles.ts";
import { useServerNow } from "../live/now.ts";
import { type Spots, useSpots } from "../live/spots.ts";
import { reachOf, useLive } from "../live/store.ts";
import { switchLocale, useLocale, useSay } from "../messages/words.tsx";
import { Brand } from "../ui/brand.tsx";
import { clockIn } from "../ui/time.ts";
import styles from "./page.module.css";
import { SpotterPanel } from "./panel.tsx";

export function SpotterPage({ spots }: { spots: Spots }) {
  const say = useSay();
  const status = useLive(reachOf);
  useWakeLock();
  return (
    <main className={styles.page} data-connection={status}>
      <Top />
      <Line />
      <h1 className="unseen">{say("spotter.h1")}</h1>
      <SpotterPanel spots={spots} />
    </main>
  );
}

function Top() {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  return (
    <div className={styles.top}>
      <Brand />
      <Clock />
      {me && may(me.role, "fire") && <Link href="/">{say("spotter.desk")}</Link>}
      <button type="button" aria-label={say("locale.switch.label")} onClick={switchLocale}>
        {locale === "fr" ? "EN" : "FR"}
      </button>
    </div>
  );
}

function Clock() {
  const now = useServerNow(250);
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const place = useLive((live) => live.desk?.campaign.venueName);
  return (
    <span className={styles.clock}>
      <b>{clockIn(zone, now)}</b> {place}
    </span>
  );
}

/** Whether what is pressed leaves now, and how much waits here. */
function Line() {
  const say = useSay();
  const status = useLive(reachOf);
  const kept = useSpots(({ presses }) => presses.filter(({ state }) => state === "kept").length);
  if (status === "tooOld")
    return (
      <div className={styles.banner} role="alert">
        <b>{say("tooOld.title")}</b>
        <button type="button" onClick={() => location.reload()}>
          {say("tooOld.reload")}
        </button>
      </div>
    );
  if (status === "live")
    return (
      <output className={styles.quiet}>
        <i aria-hidden="true" />
        {kept > 0 ? say("spotter.leaving", { count: kept }) : say("spotter.live")}
      </output>
    );
  if (status === "catchingUp")
    return (
      <output className={styles.quiet}>
        <i aria-hidden="true" />
        {say("spotter.catching")}
      </output>
    );
  return (
    <output className={styles.banner} data-kept={kept}>
      <b>{say("spotter.offline", { count: kept })}</b>
      <span>{say("spotter.offline.how")}</span>
    </output>
  );
}

/** The screen stays on while the page is looked at, where the browser can do that. */
function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const ask = (): void => {
      if (document.hidden) return;
      navigator.wakeLock?.request("screen").then(
        (granted) => (lock = granted),
        // It sleeps when it likes: nothing is lost.
        () => undefined,
      );
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      lock?.release().catch(() => undefined);
    };
  }, []);
}
