import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useSay } from "../messages/words.tsx";
import type { Filter, Group, Row } from "./entries.ts";
import { counts, EntryLine } from "./entry-line.tsx";
import type { Line } from "./given.ts";
import styles from "./list.module.css";

const minuteMs = 60_000;
const heights = { head: 36, entry: 54 } as const;

type Props = {
  rows: readonly Row[];
  filter: Filter;
  desk: Snapshot;
  now: number;
  empty: ReactNode;
  waysOut: (line: Line) => ReactNode;
  onFilter: (filter: Filter) => void;
};

/** Only what is in view is drawn, however many there are; what is read stays in place when others come above it. */
export function List({ rows, filter, desk, now, empty, waysOut, onFilter }: Props) {
  const say = useSay();
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it is not memoised by a compiler here
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]!.kind],
    getItemKey: (index) => keyOf(rows[index]!),
    overscan: 8,
  });
  const items = list.getVirtualItems();
  useAnchor({ rows, filter }, list, scroller);
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const focused = (event.target as Element).closest<HTMLElement>("[data-index]");
    const next = entryFrom(rows, Number(focused?.dataset["index"] ?? -by) + by, by);
    if (next === null) return;
    list.scrollToIndex(next, { align: "auto" });
    requestAnimationFrame(() => focusRow(scroller.current, next));
  };
  return (
    <div ref={scroller} className={styles.scroll} onKeyDown={walk} role="presentation">
      {rows.length === 0 ? (
        empty
      ) : (
        <ul
          className={styles.list}
          style={{ height: list.getTotalSize() }}
          aria-label={say("queue.list", { filter: say(`queue.${filter}`) })}
        >
          {items.map(({ index, key, start }) => {
            const row = rows[index]!;
            return (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start}px)` }}
                {...(row.kind === "entry" && {
                  "aria-posinset": row.position,
                  "aria-setsize": row.size,
                })}
              >
                {row.kind === "head" ? (
                  <Head row={row} onFilter={onFilter} />
                ) : (
                  <EntryLine
                    entry={row.entry}
                    desk={desk}
                    now={counts(row.entry) ? now : Math.floor(now / minuteMs) * minuteMs}
                    waysOut={waysOut}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function keyOf(row: Row): string {
  return row.kind === "head" ? row.group : row.entry.delivery.id;
}

/** The next row that is a message, from an index on; null past the ends. */
function entryFrom(rows: readonly Row[], from: number, by: number): number | null {
  for (let at = from; at >= 0 && at < rows.length; at += by)
    if (rows[at]!.kind === "entry") return at;
  return null;
}

function focusRow(scroller: HTMLElement | null, index: number): void {
  const open = scroller?.querySelector<HTMLElement>(`[data-index="${index}"] [data-open]`);
  open?.focus({ preventScroll: true });
}

type Lister = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/**
 * Once the reader has scrolled, the first row in view keeps its place, whatever comes or goes above it. Another filter
 * begins at its top.
 */
function useAnchor(
  shown: Pick<Props, "rows" | "filter">,
  list: Lister,
  scroller: { readonly current: HTMLDivElement | null },
): void {
  const anchor = useRef<{ key: string; offset: number } | null>(null);
  const before = useRef(shown);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (before.current.filter !== shown.filter) element.scrollTo({ top: 0 });
    else if (before.current.rows !== shown.rows && anchor.current) {
      const { key, offset } = anchor.current;
      const index = shown.rows.findIndex((row) => keyOf(row) === key);
      const start = index < 0 ? null : list.getOffsetForIndex(index, "start")?.[0];
      if (typeof start === "number") element.scrollTo({ top: start + offset });
    }
    before.current = shown;
    const top = element.scrollTop;
    const first = list.getVirtualItems().find(({ end }) => end > top);
    anchor.current =
      first && top > 0 ? { key: String(first.key), offset: top - first.start } : null;
  });
}

type HeadProps = { row: Extract<Row, { kind: "head" }>; onFilter: (group: Group) => void };

function Head({ row: { group, count, shown }, onFilter }: HeadProps) {
  const say = useSay();
  return (
    <div className={styles.group} data-group={group}>
      <h3>{say(`queue.${group}`)}</h3>
      {shown < count ? (
        <button type="button" onClick={() => onFilter(group)}>
          {say("queue.among", { shown, count })}
        </button>
      ) : (
        <span>{count}</span>
      )}
    </div>
  );
}
