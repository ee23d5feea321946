/** The queue: every account, every message that is not finished or just was, and what can be done about it. */
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useLocation } from "wouter";
import type { Snapshot } from "#shared/changes.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { enQueue } from "../messages/en-queue.ts";
import { frQueue } from "../messages/fr-queue.ts";
import { addWords } from "../messages/words.tsx";
import { Screen } from "../ui/screen.tsx";
import { AccountsPane } from "./accounts-pane.tsx";
import { type Filter, filters, lastDue, type Queue as Sorted, queueOf, rowsOf } from "./entries.ts";
import { CutSheet } from "./cut-sheet.tsx";
import { Empty } from "./empty.tsx";
import { Filters } from "./filters.tsx";
import type { Line, QueueActs } from "./given.ts";
import { Head } from "./head.tsx";
import { List } from "./list.tsx";
import styles from "./queue.module.css";

addWords({ fr: frQueue, en: enQueue });

export type Props = {
  /** What can be done about a line; `onReslot` asks for another time. */
  waysOut: (line: Line, onReslot: (line: Line) => void) => ReactNode;
  /** Asks for a line's new time. */
  reslot: (line: Line, onClose: () => void) => ReactNode;
  /** What did not go as asked. */
  notice: ReactNode;
  acts: QueueActs;
};

export function Queue({ waysOut, reslot, notice, acts }: Props) {
  const [, navigate] = useLocation();
  const [filter, setFilter] = useState<Filter>("all");
  const [isCutting, setCutting] = useState(false);
  const [moving, setMoving] = useState<Line | null>(null);
  const desk = useLive((live) => live.desk);
  const now = useServerNow(500);
  const queue = useQueue(desk, now);
  const waysOf = useCallback((line: Line) => waysOut(line, setMoving), [waysOut]);
  const rows = useMemo(() => (queue ? rowsOf(queue, filter) : []), [queue, filter]);
  if (!desk || !queue) return null;
  const leave = (): void => navigate("/");
  const pressed = (event: KeyboardEvent): void => {
    if (isWriting(event)) return;
    if (event.key === "ArrowDown") return focusOn("[data-open]");
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = by && filters[filters.indexOf(filter) + by];
    if (!next) return;
    setFilter(next);
    // What had the focus is about to go.
    focusOn(`[data-filter=${next}]`);
  };
  return (
    <>
      <Screen titleId="queue-title" onLeave={leave} onKey={pressed}>
        <Head desk={desk} now={now} acts={acts} onLeave={leave} onCut={() => setCutting(true)} />
        <div className={styles.columns}>
          <AccountsPane desk={desk} now={now} />
          <section
            className={styles.messages}
            data-rest
            tabIndex={-1}
            aria-labelledby="queue-title"
          >
            <Filters queue={queue} filter={filter} onChoose={setFilter} />
            <div className={styles.notice}>{notice}</div>
            <List
              rows={rows}
              filter={filter}
              desk={desk}
              now={now}
              empty={<Empty queue={queue} filter={filter} now={now} />}
              waysOut={waysOf}
              onFilter={setFilter}
            />
          </section>
        </div>
      </Screen>
      {isCutting && <CutSheet queue={queue} cut={acts.cut} onClose={() => setCutting(false)} />}
      {moving && reslot(moving, () => setMoving(null))}
    </>
  );
}

/** Sorted anew only when something changed or came due, not at every tick: a day may have twenty thousand. */
function useQueue(desk: Snapshot | null, now: number): Sorted | null {
  const posts = desk?.posts;
  const deliveries = desk?.deliveries;
  const asOf = deliveries ? lastDue({ deliveries }, now) : 0;
  return useMemo(
    () => (posts && deliveries ? queueOf({ posts, deliveries }, asOf) : null),
    [posts, deliveries, asOf],
  );
}

function isWriting({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

function focusOn(wanted: string): void {
  document.querySelector<HTMLElement>(wanted)?.focus();
}
