import { useMemo } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { askedOf, check } from "../live/in-doubt.ts";
import { useLive } from "../live/store.ts";
import { switchLocale, useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Brand } from "../ui/brand.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { later } from "../ui/later.tsx";
import { initials } from "../ui/initials.ts";
import { ThemeSwitch } from "../ui/theme-switch.tsx";
import type { Acts } from "./acts.ts";
import { Clocks } from "./clocks.tsx";
import { useDesk } from "./desk-store.ts";
import { FeedAge } from "./feed-age.tsx";
import { KeyCaps } from "./key-caps.tsx";
import type { Props as ModeSheetProps } from "./mode-sheet.tsx";
import styles from "./top-bar.module.css";
import { holdIn } from "../live/holds.ts";

const ModeSheet = later<ModeSheetProps>(() =>
  import("./mode-sheet.tsx").then((part) => part.ModeSheet),
);

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
      <Watch />
      <Asked desk={desk} />
      <Accounts desk={desk} />
      <Presence />
      <button
        type="button"
        className={styles.locale}
        aria-label={say("locale.switch.label")}
        onClick={(event) => {
          switchLocale();
          giveBackKeys(event);
        }}
      >
        {locale === "fr" ? "EN" : "FR"}
      </button>
      <ThemeSwitch className={styles.theme} />
      <HoldAll desk={desk} acts={acts} filling={filling} />
    </header>
  );
}

/** Says the mode; whoever may change it opens the three of them from here. */
function Mode({ desk, acts }: { desk: Snapshot; acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const isOpen = useDesk((state) => state.modeOpen);
  const setOpen = (modeOpen: boolean): void => useDesk.setState({ modeOpen });
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

/** The way to whom the desk looks for, for those who may say it; on a narrow screen it is among the feeds. */
function Watch() {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "produce")) return null;
  return (
    <button
      type="button"
      className={styles.watch}
      aria-haspopup="dialog"
      onClick={() => useDesk.setState({ watchOpen: true })}
    >
      {say("watch.open")}
    </button>
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

/** How many messages wait for a person to say whether they are public; on every screen. */
function Asked({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const asked = useMemo(() => askedOf(desk.deliveries), [desk.deliveries]);
  const [first] = asked;
  if (!first) return null;
  const count = asked.length;
  return (
    <button
      type="button"
      className={styles.asked}
      data-asked={count}
      aria-haspopup="dialog"
      onClick={() => check(first.id)}
    >
      <Glyph name="question" size={14} /> {say("doubt.alarm", { count })}
      <span className="unseen">{say("doubt.alarm.label", { count })}</span> <KeyCaps of="verify" />
    </button>
  );
}

/** The way to every hold; says how many accounts are held. */
function Accounts({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const held = desk.accounts.filter(({ id }) => holdIn(desk, "account", id) !== null).length;
  return (
    <button
      type="button"
      className={styles.accounts}
      data-held={held > 0}
      aria-haspopup="dialog"
      onClick={() => useDesk.setState({ holdsOpen: true })}
    >
      {held > 0 && <Glyph name="hourglass" size={12} />}
      {held > 0 ? say("holds.open.held", { count: held }) : say("holds.open")}
    </button>
  );
}

function HoldAll({ desk, acts, filling }: { desk: Snapshot; acts: Acts; filling: boolean }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "hold")) return null;
  if (!holdIn(desk, "global")) {
    return (
      <button
        type="button"
        className={styles.hold}
        data-filling={filling}
        onClick={() => acts.hold()}
      >
        {say("hold.place")} <KeyCaps of="hold" />
      </button>
    );
  }
  if (!may(me.role, "produce")) return <span className={styles.held}>{say("hold.held")}</span>;
  return (
    <button type="button" className={styles.held} onClick={() => acts.release()}>
      {say("hold.release")}
    </button>
  );
}
