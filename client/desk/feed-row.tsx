import { memo, type MouseEvent } from "react";
import type { Locale } from "#shared/locales.ts";
import { type Claim, isPassed, type Moment } from "#shared/moments.ts";
import { useLocale, useSay, type Say } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { initials } from "../ui/initials.ts";
import { clockIn, span } from "../ui/time.ts";
import { changedSincePosted, type Said, step } from "./about.ts";
import { useDesk } from "./desk-store.ts";
import { OthersOnRow } from "./others-line.tsx";
import { isTimed } from "./planned.ts";
import styles from "./feed-row.module.css";
import { select, unfold } from "./selection.ts";

type Props = {
  moment: Moment;
  /** How many more of its kind its row stands for. */
  behind: number;
  said: Said;
  claim: Claim | null;
  /** Who else has it open, but for who is on it: names by line. */
  others: string;
  /** This person is on it, or has just asked to be. */
  mine: boolean;
  zone: string;
  position: number;
  selected: boolean;
  tabbable: boolean;
  now: number;
};

/** One moment in the list: time, kind, headline, context, where it stands. */
export const FeedRow = memo(function FeedRow({
  moment,
  behind,
  said,
  claim,
  others,
  mine,
  zone,
  position,
  selected,
  tabbable,
  now,
}: Props) {
  const say = useSay();
  const locale = useLocale();
  const standing = standingOf(say, moment, said, now);
  const open = (): void => {
    select(moment.id);
    useDesk.setState({ pane: "moment" });
  };
  const openBurst = (event: MouseEvent): void => {
    event.stopPropagation();
    select(moment.id);
    unfold();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a feed's articles take the focus; the key registry moves among them
    <article
      className={styles.row}
      data-moment={moment.id}
      data-step={step(moment)}
      data-selected={selected}
      data-done={standing.done}
      data-status={moment.status}
      aria-posinset={position}
      aria-setsize={-1}
      aria-current={selected}
      aria-labelledby={`row-${moment.id}`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={tabbable ? 0 : -1}
      onClick={open}
      onFocus={(event) => {
        if (
          event.target === event.currentTarget &&
          event.currentTarget.matches(":focus-visible") &&
          !useDesk.getState().selectedId
        )
          select(moment.id);
      }}
    >
      <time dateTime={moment.occurredAt}>{clockIn(zone, moment.occurredAt)}</time>
      <Glyph name={moment.kind} />
      <h3 id={`row-${moment.id}`}>
        <span className="unseen">{say(`kind.${moment.kind}`)} </span>
        {moment.headline[locale]}
      </h3>
      <span className={styles.standing} data-alarm={standing.alarm}>
        {standing.words}
      </span>
      {/* Of a width of its own: whoever comes and goes on it moves no word of the headline. */}
      <div className={styles.second}>
        {behind > 0 && (
          <button
            type="button"
            className={styles.burst}
            tabIndex={-1}
            aria-expanded={false}
            onClick={openBurst}
          >
            {burstWords(say, moment, behind, locale)}
          </button>
        )}
        <p hidden={behind > 0}>
          {moment.late && <b className={styles.late}>{say("row.late")}</b>}
          {moment.context[locale]}
        </p>
        {(mine || claim || others) && (
          <span className={styles.who} data-mine={mine}>
            <OthersOnRow names={others} />
            {claim && <i aria-hidden="true">{initials(claim.personName)}</i>}
            {mine ? say("row.mine") : claim?.personName}
          </span>
        )}
      </div>
    </article>
  );
});

function burstWords(say: Say, { facts }: Moment, count: number, locale: Locale): string {
  const discipline = facts.discipline?.[locale];
  return discipline ? say("burst.in", { count, discipline }) : say("burst", { count });
}

type Standing = { words: string; done: boolean; alarm: boolean };

function standingOf(say: Say, moment: Moment, said: Said, now: number): Standing {
  if (changedSincePosted(moment, said) && !isPassed(moment))
    return { words: say("row.changedAfter"), done: false, alarm: true };
  const words = deliveryWords(say, moment, said, now);
  if (words) return { words, done: words.startsWith(say("row.publishedOnly")), alarm: false };
  if (moment.passed && isPassed(moment))
    return { words: say("row.passed", { by: moment.passed.by }), done: true, alarm: false };
  const settled = moment.status === "confirmed";
  return {
    words: settled ? "" : say(`status.${moment.status}`),
    done: moment.status === "withdrawn",
    alarm: moment.status === "protested",
  };
}

function deliveryWords(say: Say, moment: Moment, { deliveries }: Said, now: number): string | null {
  const has = (...states: string[]): boolean =>
    deliveries.some(({ state }) => states.includes(state));
  if (has("uncertain", "needsHuman")) return say("row.uncertain");
  if (has("draft")) return say("row.awaiting");
  if (deliveries.some(isTimed)) return say("row.planned");
  if (
    deliveries.some(
      ({ state, dueAt }) =>
        ["scheduled", "claimed", "prepared"].includes(state) && Date.parse(dueAt) > now,
    )
  )
    return say("row.undoable");
  if (has("scheduled", "claimed", "prepared", "sending", "retryWait")) return say("row.leaving");
  if (has("confirmed")) {
    const instants = deliveries.flatMap(({ publicAt }) => (publicAt ? [Date.parse(publicAt)] : []));
    if (instants.length === 0) return say("row.publishedOnly");
    return say("row.published", {
      span: span(say, Math.max(...instants) - Date.parse(moment.raisedAt)),
    });
  }
  if (has("held")) return say("row.held");
  return has("missed") ? say("row.missed") : null;
}
