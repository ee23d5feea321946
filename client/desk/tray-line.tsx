import type { MouseEvent } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import { reachOf, useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Glyph } from "../ui/glyph.tsx";
import { span } from "../ui/time.ts";
import { Twice } from "../ui/twice.tsx";
import type { Acts } from "./acts.ts";
import { standstill } from "./may-fire.ts";
import { Places } from "./places.tsx";
import type { Line } from "./rail-lines.ts";
import rail from "./rail.module.css";
import { standings } from "../ui/standing-words.ts";
import { atOnce, oldestFirst } from "./tray.ts";
import { postTitle } from "../ui/post-title.ts";
import styles from "./tray.module.css";
import { turnsOf } from "./turns.ts";

/** After a decision its line goes; the focus then rests on the rail, where Enter publishes nothing. */
function rest(event: MouseEvent<HTMLElement>): void {
  giveBackKeys(event);
  if (event.detail === 0)
    event.currentTarget.closest<HTMLElement>("[data-rest]")?.focus({ preventScroll: true });
}

type MissedProps = {
  line: Line;
  desk: Snapshot;
  now: number;
  acts: Acts;
  onReslot: (line: Line) => void;
};

/** What was missed waits for a person: why and since when, what it says, and the three ways out. */
export function MissedLine({ line, desk, now, acts, onReslot }: MissedProps) {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const { post, deliveries } = line;
  const title = postTitle(say, post, locale);
  return (
    <div className={rail.line} data-tone="missed" data-missed={post.id}>
      <Glyph name="clock" size={16} />
      <b className={rail.wide}>{title}</b>
      {standings(say, deliveries, now, desk.campaign.venueZone).map((standing) => (
        <small key={standing.words} className={rail.standing}>
          <Places deliveries={standing.deliveries} accounts={desk.accounts} />
          <span className={rail.word}>{standing.words}</span>
        </small>
      ))}
      <Texts deliveries={deliveries} />
      {me && may(me.role, "fire") && (
        <div className={styles.acts}>
          <SendNow line={line} desk={desk} title={title} acts={acts} />
          <Reslot title={title} onPress={() => onReslot(line)} />
          <Drop deliveries={deliveries} title={title} acts={acts} />
        </div>
      )}
    </div>
  );
}

/** Asks for another time. */
export function Reslot({ title, onPress }: { title: string; onPress: () => void }) {
  const say = useSay();
  const words = say("tray.reslot");
  return (
    <button
      type="button"
      className={styles.act}
      aria-haspopup="dialog"
      aria-label={`${words}, ${title}`}
      onClick={onPress}
    >
      {words}
    </button>
  );
}

type SendProps = { line: Line; desk: Snapshot; title: string; acts: Acts };

/** Sends what was missed after all. */
export function SendNow({ line, desk, title, acts }: SendProps) {
  const say = useSay();
  const connection = useLive(reachOf);
  const obstacle = standstill(desk, connection);
  const words = say("tray.sendNow");
  return (
    <button
      type="button"
      className={styles.send}
      data-send
      aria-disabled={obstacle !== null}
      aria-label={`${words}, ${title}`}
      {...(obstacle && { title: say(`fire.why.${obstacle}`) })}
      onClick={(event) => {
        if (obstacle) return;
        acts.sendNow(line.deliveries);
        rest(event);
      }}
    >
      {words}
    </button>
  );
}

/** Under a hold one thing can be decided: that something shall not leave afterwards either. */
export function HeldActs({ line, acts }: Pick<MissedProps, "line" | "acts">) {
  const locale = useLocale();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "fire")) return null;
  return (
    <div className={styles.acts}>
      <Drop deliveries={line.deliveries} title={line.post.title[locale]} acts={acts} />
    </div>
  );
}

type DropProps = { deliveries: readonly Delivery[]; title: string; acts: Acts };

/** Gives a line up; asked twice, for nothing brings it back by itself. */
export function Drop({ deliveries, title, acts }: DropProps) {
  const say = useSay();
  return (
    <Twice
      says={say("tray.drop")}
      asks={say("tray.drop.ask")}
      label={title}
      className={styles.act}
      onYes={(event) => {
        acts.drop(deliveries);
        rest(event);
      }}
    />
  );
}

/** Nobody sends what they cannot read. */
function Texts({ deliveries }: { deliveries: readonly Delivery[] }) {
  const say = useSay();
  const texts = [...new Map(deliveries.map(({ text, locales }) => [text, locales[0]]))];
  return (
    <details className={styles.texts}>
      <summary>{say("tray.read", { count: texts.length })}</summary>
      {texts.map(([text, language]) => (
        <p key={text} lang={language}>
          {text}
        </p>
      ))}
    </details>
  );
}

const worthClearing = 3;

type HeadProps = { lines: readonly Line[]; desk: Snapshot; acts: Acts };

/** What stops all sending, and the way to give everything up where there is much of it. */
export function TrayHead({ lines, desk, acts }: HeadProps) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const connection = useLive(reachOf);
  const obstacle = standstill(desk, connection);
  if (!me || !may(me.role, "fire")) return null;
  return (
    <>
      {obstacle && <p className={styles.why}>{say(`fire.why.${obstacle}`)}</p>}
      {lines.length > 1 && (
        <div className={styles.all}>
          {!obstacle && <SendAll lines={lines} desk={desk} acts={acts} />}
          {lines.length > worthClearing && (
            <Twice
              says={say("tray.dropAll")}
              asks={say("tray.dropAll.ask", { count: lines.length })}
              className={styles.act}
              onYes={(event) => {
                acts.drop(lines.flatMap(({ deliveries }) => deliveries));
                rest(event);
              }}
            />
          )}
        </div>
      )}
    </>
  );
}

/** All of it after all; how they follow each other is said before. */
function SendAll({ lines, desk, acts }: HeadProps) {
  const say = useSay();
  const all = lines.flatMap(({ deliveries }) => deliveries);
  const count = Math.min(all.length, atOnce);
  const { spacingMs, totalMs } = turnsOf(oldestFirst(all).slice(0, atOnce), desk.accounts);
  return (
    <>
      <p className={styles.how}>
        {say("tray.sendAll.how", {
          spacing: Math.round(spacingMs / 1000),
          total: span(say, totalMs),
        })}{" "}
        {all.length > count && say("tray.sendAll.oldest", { count })}
      </p>
      <Twice
        says={say("tray.sendAll")}
        asks={say("tray.sendAll.ask", { count })}
        className={styles.act}
        onYes={(event) => {
          acts.sendNow(all);
          rest(event);
        }}
      />
    </>
  );
}
