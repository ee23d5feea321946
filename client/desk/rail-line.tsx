import { type ReactNode, useMemo, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import { postTitle } from "../ui/post-title.ts";
import { tenths } from "../ui/tenths.ts";
import { clockIn, precise, span } from "../ui/time.ts";
import { dismiss } from "./arm.ts";
import { type Underway, useDesk } from "./desk-store.ts";
import { KeyCaps } from "./key-caps.tsx";
import { Places, Receipt } from "./places.tsx";
import { OpenRetract } from "./open-retract.tsx";
import { isMine, type Line, type Section, timesToPublic } from "./rail-lines.ts";
import styles from "./rail.module.css";
import { Gone, RetractLine } from "./retract-line.tsx";
import { standings } from "../ui/standing-words.ts";

/** Who fired it, and who agreed to it where somebody had to. */
function byWords(say: Say, { firedByName: who, approvedByName: second }: Post): string | null {
  if (who === null) return null;
  return second === null ? say("rail.by", { who }) : say("rail.byTwo", { who, second });
}

const slowAfterMs = 400;

/** An order given whose post the desk does not show yet. */
export function UnderwayLine({ line }: { line: Underway }) {
  const say = useSay();
  const slowAt = useMemo(() => [line.givenAt + slowAfterMs], [line.givenAt]);
  const slow = useServerNow(0, slowAt) >= slowAt[0]!;
  const words = {
    asked: slow ? "rail.checking" : "rail.asking",
    answered: "rail.asking",
    unanswered: "rail.unanswered",
    unknown: "rail.unknown",
  } as const;
  return (
    <output
      className={styles.line}
      data-tone={line.state === "unanswered" || line.state === "unknown" ? "uncertain" : "undoable"}
    >
      <Glyph
        name={line.state === "asked" || line.state === "answered" ? "hourglass" : "question"}
        size={16}
      />
      <b>{line.title}</b>
      {line.state === "unknown" && (
        <button type="button" className={styles.act} onClick={() => dismiss(line.commandId)}>
          {say("rail.dismiss")}
        </button>
      )}
      <small>
        <span className={styles.word}>{say(words[line.state])}</span>{" "}
        {say("rail.messages", { count: line.count })}
      </small>
    </output>
  );
}

/** How long the window is in all: from when it began, as far as this console saw it. */
function useWhole(deliveries: readonly Delivery[]): number {
  const seen = Math.max(
    1,
    ...deliveries.map(({ dueAt, changedAt }) => Date.parse(dueAt) - Date.parse(changedAt)),
  );
  const [whole, setWhole] = useState(seen);
  // Claimed ahead of its instant, it only says since when that is.
  if (seen > whole) setWhole(seen);
  return Math.max(seen, whole);
}

type UndoableProps = {
  line: Line;
  desk: Snapshot;
  onUndo: (postId: string) => void;
  children?: ReactNode;
};

/** Fired and not gone: counts down on the server's clock; `children` is until when it may leave. */
export function UndoableLine({ line, desk, onUndo, children }: UndoableProps) {
  const { post, deliveries } = line;
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const sentNow = useDesk((state) => state.sentNow);
  const dueAt = Math.min(...deliveries.map((each) => Date.parse(each.dueAt)));
  const wholeMs = useWhole(deliveries);
  return (
    <div className={styles.line} data-tone="undoable">
      <Glyph name="hourglass" size={16} />
      <b>{postTitle(say, post, locale)}</b>
      <button type="button" className={styles.undo} onClick={() => onUndo(post.id)}>
        {say("rail.undo")} {me && isMine(post, me.id, sentNow) && <KeyCaps of="undo" tone="held" />}
      </button>
      <small>
        <span className={styles.word}>
          <LeavesIn dueAt={dueAt} />
        </span>{" "}
        {byWords(say, post)}
      </small>
      <small>
        <Places deliveries={deliveries} accounts={desk.accounts} />
      </small>
      {children}
      <Drain dueAt={dueAt} wholeMs={wholeMs} />
    </div>
  );
}

const countdownEveryMs = 100;

/** How long is left, to the tenth, and by itself: nothing else of the rail changes ten times a second. */
function useLeft(dueAt: number): number {
  return Math.max(0, dueAt - useServerNow(countdownEveryMs));
}

function LeavesIn({ dueAt }: { dueAt: number }) {
  const say = useSay();
  const locale = useLocale();
  const left = useLeft(dueAt);
  return left > 0 ? say("rail.leavesIn", { seconds: tenths(left, locale) }) : say("rail.leavesNow");
}

/** The same as a bar, in the same steps: one that glides keeps the browser drawing, and what is pressed waits for that. */
function Drain({ dueAt, wholeMs }: { dueAt: number; wholeMs: number }) {
  const left = useLeft(dueAt);
  return (
    <div className={styles.drain} aria-hidden="true">
      <i style={{ transform: `scaleX(${Math.min(1, left / wholeMs)})` }} />
    </div>
  );
}

const glyphs: Record<
  Exclude<Section, "awaiting" | "undoable" | "missed" | "public" | "uncertain">,
  GlyphName
> = {
  held: "hourglass",
  leaving: "up",
  refused: "cross",
};

type StandingProps = {
  line: Line;
  section: keyof typeof glyphs;
  desk: Snapshot;
  now: number;
  children?: ReactNode;
};

/** On its way, held or refused: where each delivery stands, in words; `children` is what can be done. */
export function StandingLine({ line, section, desk, now, children }: StandingProps) {
  const { post, deliveries } = line;
  const say = useSay();
  const locale = useLocale();
  return (
    <div className={styles.line} data-tone={section}>
      <Glyph name={glyphs[section]} size={16} />
      <b className={styles.wide}>{postTitle(say, post, locale)}</b>
      {standings(say, deliveries, now, desk.campaign.venueZone).map((standing) => (
        <small key={standing.words} className={styles.standing}>
          <Places deliveries={standing.deliveries} accounts={desk.accounts} />
          <span className={styles.word}>{standing.words}</span>
          {standing.quote && <q className={styles.quote}>{standing.quote}</q>}
        </small>
      ))}
      {children}
    </div>
  );
}

/** Public, with its proof: one receipt an account. */
export function PublicLine({ line, desk }: { line: Line; desk: Snapshot }) {
  if (line.post.purpose === "retract") return <RetractLine line={line} desk={desk} />;
  return <ReceiptLine line={line} desk={desk} />;
}

function ReceiptLine({ line, desk }: { line: Line; desk: Snapshot }) {
  const say = useSay();
  const locale = useLocale();
  const { post, deliveries } = line;
  const { fromMoment, fromPress, fromSlot, untrueFor } = timesToPublic(desk, line);
  const at = deliveries.flatMap(({ publicAt }) => publicAt ?? []).toSorted()[0];
  const isGone = deliveries.every(({ takenBackAt }) => takenBackAt);
  return (
    <div className={styles.line} {...(!isGone && { "data-tone": "public" })} data-post={post.id}>
      <Glyph name="tick" size={16} />
      <b>{postTitle(say, post, locale)}</b>
      <span
        className={styles.side}
        {...(fromMoment !== null && {
          title: say("rail.momentToPublic", { span: span(say, fromMoment) }),
        })}
      >
        {fromMoment !== null && span(say, fromMoment)}
      </span>
      <small>
        <span className={styles.word}>
          {say(isGone ? "rail.retract.wasPublic" : "rail.public.word")}
        </span>{" "}
        {at && clockIn(desk.campaign.venueZone, at)}
        {fromPress !== null &&
          `, ${say("rail.pressToPublic", { span: precise(say, fromPress, locale) })}`}
        {untrueFor !== null &&
          `, ${say("rail.untrueToRight", { span: precise(say, untrueFor, locale) })}`}
        {fromSlot !== null &&
          `, ${say("rail.slotToPublic", { span: precise(say, fromSlot, locale) })}`}
        {post.repeatReason !== null && `, ${say("near.because", { reason: post.repeatReason })}`}
      </small>
      <ul className={styles.links}>
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            {!delivery.takenBackAt ? (
              <Receipt delivery={delivery} accounts={desk.accounts} />
            ) : (
              <Gone delivery={delivery} desk={desk} />
            )}
          </li>
        ))}
        {deliveries.some(({ takenBackAt }) => !takenBackAt) && (
          <li>
            <OpenRetract deliveryIds={deliveries.map(({ id }) => id)} />
          </li>
        )}
      </ul>
    </div>
  );
}
