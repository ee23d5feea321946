import { useServerNow } from "../live/now.ts";
import { type Connection, useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { clockIn, counter } from "../ui/time.ts";
import styles from "./banners.module.css";
import { isHeld } from "./may-fire.ts";

/** Full-width words when the desk is not live, or when everything is held. Never silently stale. */
export function Banners() {
  return (
    <div>
      <ConnectionBanner />
      <HeldBanner />
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

function HeldBanner() {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const hold = desk?.holds.find((each) => each.held && each.scope !== "account");
  if (!desk || !hold || !isHeld(desk)) return null;
  const waiting = desk.deliveries.filter(({ state }) => state === "held").length;
  const since = hold.at ? clockIn(desk.campaign.venueZone, hold.at) : "";
  return (
    <output className={styles.banner} data-tone="held">
      <b>{say("hold.held")}</b> {say("hold.who", { who: whoHeld(desk.people, hold.by), since })}.{" "}
      {say("hold.note")} {waiting > 0 && say("hold.waiting", { count: waiting })}
    </output>
  );
}

function whoHeld(people: readonly { id: string; name: string }[], by: string | null): string {
  return people.find((person) => person.id === by)?.name ?? by ?? "?";
}
