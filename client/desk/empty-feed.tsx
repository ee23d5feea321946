import type { Snapshot } from "#shared/changes.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { later } from "../ui/later.tsx";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import styles from "./empty-feed.module.css";
import type { Lens } from "./feed-list.ts";
import type { Props as HowToStartProps } from "./how-to-start.tsx";
import { NextPlanned } from "./next-planned.tsx";
import { look, select } from "./selection.ts";

// Of a desk's first minutes.
const HowToStart = later<HowToStartProps>(() =>
  import("./how-to-start.tsx").then((part) => part.HowToStart),
);

const shown = 5;

/** No row to show: why, what comes next, and what to do about it. */
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
      <NextPlanned desk={desk} />
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
