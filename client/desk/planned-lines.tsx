import { Link } from "wouter";
import type { Snapshot } from "#shared/changes.ts";
import type { SlotKind } from "#shared/slots.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import { slotClocks } from "../ui/slot-clocks.ts";
import { countdown } from "../ui/time.ts";
import { timetableWords } from "../ui/timetable-words.ts";
import { Places } from "./places.tsx";
import type { Line } from "./rail-lines.ts";
import { type Planned, plannedOf } from "./planned.ts";
import styles from "./planned.module.css";
import { ShelfLife } from "./shelf-life.tsx";

const shown = 5;

const glyphs: Record<SlotKind, GlyphName> = {
  post: "schedule",
  ceremony: "ceremony",
  evergreen: "note",
};

type Props = {
  desk: Snapshot;
  now: number;
  /** Asks until when a line may still leave. */
  onShelf: (line: Line) => void;
};

/** What leaves at a time that was said, soonest first; the next one is marked. */
export function PlannedSection({ desk, now, onShelf }: Props) {
  const say = useSay();
  const planned = plannedOf(desk, now);
  if (planned.length === 0) return null;
  const more = planned.length - shown;
  return (
    <section className={styles.planned} data-section="planned" aria-labelledby="rail-planned">
      <header className={styles.head}>
        <h2 id="rail-planned">{say("rail.planned")}</h2>
        <Link href="/rundown" className={styles.link}>
          {more > 0 ? say("rail.planned.more", { count: more }) : say("rail.planned.note")}
        </Link>
      </header>
      <ol>
        {planned.slice(0, shown).map((each, at) => (
          <li key={each.post.id}>
            <PlannedLine planned={each} isNext={at === 0} desk={desk} now={now} onShelf={onShelf} />
          </li>
        ))}
      </ol>
    </section>
  );
}

type LineProps = Props & { planned: Planned; isNext: boolean };

function PlannedLine({ planned, isNext, desk, now, onShelf }: LineProps) {
  const say = useSay();
  const locale = useLocale();
  const { post, slot, at, deliveries } = planned;
  const moved = slot && timetableWords(say, slot, desk.campaign.venueZone);
  return (
    <div className={styles.line} data-next={isNext} data-planned={post.id}>
      <Glyph name={slot ? glyphs[slot.kind] : "clock"} size={16} />
      <b>{post.title[locale]}</b>
      <span className={styles.left}>
        <span className="unseen">{say("rail.planned.in")} </span>
        {countdown(say, at - now)}
      </span>
      <small>{slotClocks(say, desk.campaign, at, now, locale)}</small>
      {moved && <small data-timetable>{moved}</small>}
      {isNext && (
        <small>
          <Places deliveries={deliveries} accounts={desk.accounts} />
        </small>
      )}
      {isNext && (
        <ShelfLife
          deliveries={deliveries}
          title={post.title[locale]}
          zone={desk.campaign.venueZone}
          now={now}
          onChange={() => onShelf({ post, deliveries })}
        />
      )}
    </div>
  );
}
