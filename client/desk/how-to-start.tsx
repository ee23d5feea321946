import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { enHowToStart } from "../messages/en-how-to-start.ts";
import { frHowToStart } from "../messages/fr-how-to-start.ts";
import { addWords, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./empty-feed.module.css";
import { NextPlanned } from "./next-planned.tsx";

addWords({ fr: frHowToStart, en: enHowToStart });

export type Props = { desk: Snapshot; acts: Acts };

/** No feed has spoken: what a desk needs before anything comes. */
export function HowToStart({ desk, acts }: Props) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const mayStart = me !== null && may(me.role, "produce");
  const { mode, rehearsalPlaying } = desk.campaign;
  return (
    <div className={styles.empty}>
      <h3>{say("empty.first")}</h3>
      <NextPlanned desk={desk} />
      {mode === "off" && <p>{say("empty.off")}</p>}
      {rehearsalPlaying && <p>{say("rehearsal.playing")}.</p>}
      {!mayStart && !rehearsalPlaying && <p>{say("empty.howOther")}</p>}
      {mayStart && mode === "off" && (
        <button
          type="button"
          className={styles.start}
          onClick={() => useDesk.setState({ modeOpen: true })}
        >
          {say("empty.mode")}
        </button>
      )}
      {mayStart && mode === "rehearsal" && !rehearsalPlaying && (
        <>
          <p>{say("empty.how")}</p>
          <button type="button" className={styles.start} onClick={() => acts.play(true)}>
            {say("rehearsal.start")}
          </button>
        </>
      )}
      {mayStart && <Steps desk={desk} />}
    </div>
  );
}

/** What a desk of one's own needs: somewhere to publish, something planned, something that speaks. */
function Steps({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const accounts = desk.accounts.length;
  const slots = desk.slots.length;
  const feeds = desk.feeds.length;
  return (
    <section className={styles.steps} aria-labelledby="first-steps">
      <h4 id="first-steps">{say("empty.steps")}</h4>
      <ol>
        <Step
          what={
            <button type="button" onClick={() => useDesk.setState({ holdsOpen: true })}>
              {say("empty.step.account")}
            </button>
          }
          how={say("empty.step.account.how")}
          done={accounts > 0 ? say("empty.step.accounts", { count: accounts }) : null}
        />
        <Step
          what={<Link href="/rundown">{say("empty.step.day")}</Link>}
          how={say("empty.step.day.how")}
          done={slots > 0 ? say("empty.step.days", { count: slots }) : null}
        />
        <Step
          what={
            <button type="button" onClick={() => useDesk.setState({ feedsOpen: true })}>
              {say("empty.step.feed")}
            </button>
          }
          how={say("empty.step.feed.how")}
          done={feeds > 0 ? say("empty.step.feeds", { count: feeds }) : null}
        />
      </ol>
    </section>
  );
}

function Step({ what, how, done }: { what: ReactNode; how: string; done: string | null }) {
  return (
    <li>
      <i data-done={done !== null}>{done !== null && <Glyph name="tick" size={12} />}</i>
      {what}
      <small>{done ?? how}</small>
    </li>
  );
}
