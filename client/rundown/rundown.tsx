/** The rundown: the day in order, over the desk. All keys stay in here, so that none reaches what is armed below. */
import { useEffect, useRef, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useLocation } from "wouter";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { countdown } from "../ui/time.ts";
import { type Day, daysOf, nextOf } from "./day.ts";
import { ImportSheet } from "./import-sheet.tsx";
import styles from "./rundown.module.css";
import { SlotRow } from "./slot-row.tsx";

export function Rundown() {
  const say = useSay();
  const [, navigate] = useLocation();
  const desk = useLive((live) => live.desk);
  const me = useLive((live) => live.me);
  const [importing, setImporting] = useState(false);
  const [said, setSaid] = useState("");
  const screen = useRef<HTMLDialogElement>(null);
  const now = useServerNow(1000);
  // Shown beside the top bar, not over it: holding everything stays one press away.
  useEffect(() => {
    screen.current?.show();
    screen.current?.focus();
  }, []);
  if (!desk || !me) return null;
  const leave = (): void => (importing ? setImporting(false) : navigate("/"));
  return (
    <dialog
      ref={screen}
      className={styles.screen}
      data-own-keys
      aria-labelledby="rundown-title"
      tabIndex={-1}
      onKeyUp={(event) => {
        // Let go, not pressed: Escape kept down for a second holds everything.
        if (event.key === "Escape" && !event.defaultPrevented) leave();
      }}
      onCancel={(event) => event.preventDefault()}
    >
      <div className={styles.head}>
        <h2 id="rundown-title">{say(importing ? "import.title" : "rundown.title")}</h2>
        {!importing && <Summary desk={desk} now={now} />}
        <output className={styles.said}>{said}</output>
        {!importing && may(me.role, "produce") && (
          <button type="button" className={styles.act} onClick={() => setImporting(true)}>
            {say("rundown.import")}
          </button>
        )}
        <button type="button" className={styles.act} onClick={leave}>
          {say(importing ? "import.back" : "rundown.back")} <Cap>{say("cap.escape")}</Cap>
        </button>
      </div>
      {importing ? (
        <ImportSheet
          desk={desk}
          now={now}
          onDone={(words) => {
            setSaid(words);
            setImporting(false);
            screen.current?.focus();
          }}
        />
      ) : (
        <Days desk={desk} now={now} mayImport={may(me.role, "produce")} />
      )}
    </dialog>
  );
}

type DeskProps = { desk: Snapshot; now: number };

function Summary({ desk, now }: DeskProps) {
  const say = useSay();
  const next = nextOf(daysOf(desk, now), now);
  return (
    <p className={styles.summary}>
      {say("rundown.count", { count: desk.slots.length })}
      {next && <b>{say("rundown.next", { left: countdown(say, next.at - now) })}</b>}
    </p>
  );
}

function Days({ desk, now, mayImport }: DeskProps & { mayImport: boolean }) {
  const say = useSay();
  const days = daysOf(desk, now);
  const next = nextOf(days, now);
  const { venueName, homeName } = desk.campaign;
  if (days.length === 0) {
    return (
      <div className={styles.empty}>
        <p>{say("rundown.empty")}</p>
        <p>{say(mayImport ? "rundown.empty.how" : "rundown.empty.ask")}</p>
      </div>
    );
  }
  return (
    <section className={styles.scroll} aria-label={say("rundown.title")}>
      <RealmNote desk={desk} />
      {days.map((day) => (
        <table key={day.key} className={styles.day}>
          <caption>
            <DayName day={day} zone={desk.campaign.venueZone} />
          </caption>
          <thead>
            <tr>
              <th scope="col">{venueName}</th>
              <th scope="col">{homeName}</th>
              <th scope="col">{say("rundown.slot")}</th>
              <th scope="col">{say("rundown.where")}</th>
              <th scope="col">{say("rundown.stands")}</th>
              <th scope="col">{say("rundown.left")}</th>
            </tr>
          </thead>
          {day.slots.map((each) => (
            <SlotRow
              key={each.slot.id}
              planned={each}
              desk={desk}
              now={now}
              isNext={each.slot.id === next?.slot.id}
            />
          ))}
        </table>
      ))}
    </section>
  );
}

function DayName({ day, zone }: { day: Day; zone: string }) {
  const locale = useLocale();
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(day.date);
}

/** Slots for accounts that the present mode does not reach would be missed, one by one: better said before. */
function RealmNote({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const { mode } = desk.campaign;
  const posts = new Set<string>(desk.slots.map(({ postId }) => postId));
  const live = new Set<string>(
    desk.accounts.filter(({ realm }) => realm === "live").map(({ id }) => id),
  );
  const waiting = desk.deliveries.filter(
    ({ postId, state }) => posts.has(postId) && state === "scheduled",
  );
  const toLive = waiting.filter(({ account }) => live.has(account.id)).length;
  if (mode === "off" && waiting.length > 0)
    return <p className={styles.note}>{say("rundown.note.off", { count: waiting.length })}</p>;
  if (mode === "rehearsal" && toLive > 0)
    return <p className={styles.note}>{say("rundown.note.live", { count: toLive })}</p>;
  if (mode === "onAir" && waiting.length > toLive)
    return (
      <p className={styles.note}>
        {say("rundown.note.rehearsal", { count: waiting.length - toLive })}
      </p>
    );
  return null;
}
