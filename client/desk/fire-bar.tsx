import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import type { Key } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import { type Armed, useDesk } from "./desk-store.ts";
import styles from "./fire-bar.module.css";
import { isDeliberate, type Obstacle, obstacleTo } from "./may-fire.ts";
import { NoticeLine } from "./notice-line.tsx";

type Props = { desk: Snapshot; moment: Moment; acts: Acts; keys: readonly Key[] };

/** The one button that publishes. It says what will happen in words, or why nothing can. */
export function FireBar({ desk, moment, acts }: Props) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const connection = useLive((live) => live.connection.status);
  const armed = useDesk((state) => state.armed);
  const mine = armed?.momentId === moment.id ? armed : null;
  const obstacle = me && obstacleTo({ desk, role: me.role, connection, moment, armed: mine });
  const press = (): void => {
    const { armed: now } = useDesk.getState();
    if (now && isDeliberate({ repeat: false, isComposing: false }, now, performance.now()))
      acts.fire();
  };
  return (
    <div className={styles.bar}>
      <NoticeLine />
      <div className={styles.row}>
        <button
          type="button"
          className={styles.fire}
          data-fire
          data-ready={obstacle === null}
          aria-disabled={obstacle !== null}
          aria-keyshortcuts="Enter"
          onClick={press}
        >
          <Cap tone={obstacle === null ? "standby" : "plain"}>{say("cap.enter")}</Cap>
          {obstacle ? (
            <Why obstacle={obstacle} />
          ) : (
            mine && <Consequence armed={mine} undoMs={desk.campaign.undoMs} />
          )}
        </button>
        {mine && mine.phase !== "firing" && (
          <button
            type="button"
            className={styles.other}
            onClick={() => useDesk.setState({ armed: null, notice: null })}
          >
            {say("fire.disarm")} <Cap>{say("cap.escape")}</Cap>
          </button>
        )}
      </div>
    </div>
  );
}

function Consequence({ armed, undoMs }: { armed: Armed; undoMs: number }) {
  const say = useSay();
  const live = armed.accounts.some((account) => account.realm === "live");
  const seconds = (undoMs / 1000).toLocaleString(document.documentElement.lang);
  const then =
    undoMs === 0 ? say("fire.atOnce") : say(live ? "fire.then" : "fire.thenRehearsal", { seconds });
  return (
    <>
      <span>{say("fire.publish", { count: armed.renderings.length })}</span>
      <small>{then}</small>
    </>
  );
}

function Why({ obstacle }: { obstacle: Obstacle }) {
  const say = useSay();
  return (
    <>
      <span>{whyWords(say, obstacle)}</span>
      {obstacle.why === "nothing" && <small>{say("fire.why.nothing.how")}</small>}
    </>
  );
}

function whyWords(say: Say, obstacle: Obstacle): string {
  return obstacle.why === "missing"
    ? say("fire.why.missing", { names: obstacle.names.join(", ") })
    : say(`fire.why.${obstacle.why}`);
}
