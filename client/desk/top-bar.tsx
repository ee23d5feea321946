import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { chooseLocale, useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Brand } from "../ui/brand.tsx";
import { Cap } from "../ui/cap.tsx";
import { initials } from "../ui/initials.ts";
import { ago, clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import { isHeld } from "./may-fire.ts";
import { ModeSheet } from "./mode-sheet.tsx";
import styles from "./top-bar.module.css";

/** Campaign, mode, clocks, feed age, who is here, and the button that holds everything. */
export function TopBar({ acts, filling }: { acts: Acts; filling: boolean }) {
  const say = useSay();
  const locale = useLocale();
  const desk = useLive((live) => live.desk);
  if (!desk) return null;
  return (
    <header className={styles.bar}>
      <Brand />
      <h1 className={styles.campaign}>{desk.campaign.name[locale]}</h1>
      <Mode desk={desk} acts={acts} />
      <Clocks desk={desk} />
      <FeedAge />
      <Presence />
      <button
        type="button"
        className={styles.locale}
        aria-label={say("locale.switch.label")}
        onClick={(event) => {
          chooseLocale(locale === "fr" ? "en" : "fr");
          giveBackKeys(event);
        }}
      >
        {locale === "fr" ? "EN" : "FR"}
      </button>
      <HoldAll desk={desk} acts={acts} filling={filling} />
    </header>
  );
}

/** Says the mode; whoever may change it opens the three of them from here. */
function Mode({ desk, acts }: { desk: Snapshot; acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const [isOpen, setOpen] = useState(false);
  const { mode } = desk.campaign;
  const lamp = (
    <>
      <i aria-hidden="true" />
      <span>{say(`mode.${mode}`)}</span>
    </>
  );
  if (!me || !may(me.role, "produce")) {
    return (
      <div className={styles.mode} data-mode={mode} title={say(`mode.${mode}.note`)}>
        {lamp}
      </div>
    );
  }
  return (
    <>
      <button
        type="button"
        className={styles.mode}
        data-mode={mode}
        title={say(`mode.${mode}.note`)}
        aria-haspopup="dialog"
        aria-label={say("mode.open", { mode: say(`mode.${mode}`) })}
        onClick={() => setOpen(true)}
      >
        {lamp}
      </button>
      {isOpen && <ModeSheet desk={desk} acts={acts} onClose={() => setOpen(false)} />}
    </>
  );
}

function Clocks({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const now = useServerNow(250);
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
    </div>
  );
}

function FeedAge() {
  const say = useSay();
  const now = useServerNow(500);
  const feeds = useLive((live) => live.presence?.feeds ?? live.desk?.feeds) ?? [];
  const heard = feeds.flatMap(({ lastMessageAt }) =>
    lastMessageAt ? [Date.parse(lastMessageAt)] : [],
  );
  if (feeds.length === 0) return null;
  if (heard.length === 0) return <span className={styles.feed}>{say("feed.age.never")}</span>;
  const age = Math.max(0, now - Math.max(...heard));
  const seconds = (age / 1000).toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (
    <span className={styles.feed}>
      {age < 2000 ? say("feed.age.live", { seconds }) : say("feed.age.ago", { age: ago(say, age) })}
    </span>
  );
}

function Presence() {
  const say = useSay();
  // A new empty list at each reading would never settle.
  const people = useLive((live) => live.presence?.people) ?? [];
  if (people.length === 0) return null;
  return (
    <div className={styles.people}>
      <p className="unseen">
        {say("presence.label", { names: people.map(({ name }) => name).join(", ") })}
      </p>
      {people.slice(0, 5).map(({ id, name }) => (
        <span key={id} title={name} aria-hidden="true">
          {initials(name)}
        </span>
      ))}
      {people.length > 5 && <span aria-hidden="true">+{people.length - 5}</span>}
    </div>
  );
}

function HoldAll({ desk, acts, filling }: { desk: Snapshot; acts: Acts; filling: boolean }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "hold")) return null;
  if (!isHeld(desk)) {
    return (
      <button type="button" className={styles.hold} data-filling={filling} onClick={acts.hold}>
        {say("hold.place")} <Cap>{say("cap.escapeHeld")}</Cap>
      </button>
    );
  }
  if (!may(me.role, "produce")) return <span className={styles.held}>{say("hold.held")}</span>;
  return (
    <button type="button" className={styles.held} onClick={acts.release}>
      {say("hold.release")}
    </button>
  );
}
