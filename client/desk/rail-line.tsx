import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import { clockIn, span } from "../ui/time.ts";
import { dismiss } from "./arm.ts";
import type { Underway } from "./desk-store.ts";
import { type Line, type Section, timesToPublic } from "./rail-lines.ts";
import styles from "./rail.module.css";

const slowAfterMs = 400;

/** An order given whose post the desk does not show yet. */
export function UnderwayLine({ line, now }: { line: Underway; now: number }) {
  const say = useSay();
  const slow = now - line.givenAt >= slowAfterMs;
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

type UndoableProps = { line: Line; desk: Snapshot; now: number; onUndo: (postId: string) => void };

/** Fired and not gone: counts down on the server's clock. */
export function UndoableLine({ line: { post, deliveries }, desk, now, onUndo }: UndoableProps) {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const left = Math.max(0, Math.min(...deliveries.map(({ dueAt }) => Date.parse(dueAt))) - now);
  const whole = Math.max(
    1,
    Date.parse(deliveries[0]!.dueAt) - Date.parse(post.firedAt),
    desk.campaign.undoMs,
  );
  const seconds = (left / 1000).toLocaleString(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (
    <div className={styles.line} data-tone="undoable">
      <Glyph name="hourglass" size={16} />
      <b>{post.title[locale]}</b>
      <button type="button" className={styles.undo} onClick={() => onUndo(post.id)}>
        {say("rail.undo")} {post.firedBy === me?.id && <Cap tone="held">Z</Cap>}
      </button>
      <small>
        <span className={styles.word}>
          {left > 0 ? say("rail.leavesIn", { seconds }) : say("rail.leavesNow")}
        </span>{" "}
        {post.firedByName && `${say("rail.by", { who: post.firedByName })}, `}
        {say("rail.messages", { count: deliveries.length })}
      </small>
      <div className={styles.drain} aria-hidden="true">
        <i style={{ transform: `scaleX(${Math.min(1, left / whole)})` }} />
      </div>
    </div>
  );
}

const glyphs: Record<Section, GlyphName> = {
  undoable: "hourglass",
  leaving: "up",
  uncertain: "question",
  missed: "clock",
  refused: "cross",
  public: "tick",
};

/** On its way, uncertain, missed or refused: where each delivery stands, in words. */
export function StandingLine({
  line: { post, deliveries },
  section,
}: {
  line: Line;
  section: Section;
}) {
  const say = useSay();
  const locale = useLocale();
  return (
    <div className={styles.line} data-tone={section}>
      <Glyph name={glyphs[section]} size={16} />
      <b>{post.title[locale]}</b>
      <span className={styles.side}>{placesOf(deliveries)}</span>
      {[...new Set(deliveries.map((delivery) => standing(say, delivery)))].map((words) => (
        <small key={words} className={styles.word}>
          {words}
        </small>
      ))}
    </div>
  );
}

function standing(say: Say, { state, reason, detail }: Delivery): string {
  const words = [stateWords(say, state), reason ? say(`reason.${reason}`) : null].filter(
    (each) => each !== null,
  );
  return detail ? `${words.join(", ")}. « ${detail} »` : words.join(", ");
}

const told = [
  "claimed",
  "prepared",
  "sending",
  "retryWait",
  "uncertain",
  "needsHuman",
  "held",
  "missed",
  "rejected",
] as const;

function stateWords(say: Say, state: Delivery["state"]): string | null {
  if (state === "scheduled") return say("rail.leavesNow");
  const known = told.find((each) => each === state);
  return known ? say(`rail.state.${known}`) : null;
}

/** Public, with its proof. */
export function PublicLine({ line, desk }: { line: Line; desk: Snapshot }) {
  const say = useSay();
  const locale = useLocale();
  const { post, deliveries } = line;
  const { fromMoment, fromPress } = timesToPublic(desk, line);
  const at = deliveries.flatMap(({ publicAt }) => publicAt ?? []).toSorted()[0];
  return (
    <div className={styles.line} data-tone="public" data-post={post.id}>
      <Glyph name="tick" size={16} />
      <b>{post.title[locale]}</b>
      <span
        className={styles.side}
        {...(fromMoment !== null && {
          title: say("rail.momentToPublic", { span: span(say, fromMoment) }),
        })}
      >
        {fromMoment !== null && span(say, fromMoment)}
      </span>
      <small>
        <span className={styles.word}>{say("rail.public.word")}</span>{" "}
        {at && clockIn(desk.campaign.venueZone, at)}
        {fromPress !== null &&
          `, ${say("rail.pressToPublic", { span: precise(say, fromPress, locale) })}`}
      </small>
      <small className={styles.links}>
        {deliveries.map((delivery) => (
          <Receipt key={delivery.id} delivery={delivery} />
        ))}
      </small>
    </div>
  );
}

function Receipt({ delivery: { remoteUrl, account, locales } }: { delivery: Delivery }) {
  const say = useSay();
  const words = `${account.handle} ${locales.map((each) => each.toUpperCase()).join(" + ")}`;
  if (!remoteUrl || !/^https?:/.test(remoteUrl)) return <span>{words}</span>;
  return (
    <a
      href={remoteUrl}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={`${words} : ${say("rail.open", { account: account.name })}`}
    >
      {words} <Glyph name="out" size={10} />
    </a>
  );
}

function placesOf(deliveries: readonly Delivery[]): string {
  return [
    ...new Set(deliveries.flatMap(({ locales }) => locales.map((each) => each.toUpperCase()))),
  ].join(" ");
}

/** Under ten seconds, a tenth matters. */
function precise(say: Say, lengthMs: number, locale: string): string {
  if (lengthMs >= 10_000) return span(say, lengthMs);
  const count = (lengthMs / 1000).toLocaleString(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return say("span.seconds", { count });
}
