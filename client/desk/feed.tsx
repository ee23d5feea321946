import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { saidOf, step } from "./about.ts";
import type { Acts } from "./acts.ts";
import { fold } from "./bursts.ts";
import { claimOn } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import { EmptyFeed } from "./empty-feed.tsx";
import { FeedRow } from "./feed-row.tsx";
import { KeyCaps, useShortcut } from "./key-caps.tsx";
import styles from "./feed.module.css";
import { lenses, rowsOf, through } from "./feed-list.ts";
import { Meanwhile } from "./meanwhile.tsx";
import { useOthers } from "./others.ts";
import { freeze, look, showNew, thaw } from "./selection.ts";

const heights = { 1: 56, 2: 57, 3: 62 } as const;

/** The frozen list of moments, its lenses, and the pill behind which new ones wait. */
export function Feed({ acts }: { acts: Acts }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const me = useLive((live) => live.me?.id ?? null);
  const stale = useLive((live) => live.connection.status !== "live");
  if (!desk || !me) return null;
  return (
    <section className={styles.column} data-stale={stale} aria-label={say("moments.title")}>
      <Lenses desk={desk} me={me} />
      <List desk={desk} me={me} acts={acts} />
    </section>
  );
}

function Lenses({ desk, me }: { desk: Snapshot; me: string }) {
  const say = useSay();
  const lens = useDesk((state) => state.lens);
  return (
    <fieldset className={styles.lenses} aria-label={say("moments.lenses")}>
      <h2>{say("moments.title")}</h2>
      {lenses.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={lens === each}
          data-lens={each}
          onClick={() => look(each)}
        >
          {say(`lens.${each}`)} {through(desk, me, each).length}
        </button>
      ))}
    </fieldset>
  );
}

function List({ desk, me, acts }: { desk: Snapshot; me: string; acts: Acts }) {
  const say = useSay();
  const now = useServerNow(5000);
  const others = useOthers();
  const { lens, frozen, opened, selectedId, taken } = useDesk();
  const { rows: moments, waiting } = useMemo(
    () => rowsOf(desk, me, lens, frozen),
    [desk, me, lens, frozen],
  );
  const rows = useMemo(() => fold(moments, opened, selectedId), [moments, opened, selectedId]);
  const scroller = useRef<HTMLDivElement>(null);
  const shortcut = useShortcut("home");
  // oxlint-disable-next-line react/incompatible-library -- it is not memoised by a compiler here
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[step(rows[index]!.moment)],
    getItemKey: (index) => rows[index]!.moment.id,
    overscan: 8,
  });

  useEffect(() => {
    const index = rows.findIndex(({ moment }) => moment.id === selectedId);
    if (index < 0) return;
    list.scrollToIndex(index, { align: "auto" });
    requestAnimationFrame(() => readAloud(scroller.current, selectedId));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- follows the selection only: rows that change must not move the view
  }, [selectedId]);

  /** Whoever took it is named already. */
  const othersOn = (desk: Snapshot, id: string): string =>
    others(id)
      .filter((each) => each.id !== claimOn(desk, id)?.personId)
      .map(({ name }) => name)
      .join("\n");

  const reveal = (): void => {
    showNew();
    scroller.current?.scrollTo({ top: 0 });
  };
  const settle = (): void => {
    if ((scroller.current?.scrollTop ?? 0) > 4) freeze();
    else if (!scroller.current?.matches(":hover")) thaw();
  };

  useEffect(() => {
    const onHome = (): void => scroller.current?.scrollTo({ top: 0 });
    return useDesk.subscribe((state, before) => {
      if (state.frozen !== before.frozen && before.frozen && state.selectedId === before.selectedId)
        onHome();
    });
  }, []);

  return (
    <>
      {waiting.length > 0 && (
        <button type="button" className={styles.pill} onClick={reveal} {...shortcut}>
          {say("moments.new", { count: waiting.length })} <KeyCaps of="home" tone="paper" />
        </button>
      )}
      <Meanwhile />
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={settle}
        onPointerEnter={freeze}
        onPointerLeave={settle}
      >
        {rows.length === 0 ? (
          <EmptyFeed desk={desk} acts={acts} lens={lens} />
        ) : (
          <div
            role="feed"
            aria-label={say("moments.feed")}
            aria-busy={false}
            className={styles.list}
            style={{ height: list.getTotalSize() }}
          >
            {list.getVirtualItems().map((item) => {
              const { moment, behind } = rows[item.index]!;
              return (
                <div
                  key={item.key}
                  ref={list.measureElement}
                  data-index={item.index}
                  className={styles.slot}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <FeedRow
                    moment={moment}
                    behind={behind.length}
                    said={saidOf(desk, moment.id)}
                    claim={claimOn(desk, moment.id)}
                    others={othersOn(desk, moment.id)}
                    mine={taken === moment.id || claimOn(desk, moment.id)?.personId === me}
                    zone={desk.campaign.venueZone}
                    position={item.index + 1}
                    selected={moment.id === selectedId}
                    tabbable={selectedId === null ? item.index === 0 : moment.id === selectedId}
                    now={now}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
    </>
  );
}

/** Puts the focus on the selected row, so that a screen reader reads it, unless the focus is on a control. */
function readAloud(scroller: HTMLElement | null, id: string | null): void {
  const focused = document.activeElement;
  if (focused !== document.body && !scroller?.contains(focused)) return;
  const row = scroller?.querySelector(`[data-moment="${id}"]`);
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}
