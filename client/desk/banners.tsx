import { useMemo, useState } from "react";
import { useServerNow } from "../live/now.ts";
import { type Connection, useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { clockIn, counter } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import { AlarmBanner } from "./alarm-banner.tsx";
import { alarmsOf } from "./alarms.ts";
import styles from "./banners.module.css";

/** More would push the desk away; the rest is a press away. */
const shownAtOnce = 2;

/** Full-width words when the desk is not live, when something is wrong, or when something is held. Worst first. */
export function Banners({ acts }: { acts: Acts }) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const desk = useLive((live) => live.desk);
  const presence = useLive((live) => live.presence);
  const workerSeenAt = useLive((live) => live.workerSeenAt);
  const status = useLive((live) => live.connection.status);
  const isLive = status === "live";
  const alarms = useMemo(
    () => (desk ? alarmsOf({ desk, presence: isLive ? presence : null, workerSeenAt }) : []),
    [desk, presence, workerSeenAt, isLive],
  );
  const room = isLive ? shownAtOnce : shownAtOnce - 1;
  const more = alarms.length - room;
  const shown = isOpen ? alarms : alarms.slice(0, room);
  const toggle = more > 0 && (
    <button
      type="button"
      className={styles.more}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? say("alarm.fewer") : say("alarm.more", { count: more })}
    </button>
  );
  return (
    <div className={styles.banners}>
      <ConnectionBanner />
      {desk &&
        shown.map((alarm, at) => (
          <AlarmBanner
            key={
              alarm.kind === "signIn"
                ? alarm.account.id
                : `${alarm.kind} ${"scope" in alarm ? alarm.scope : ""}`
            }
            alarm={alarm}
            desk={desk}
            acts={acts}
          >
            {at === shown.length - 1 && toggle}
          </AlarmBanner>
        ))}
    </div>
  );
}

function ConnectionBanner() {
  const say = useSay();
  const connection = useLive((live) => live.connection);
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const now = useServerNow(connection.status === "lost" ? 500 : 0);
  if (connection.status === "live" || connection.status === "signedOut") return null;
  if (connection.status === "tooOld") {
    return (
      <div className={styles.banner} data-tone="stale" role="alert">
        <b>{say("tooOld.title")}</b> {say("tooOld.detail")}
        <button type="button" className={styles.act} onClick={() => location.reload()}>
          {say("tooOld.reload")}
        </button>
      </div>
    );
  }
  return (
    <div
      className={styles.banner}
      data-tone={connection.status === "catchingUp" ? "catching" : "stale"}
      role={connection.status === "lost" ? "alert" : "status"}
    >
      <ConnectionWords say={say} connection={connection} zone={zone} now={now} />
    </div>
  );
}

function ConnectionWords({
  say,
  connection,
  zone,
  now,
}: {
  say: Say;
  connection: Connection;
  zone: string;
  now: number;
}) {
  if (connection.status === "lost") {
    return (
      <>
        <b aria-hidden="true">{say("lost.title", { since: counter(now - connection.seenAt) })}</b>{" "}
        {say("lost.detail", { time: clockIn(zone, connection.seenAt) })}
      </>
    );
  }
  if (connection.status !== "catchingUp") return <>{say("lost.blank")}</>;
  const { from, at, head } = connection;
  return (
    <b>
      {head === null
        ? say("catchUp.start")
        : say("catchUp.title", { done: at - from, total: head - from })}
    </b>
  );
}
