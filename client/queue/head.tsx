import { useMemo } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { holdIn } from "../live/holds.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { precise } from "../ui/time.ts";
import type { QueueActs } from "./given.ts";
import styles from "./queue.module.css";
import { perMinute, quantile, reactionTimes } from "./rates.ts";

type Props = {
  desk: Snapshot;
  now: number;
  acts: QueueActs;
  onLeave: () => void;
  onCut: () => void;
};

/** How fast things leave, and the ways to stop them. */
export function Head({ desk, now, acts, onLeave, onCut }: Props) {
  const say = useSay();
  const me = useLive((live) => live.me);
  return (
    <div className={styles.head}>
      <h2 id="queue-title">{say("queue.head")}</h2>
      <Figures desk={desk} now={now} />
      <Hold desk={desk} acts={acts} />
      {me && may(me.role, "produce") && (
        <button type="button" className={styles.act} aria-haspopup="dialog" onClick={onCut}>
          {say("queue.cut")}
        </button>
      )}
      <button type="button" className={styles.act} onClick={onLeave}>
        {say("rundown.back")} <Cap>{say("cap.escape")}</Cap>
      </button>
    </div>
  );
}

const everyMs = 5000;

function Figures({ desk: { posts, moments, deliveries }, now }: { desk: Snapshot; now: number }) {
  const say = useSay();
  const locale = useLocale();
  // The figures of minutes and hours need no second.
  const at = Math.floor(now / everyMs) * everyMs;
  const { rate, times } = useMemo(
    () => ({
      rate: perMinute(deliveries, at + everyMs),
      times: reactionTimes({ posts, moments, deliveries }, at + everyMs),
    }),
    [posts, moments, deliveries, at],
  );
  const lengthOf = (share: number): string => {
    const length = quantile(times, share);
    return length === null ? say("queue.none") : precise(say, length, locale);
  };
  const count = rate.toLocaleString(locale, { maximumFractionDigits: 1 });
  return (
    <dl className={styles.figures}>
      <div title={say("queue.rate.how")}>
        <dt>{say("queue.rate")}</dt>
        <dd data-figure="rate">{say("queue.rate.value", { count })}</dd>
      </div>
      <div title={say("queue.toPublic.how", { count: times.length })}>
        <dt>{say("queue.toPublic")}</dt>
        <dd data-figure="p50">
          {lengthOf(0.5)} <small>{say("queue.p50")}</small>
        </dd>
        <dd data-figure="p90">
          {lengthOf(0.9)} <small>{say("queue.p90")}</small>
        </dd>
      </div>
    </dl>
  );
}

/** On a narrow screen, at the thumb; elsewhere the top bar has it. */
function Hold({ desk, acts: { hold, release } }: Pick<Props, "desk" | "acts">) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "hold")) return null;
  const isOn = holdIn(desk, "global") !== null;
  if (isOn && !may(me.role, "produce")) return null;
  return (
    <button
      type="button"
      className={styles.hold}
      data-held={isOn}
      onClick={() => (isOn ? release() : hold())}
    >
      {say(isOn ? "hold.release" : "hold.place")}
    </button>
  );
}
