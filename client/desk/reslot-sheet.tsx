import { type FormEvent, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Fold } from "#shared/slots.ts";
import type { Answer } from "../live/orders.ts";
import { useServerNow } from "../live/now.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { slotClocks } from "../ui/slot-clocks.ts";
import type { Acts } from "./acts.ts";
import type { Line } from "./rail-lines.ts";
import styles from "./time-sheet.module.css";
import { WallFields, WallMeaning } from "./wall-choice.tsx";
import { instantOf, nextMinute, wallIn } from "./wall-clock.ts";

const quickMinutes = [5, 15, 30];
const minuteMs = 60_000;

/** The two instants (ISO, UTC) a wall time may mean where the clocks change. */
type Question = { code: "timeTwice" | "timeSkipped"; choices: Record<Fold, string> };

export type Props = { line: Line; desk: Snapshot; acts: Acts; onClose: () => void };

/** Another time for what was missed: read off the venue's wall, with the team's beside. All keys stay in here. */
export function ReslotSheet({ line, desk, acts, onClose }: Props) {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(1000);
  const { venueZone, venueName } = desk.campaign;
  const [wall, setWall] = useState(() =>
    wallIn(venueZone, nextMinute(now, quickMinutes[0]! * minuteMs)),
  );
  const [question, setQuestion] = useState<Question | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const choose = (next: string): void => {
    setWall(next);
    setQuestion(null);
    setRefused(null);
  };
  const give = (fold: Fold | null, close: () => void): void => {
    const time = { wallAt: `${wall}:00`, zone: venueZone, fold };
    acts
      .reslot(line.deliveries, time)
      .then((answer) => {
        if (answer?.ok) return close();
        const asked = questionIn(answer);
        setQuestion(asked);
        setRefused(asked ? null : say(`refusal.${answer?.code ?? "internal"}`));
      })
      .catch(reportError);
  };
  const at = instantOf(venueZone, wall);
  const isPast = at !== null && at <= now;
  const submit = (event: FormEvent, close: () => void): void => {
    event.preventDefault();
    if (!isPast && wall.length === 16) give(null, close);
  };
  return (
    <Sheet title={say("reslot.title")} ownKeys step={question} onClose={onClose}>
      {(close) => (
        <>
          <p className={styles.what}>{line.post.title[locale]}</p>
          <form className={styles.form} onSubmit={(event) => submit(event, close)}>
            <fieldset className={styles.quick}>
              <legend>{say("reslot.from")}</legend>
              {quickMinutes.map((minutes) => {
                const then = wallIn(venueZone, nextMinute(now, minutes * minuteMs));
                return (
                  <button
                    key={minutes}
                    type="button"
                    aria-pressed={then === wall}
                    onClick={() => choose(then)}
                  >
                    +{minutes} {say("reslot.minutes")}
                    <small>{then.slice(11)}</small>
                  </button>
                );
              })}
            </fieldset>
            <WallFields
              legend={say("reslot.time", { place: venueName })}
              place={venueName}
              wall={wall}
              first={!question}
              onChoose={choose}
            />
            <WallMeaning desk={desk} at={at} now={now} />
            {refused && (
              <p className={styles.refused} role="alert">
                {refused}
              </p>
            )}
            {question ? (
              <Ask
                question={question}
                desk={desk}
                wall={wall}
                now={now}
                onAnswer={(fold) => give(fold, close)}
              />
            ) : (
              <button type="submit" className={styles.go} aria-disabled={isPast}>
                {say("reslot.go")}
              </button>
            )}
          </form>
        </>
      )}
    </Sheet>
  );
}

function questionIn(answer: Answer<"delivery.reslot"> | null): Question | null {
  if (!answer || answer.ok) return null;
  const { code, details } = answer;
  if (code !== "timeTwice" && code !== "timeSkipped") return null;
  const choices = details["choices"] as Record<string, unknown> | undefined;
  const earlier = choices?.["earlier"];
  const later = choices?.["later"];
  if (typeof earlier !== "string" || typeof later !== "string") return null;
  return { code, choices: { earlier, later } };
}

type AskProps = {
  question: Question;
  desk: Snapshot;
  wall: string;
  now: number;
  onAnswer: (fold: Fold) => void;
};

/** The clocks change there: both instants, on both clocks. */
function Ask({ question, desk, wall, now, onAnswer }: AskProps) {
  const say = useSay();
  const locale = useLocale();
  const time = { time: wall.slice(11) };
  return (
    <fieldset className={styles.ask}>
      <legend>
        {say(question.code === "timeTwice" ? "reslot.twice" : "reslot.skipped", time)}
      </legend>
      {(["earlier", "later"] as const).map((fold) => (
        <button
          key={fold}
          type="button"
          {...(fold === "earlier" && { "data-first": true })}
          onClick={() => onAnswer(fold)}
        >
          <b>{say(wordsOf(question.code, fold))}</b>
          <span>
            {slotClocks(say, desk.campaign, Date.parse(question.choices[fold]), now, locale)}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

function wordsOf(code: Question["code"], fold: Fold) {
  if (code === "timeSkipped")
    return fold === "earlier" ? "reslot.before" : ("reslot.after" as const);
  return fold === "earlier" ? "reslot.first" : ("reslot.second" as const);
}
