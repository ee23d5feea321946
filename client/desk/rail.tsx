import { memo, useMemo, useState } from "react";
import { Link } from "wouter";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { askedOf } from "../live/in-doubt.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { later } from "../ui/later.tsx";
import type { Acts } from "./acts.ts";
import { AwaitingLine } from "./awaiting-line.tsx";
import { DoubtLine } from "./doubt-line.tsx";
import { useDesk } from "./desk-store.ts";
import { KeyCaps } from "./key-caps.tsx";
import { NoticeLine } from "./notice-line.tsx";
import { isTimed } from "./planned.ts";
import { PlannedSection } from "./planned-lines.tsx";
import { type Line, notYetPosted, railOf, type Section, sections } from "./rail-lines.ts";
import styles from "./rail.module.css";
import { PublicLine, StandingLine, UndoableLine, UnderwayLine } from "./rail-line.tsx";
import type { Props as ReslotProps } from "./reslot-sheet.tsx";
import { ShelfLife } from "./shelf-life.tsx";
import type { Props as ShelfProps } from "./shelf-sheet.tsx";
import { ToMoment } from "./to-moment.tsx";
import { HeldActs, MissedLine, TrayHead } from "./tray-line.tsx";
import tray from "./tray.module.css";

// Each of them asks the desk for something: fetched when it is first opened.
const ReslotSheet = later<ReslotProps>(() =>
  import("./reslot-sheet.tsx").then((part) => part.ReslotSheet),
);
const ShelfSheet = later<ShelfProps>(() =>
  import("./shelf-sheet.tsx").then((part) => part.ShelfSheet),
);

const countEveryMs = 1000;
/** States in which a delivery waits for its instant. */
const waiting: readonly Delivery["state"][] = ["scheduled", "claimed", "prepared"];
/** States whose line counts in seconds. */
const counted: readonly Delivery["state"][] = [
  ...waiting,
  "draft",
  "retryWait",
  "uncertain",
  "missed",
  "held",
];

/** When the rail reads the clock: in seconds while something counts, and when an undo window ends. */
function paceOf(desk: Snapshot | null): { everyMs: number; edges: number[] } {
  const counting = desk?.deliveries.filter(({ state }) => counted.includes(state)) ?? [];
  const undoable = counting.filter((each) => waiting.includes(each.state) && !isTimed(each));
  return {
    everyMs: counting.length > 0 ? countEveryMs : 0,
    edges: undoable.map(({ dueAt }) => Date.parse(dueAt)),
  };
}

/** What leaves, from the undo window to the proof that it is public. The rail is the truth: no toasts. */
export function Rail({ acts }: { acts: Acts }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const underway = useDesk((state) => state.underway);
  const pane = useDesk((state) => state.pane);
  const [moving, setMoving] = useState<Line | null>(null);
  const [keeping, setKeeping] = useState<Line | null>(null);
  const { everyMs, edges } = useMemo(() => paceOf(desk), [desk]);
  const now = useServerNow(everyMs, edges);
  if (!desk) return null;
  const rail = railOf(desk, now);
  const orders = notYetPosted(desk, underway);
  const quiet = orders.length === 0 && sections.every((section) => rail[section].length === 0);
  return (
    <aside className={styles.rail} aria-label={say("rail.label")} data-rest tabIndex={-1}>
      <div className={styles.now}>
        {pane === "rail" && (
          <div className={styles.notice}>
            <NoticeLine />
          </div>
        )}
        {quiet && <p className={styles.empty}>{say("rail.empty")}</p>}
        {orders.length > 0 && (
          <section>
            {orders.map((line) => (
              <UnderwayLine key={line.commandId} line={line} />
            ))}
          </section>
        )}
        {sections.map((section) => (
          <RailSection
            key={section}
            section={section}
            lines={rail[section]}
            desk={desk}
            now={now}
            acts={acts}
            onReslot={setMoving}
            onShelf={setKeeping}
          />
        ))}
      </div>
      <PlannedSection desk={desk} now={now} onShelf={setKeeping} />
      {moving && (
        <ReslotSheet line={moving} desk={desk} acts={acts} onClose={() => setMoving(null)} />
      )}
      {keeping && (
        <ShelfSheet line={keeping} desk={desk} acts={acts} onClose={() => setKeeping(null)} />
      )}
    </aside>
  );
}

