import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import { type Line, notYetPosted, railOf, type Section, sections } from "./rail-lines.ts";
import styles from "./rail.module.css";
import { PublicLine, StandingLine, UndoableLine, UnderwayLine } from "./rail-line.tsx";

const countdownEveryMs = 100;
const countUpEveryMs = 1000;
/** States whose line counts down. */
const counted: readonly Delivery["state"][] = ["scheduled", "claimed", "prepared", "retryWait"];

/** What leaves, from the undo window to the proof that it is public. The rail is the truth: no toasts. */
export function Rail({ acts }: { acts: Acts }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const underway = useDesk((state) => state.underway);
  const counting = desk?.deliveries.some(({ state }) => counted.includes(state)) ?? false;
  const doubting = desk?.deliveries.some(({ state }) => state === "uncertain") ?? false;
  const slow = doubting ? countUpEveryMs : 0;
  const now = useServerNow(counting || underway.length > 0 ? countdownEveryMs : slow);
  if (!desk) return null;
  const rail = railOf(desk, now);
  const orders = notYetPosted(desk, underway);
  const quiet = orders.length === 0 && sections.every((section) => rail[section].length === 0);
  return (
    <aside className={styles.rail} aria-label={say("rail.label")}>
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
        />
      ))}
    </aside>
  );
}

type SectionProps = { section: Section; lines: Line[]; desk: Snapshot; now: number; acts: Acts };

function RailSection({ section, lines, desk, now, acts }: SectionProps) {
  const say = useSay();
  if (lines.length === 0) return null;
  return (
    <section data-section={section} aria-labelledby={`rail-${section}`}>
      <header className={styles.head}>
        <h2 id={`rail-${section}`}>{say(`rail.${section}`)}</h2>
        <SectionNote section={section} lines={lines} />
      </header>
      <ul>
        {lines.map((line) => (
          <li key={line.post.id}>
            {section === "undoable" && (
              <UndoableLine line={line} desk={desk} now={now} onUndo={acts.undo} />
            )}
            {section === "public" && <PublicLine line={line} desk={desk} />}
            {section !== "undoable" && section !== "public" && (
              <StandingLine line={line} section={section} desk={desk} now={now} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SectionNote({ section, lines }: { section: Section; lines: Line[] }) {
  const say = useSay();
  if (section === "undoable") return <span>{say("rail.undoable.note")}</span>;
  if (section === "public") return <span>{say("rail.public.note")}</span>;
  if (section !== "uncertain") return <span>{lines.length}</span>;
  const count = lines.filter(({ deliveries }) =>
    deliveries.some(({ state }) => state === "needsHuman"),
  ).length;
  return (
    <span>{count > 0 ? say("rail.uncertain.note", { count }) : say("rail.uncertain.looking")}</span>
  );
}
