import { isHeld } from "../live/holds.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { type Notice, useDesk } from "./desk-store.ts";
import { NearWords } from "./near-words.tsx";
import { tenths } from "../ui/tenths.ts";
import { clockIn } from "../ui/time.ts";
import styles from "./notice-line.module.css";

/** What did not go as asked, in words, until the next act. */
export function NoticeLine() {
  const say = useSay();
  const locale = useLocale();
  const notice = useDesk((state) => state.notice);
  const isStill = useLive((live) => live.desk !== null && isHeld(live.desk));
  if (!notice || (notice.kind === "holdPlaced" && !isStill)) return null;
  if (notice.kind === "pictureSeen") {
    const { delayMs, presses } = notice;
    return (
      <output className={styles.notice} data-tone="pictureSeen">
        {say("picture.learnt", { seconds: tenths(delayMs, locale), presses })}
      </output>
    );
  }
  if (notice.kind === "sentAll") return <SentAll ids={notice.deliveries} />;
  if (notice.kind === "sameWords") return <SameWords notice={notice} />;
  if (notice.kind === "nearWords") return <NearWords notice={notice} />;
  if (notice.kind === "changed") {
    return (
      <div className={styles.notice} data-tone="changed" role="alert">
        <p>{say("fire.changed", { from: notice.from, to: notice.to })}</p>
        <p>
          <del>{notice.before[locale]}</del> → <ins>{notice.after[locale]}</ins>
        </p>
      </div>
    );
  }
  return (
    <p className={styles.notice} data-tone={notice.kind} role="alert">
      {noticeWords(say, notice)}
    </p>
  );
}

/** On which account the very same words stand already, whose they are, and since when. */
function SameWords({ notice }: { notice: Extract<Notice, { kind: "sameWords" }> }) {
  const say = useSay();
  const zone = useLive((live) => live.desk?.campaign.venueZone);
  if (!zone) return null;
  const { account, by, at } = notice;
  return (
    <p className={styles.notice} data-tone="refused" role="alert">
      {by === null
        ? say("notice.sameWords.planned", { account, at: clockIn(zone, at) })
        : say("notice.sameWords", { account, by, at: clockIn(zone, at) })}
    </p>
  );
}

/** How what was sent together follows each other, as the server has planned it. */
function SentAll({ ids }: { ids: readonly string[] }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  if (!desk) return null;
  const asked = new Set(ids);
  const instants = desk.deliveries
    .filter(({ id, state }) => asked.has(id) && state !== "missed")
    .map(({ dueAt }) => Date.parse(dueAt));
  if (instants.length === 0) return null;
  const { venueZone } = desk.campaign;
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  return (
    <output className={styles.notice} data-tone="sentAll">
      {say(last - first < 1000 ? "notice.sentAll.once" : "notice.sentAll", {
        count: instants.length,
        first: clockIn(venueZone, first),
        last: clockIn(venueZone, last),
      })}
    </output>
  );
}

function noticeWords(
  say: Say,
  notice: Exclude<
    Notice,
    { kind: "changed" | "pictureSeen" | "sentAll" | "sameWords" | "nearWords" }
  >,
): string {
  if (notice.kind === "holdPlaced")
    return `${say("hold.held")}. ${say("hold.leaving", { count: notice.leaving })}`;
  if (notice.kind === "takenOver") return say("notice.takenOver", { by: notice.by });
  if (notice.kind === "undoneLate") return say("undo.alreadyLeaving", { count: notice.count });
  return say(`refusal.${notice.code}`);
}