type SectionProps = {
  section: Section;
  lines: Line[];
  desk: Snapshot;
  now: number;
  acts: Acts;
  onReslot: (line: Line) => void;
  /** Asks until when a line may still leave. */
  onShelf: (line: Line) => void;
};

/** What a person can take in; a bad hour leaves thousands, and the queue has them all. */
const mostShown = 40;

function RailSection({ section, lines, ...props }: SectionProps) {
  const say = useSay();
  if (lines.length === 0) return null;
  return (
    <section data-section={section} aria-labelledby={`rail-${section}`}>
      <header className={styles.head}>
        <h2 id={`rail-${section}`}>{say(`rail.${section}`)}</h2>
        <SectionNote section={section} lines={lines} />
      </header>
      {section === "missed" && <TrayHead lines={lines} desk={props.desk} acts={props.acts} />}
      <ul className={styles.lines}>
        {lines.slice(0, mostShown).map((line) => (
          <li key={line.post.id}>
            <RailLine section={section} line={line} {...props} />
          </li>
        ))}
      </ul>
      {lines.length > mostShown && (
        <Link href="/queue" className={styles.more}>
          {say("rail.more", { count: lines.length - mostShown })}
        </Link>
      )}
    </section>
  );
}

type LineProps = Omit<SectionProps, "lines"> & { line: Line };

/** Lines that stay as they are while others count: what went out, and what counts down by itself. */
const still: readonly Section[] = ["public", "undoable"];

/**
 * The longest part of the rail is what went out: it stands still while others count. What a line shows of the rest of
 * the desk (whose account, which moment) was settled when it was decided.
 */
function isAsShown(before: LineProps, after: LineProps): boolean {
  const { section, line, desk } = after;
  if (!still.includes(section) || before.section !== section) return false;
  const { deliveries } = before.line;
  return (
    before.line.post === line.post &&
    deliveries.length === line.deliveries.length &&
    deliveries.every((each, index) => each === line.deliveries[index]) &&
    before.desk.accounts === desk.accounts &&
    before.desk.campaign === desk.campaign
  );
}

const RailLine = memo(function RailLine(props: LineProps) {
  const { section, line, desk, now, acts, onReslot, onShelf } = props;
  const locale = useLocale();
  const shelf = (
    <ShelfLife
      deliveries={line.deliveries}
      title={line.post.title[locale]}
      zone={desk.campaign.venueZone}
      now={now}
      calm={section === "undoable"}
      onChange={() => onShelf(line)}
    />
  );
  if (section === "awaiting") return <AwaitingLine line={line} desk={desk} now={now} acts={acts} />;
  if (section === "undoable")
    return (
      <UndoableLine line={line} desk={desk} onUndo={acts.undo}>
        {shelf}
      </UndoableLine>
    );
  if (section === "uncertain") return <DoubtLine line={line} desk={desk} now={now} />;
  if (section === "public") return <PublicLine line={line} desk={desk} />;
  if (section === "missed")
    return <MissedLine line={line} desk={desk} now={now} acts={acts} onReslot={onReslot} />;
  return (
    <StandingLine line={line} section={section} desk={desk} now={now}>
      {section !== "refused" && shelf}
      {section === "held" && <HeldActs line={line} acts={acts} />}
      {section === "refused" && (
        <div className={tray.acts}>
          <ToMoment line={line} />
        </div>
      )}
    </StandingLine>
  );
}, isAsShown);

function SectionNote({ section, lines }: { section: Section; lines: Line[] }) {
  const say = useSay();
  if (section === "undoable") return <span>{say("rail.undoable.note")}</span>;
  if (section === "public") return <span>{say("rail.public.note")}</span>;
  if (section === "missed")
    return (
      <span className={styles.tray}>
        {lines.length} <KeyCaps of="missed" />
      </span>
    );
  if (section !== "uncertain") return <span>{lines.length}</span>;
  const count = askedOf(lines.flatMap(({ deliveries }) => deliveries)).length;
  if (count === 0) return <span>{say("rail.uncertain.looking")}</span>;
  return (
    <span className={styles.tray}>
      <b className={styles.asked}>{say("rail.uncertain.note", { count })}</b>{" "}
      <KeyCaps of="verify" />
    </span>
  );
}
