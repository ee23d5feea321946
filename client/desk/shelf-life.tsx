import type { Delivery } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { clockIn, span } from "../ui/time.ts";
import styles from "./shelf-life.module.css";

const soonMs = 60_000;
/** States whose end may still be moved. */
const extendable: readonly Delivery["state"][] = [
  "scheduled",
  "claimed",
  "prepared",
  "retryWait",
  "held",
];

/** Those of a line that wait and may wait longer. */
export function extendableOf(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.filter(({ state }) => extendable.includes(state));
}

/** The first instant after which one of them no longer leaves by itself, epoch ms. */
export function endOf(deliveries: readonly Delivery[]): number {
  return Math.min(...deliveries.map(({ notAfter }) => Date.parse(notAfter)));
}

/** `part au plus tard à 20:14:30, dans 42 s`; the count only in the last minute. What is held leaves no more by then. */
export function shelfWords(
  say: Say,
  deliveries: readonly Delivery[],
  now: number,
  zone: string,
): string {
  const end = endOf(deliveries);
  const left = end - now;
  const time = clockIn(zone, end);
  if (left <= 0) return say("shelf.past", { time });
  const held = deliveries.every(({ state }) => state === "held");
  if (left >= soonMs) return say(held ? "shelf.held" : "shelf.until", { time });
  return say(held ? "shelf.held.soon" : "shelf.soon", { time, span: span(say, left) });
}

type Props = {
  deliveries: readonly Delivery[];
  title: string;
  zone: string;
  now: number;
  /** Something else counts down beside it. */
  calm?: boolean;
  onChange: () => void;
};

/** Until when what waits may still leave; pressed, it can be made longer. */
export function ShelfLife({ deliveries, title, zone, now, calm = false, onChange }: Props) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const waiting = extendableOf(deliveries);
  if (waiting.length === 0) return null;
  const end = endOf(waiting);
  const words = calm
    ? say("shelf.until", { time: clockIn(zone, end) })
    : shelfWords(say, waiting, now, zone);
  const soon = !calm && end - now < soonMs;
  if (!me || !may(me.role, "fire") || end <= now)
    return (
      <small className={styles.shelf} data-soon={soon}>
        {words}
      </small>
    );
  return (
    <small className={styles.shelf} data-soon={soon}>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={say("shelf.open", { words, title })}
        data-shelf
        onClick={onChange}
      >
        {words}
      </button>
    </small>
  );
}
