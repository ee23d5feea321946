import { useMemo, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import { NoticeLine } from "./notice-line.tsx";
import { isTimed, slotsByPost } from "./planned.ts";
import { PlannedSection } from "./planned-lines.tsx";
import { type Line, notYetPosted, railOf, type Section, sections } from "./rail-lines.ts";
import styles from "./rail.module.css";
import { PublicLine, StandingLine, UndoableLine, UnderwayLine } from "./rail-line.tsx";
import { ReslotSheet } from "./reslot-sheet.tsx";
import { HeldActs, MissedLine, TrayHead } from "./tray-line.tsx";

const countdownEveryMs = 100;
const countUpEveryMs = 1000;
/** States whose line counts down to a tenth, unless a time was said. */
const counted: readonly Delivery["state"][] = ["scheduled", "claimed", "prepared", "retryWait"];
/** States whose line counts in seconds. */
const aged: readonly Delivery["state"][] = ["uncertain", "missed", ...counted];

/** How often the rail reads the clock, milliseconds: a slot hours away does not make it count in tenths. */
function paceOf(desk: Snapshot | null): number {
  if (!desk) return 0;
  const slots = slotsByPost(desk);
  const isCounted = (each: Delivery): boolean =>
    counted.includes(each.state) && !isTimed(each, slots.get(each.postId));
  if (desk.deliveries.some(isCounted)) return countdownEveryMs;
  return desk.deliveries.some(({ state }) => aged.includes(state)) ? countUpEveryMs : 0;
}

/** What leaves, from the undo window to the proof that it is public. The rail is the truth: no toasts. */
export function Rail({ acts }: { acts: Acts }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const underway = useDesk((state) => state.underway);
  const pane = useDesk((state) => state.pane);
  const [moving, setMoving] = useState<Line | null>(null);
  const pace = useMemo(() => paceOf(desk), [desk]);
  const now = useServerNow(underway.length > 0 ? countdownEveryMs : pace);
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
              <UnderwayLine key={line.commandId} line={line} now={now} />
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
          />
        ))}
      </div>
      <PlannedSection desk={desk} now={now} />
      {moving && (
        <ReslotSheet line={moving} desk={desk} acts={acts} onClose={() => setMoving(null)} />
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
};

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
      <ul>
        {lines.map((line) => (
          <li key={line.post.id}>
            <RailLine section={section} line={line} {...props} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type LineProps = Omit<SectionProps, "lines"> & { line: Line };

function RailLine({ section, line, desk, now, acts, onReslot }: LineProps) {
  if (section === "undoable")
    return <UndoableLine line={line} desk={desk} now={now} onUndo={acts.undo} />;
  if (section === "public") return <PublicLine line={line} desk={desk} />;
  if (section === "missed")
    return <MissedLine line={line} desk={desk} now={now} acts={acts} onReslot={onReslot} />;
  return (
    <StandingLine line={line} section={section} desk={desk} now={now}>
      {section === "held" && <HeldActs line={line} acts={acts} />}
    </StandingLine>
  );
}

function SectionNote({ section, lines }: { section: Section; lines: Line[] }) {
  const say = useSay();
  if (section === "undoable") return <span>{say("rail.undoable.note")}</span>;
  if (section === "public") return <span>{say("rail.public.note")}</span>;
  if (section === "missed")
    return (
      <span className={styles.tray}>
        {lines.length} <Cap>M</Cap>
      </span>
    );
  if (section !== "uncertain") return <span>{lines.length}</span>;
  const count = lines.filter(({ deliveries }) =>
    deliveries.some(({ state }) => state === "needsHuman"),
  ).length;
  return (
    <span>{count > 0 ? say("rail.uncertain.note", { count }) : say("rail.uncertain.looking")}</span>
  );
}
