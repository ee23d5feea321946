/** The rundown: the day in order, over the desk. */
import { Fragment, useEffect, useMemo, useRef, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useLocation } from "wouter";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { enRundown } from "../messages/en-rundown.ts";
import { frRundown } from "../messages/fr-rundown.ts";
import { addWords, useLocale, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { Screen } from "../ui/screen.tsx";
import { clockIn, countdown } from "../ui/time.ts";
import { type Day, daysOf, lastPassed, nextOf, presentOf, silenceOver } from "./day.ts";
import { ImportSheet } from "./import-sheet.tsx";
import styles from "./rundown.module.css";
import { SlotRow } from "./slot-row.tsx";

addWords({ fr: frRundown, en: enRundown });

export function Rundown() {
  const say = useSay();
  const [, navigate] = useLocation();
  const desk = useLive((live) => live.desk);
  const me = useLive((live) => live.me);
  const [importing, setImporting] = useState(false);
  const [said, setSaid] = useState("");
  const screen = useRef<HTMLDialogElement>(null);
  const now = useServerNow(1000);
  const days = useDays(desk, now);
  if (!desk || !me) return null;
  const leave = (): void => (importing ? setImporting(false) : navigate("/"));
  return (
    <Screen ref={screen} titleId="rundown-title" onLeave={leave}>
      <div className={styles.head}>
        <h2 id="rundown-title">{say(importing ? "import.title" : "rundown.title")}</h2>
        {!importing && <Summary days={days} now={now} />}
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
        <Days desk={desk} days={days} now={now} mayImport={may(me.role, "produce")} />
      )}
    </Screen>
  );
}

const none: never[] = [];

/** Sorted anew only when something changed or came due, not at every tick: a day may have a thousand slots. */
function useDays(desk: Snapshot | null, now: number): Day[] {
  const slots = desk?.slots ?? none;
  const deliveries = desk?.deliveries ?? none;
  const zone = desk?.campaign.venueZone ?? "UTC";
  const asOf = lastPassed({ slots, deliveries }, now);
  return useMemo(() => daysOf({ slots, deliveries }, zone, asOf), [slots, deliveries, zone, asOf]);
}

type DayProps = { days: Day[]; now: number };

function Summary({ days, now }: DayProps) {
  const say = useSay();
  const next = nextOf(days);
  const count = days.reduce((sum, { slots }) => sum + slots.length, 0);
  return (
    <p className={styles.summary}>
      {say("rundown.count", { count })}
      {next && <b>{say("rundown.next", { left: countdown(say, next.at - now) })}</b>}
    </p>
  );
}

type DaysProps = DayProps & { desk: Snapshot; mayImport: boolean };

function Days({ desk, days, now, mayImport }: DaysProps) {
  const say = useSay();
  const list = useRef<HTMLElement>(null);
  const next = nextOf(days);
  const present = presentOf(days);
  const { venueName, homeName, venueZone } = desk.campaign;
  // Once: from then on only the reader scrolls.
  useEffect(() => {
    list.current?.querySelector("[data-now]")?.scrollIntoView({ block: "center" });
  }, []);
  if (days.length === 0) {
    return (
      <div className={styles.empty}>
        <p>{say("rundown.empty")}</p>
        <p>{say(mayImport ? "rundown.empty.how" : "rundown.empty.ask")}</p>
      </div>
    );
  }
  return (
    <section ref={list} className={styles.scroll} aria-label={say("rundown.title")}>
      <RealmNote desk={desk} />
      <SilenceNote days={days} desk={desk} />
      {days.map((day) => (
        <table key={day.key} className={styles.day}>
          <caption>
            <DayName day={day} zone={venueZone} />
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
            <Fragment key={each.slot.id}>
              {each === present && (
                <tbody className={styles.now} data-now>
                  <tr>
                    <td colSpan={6}>{say("rundown.now", { time: clockIn(venueZone, now) })}</td>
                  </tr>
                </tbody>
              )}
              <SlotRow
                planned={each}
                accounts={desk.accounts}
                campaign={desk.campaign}
                now={now}
                isNext={each === next}
              />
            </Fragment>
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

/** Slots that would fall in a silence wait for a person instead. */
function SilenceNote({ days, desk }: { days: readonly Day[]; desk: Snapshot }) {
  const say = useSay();
  const slots = days.flatMap((day) => day.slots);
  const count = slots.filter((each) => silenceOver(each, desk.campaign) !== null).length;
  return count > 0 && <p className={styles.note}>{say("rundown.note.quiet", { count })}</p>;
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
