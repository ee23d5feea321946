import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import styles from "./empty-feed.module.css";
import type { Lens } from "./feed-list.ts";
import { look, select } from "./selection.ts";

const shown = 5;

/** No row to show: why, and what to do about it. */
export function EmptyFeed({ desk, acts, lens }: { desk: Snapshot; acts: Acts; lens: Lens }) {
  const say = useSay();
  const spoken =
    desk.moments.length > 0 || desk.feeds.some(({ lastMessageAt }) => lastMessageAt !== null);
  if (!spoken) return <HowToStart desk={desk} acts={acts} />;
  if (lens !== "handle") return <p className={styles.empty}>{say("moments.emptyLens")}</p>;
  return <Quiet desk={desk} />;
}

function Quiet({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const locale = useLocale();
  const last = desk.moments
    .filter(({ kind }) => kind === "result" || kind === "medal")
    .slice(0, shown);
  const open = (id: string): void => {
    look("all");
    select(id);
  };
  return (
    <div className={styles.empty}>
      <h3>{say("empty.title")}</h3>
      <p>{say("empty.quiet", { last: last.length })}</p>
      <ul>
        {last.map((moment) => (
          <li key={moment.id}>
            <button type="button" onClick={() => open(moment.id)}>
              <time dateTime={moment.occurredAt}>
                {clockIn(desk.campaign.venueZone, moment.occurredAt)}
              </time>
              <Glyph name={moment.kind} size={14} />
              <span>{moment.headline[locale]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function HowToStart({ desk, acts }: { desk: Snapshot; acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const mayStart = me !== null && may(me.role, "produce");
  return (
    <div className={styles.empty}>
      <h3>{say("empty.first")}</h3>
      {desk.campaign.rehearsalPlaying && <p>{say("rehearsal.playing")}.</p>}
      {!desk.campaign.rehearsalPlaying && <p>{say(mayStart ? "empty.how" : "empty.howOther")}</p>}
      {mayStart && !desk.campaign.rehearsalPlaying && (
        <button type="button" className={styles.start} onClick={() => acts.play(true)}>
          {say("rehearsal.start")}
        </button>
      )}
    </div>
  );
}
