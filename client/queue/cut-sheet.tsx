import { type FormEvent, useState } from "react";
import type { CommandOutput } from "#shared/commands.ts";
import { undoableStates } from "#shared/posts.ts";
import type { Answer } from "../live/orders.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Sheet } from "../ui/sheet.tsx";
import type { Entry, Queue } from "./entries.ts";
import styles from "./cut-sheet.module.css";
import type { QueueActs } from "./given.ts";

/** More rounds than the desk holds messages. */
const mostRounds = 100;

type Late = CommandOutput<"delivery.cut">["alreadyLeaving"];
type Step =
  | { kind: "asking"; refused: Extract<Answer<"delivery.cut">, { ok: false }>["code"] | null }
  | { kind: "cutting"; count: number }
  | { kind: "done"; count: number; late: Late };

type Props = { queue: Queue; cut: QueueActs["cut"]; onClose: () => void };

/** Everything that would leave by itself is given up, once the word is typed; then what was, and what was too late. */
export function CutSheet({ queue, cut, onClose }: Props) {
  const say = useSay();
  const [step, setStep] = useState<Step>({ kind: "asking", refused: null });
  const go = async (): Promise<void> => {
    let count = 0;
    for (let round = 0; round < mostRounds; round += 1) {
      setStep({ kind: "cutting", count });
      const answer = await cut();
      if (!answer.ok) return setStep({ kind: "asking", refused: answer.code });
      count += answer.value.cut;
      if (answer.value.left > 0 && answer.value.cut > 0) continue;
      return setStep({ kind: "done", count, late: answer.value.alreadyLeaving });
    }
  };
  return (
    <Sheet title={say("queue.cut.title")} ownKeys step={step.kind} onClose={onClose}>
      {(close) =>
        step.kind === "asking" ? (
          <Ask queue={queue} refused={step.refused} onGo={() => void go().catch(reportError)} />
        ) : (
          <Told queue={queue} step={step} onClose={close} />
        )
      }
    </Sheet>
  );
}

type AskProps = {
  queue: Queue;
  refused: Extract<Step, { kind: "asking" }>["refused"];
  onGo: () => void;
};

function Ask({ queue, refused, onGo }: AskProps) {
  const say = useSay();
  const [typed, setTyped] = useState("");
  const flight = queue.flight.filter(isCuttable).length;
  const planned = queue.planned.length;
  const word = say("queue.cut.word");
  const isTyped = typed.trim().toLocaleUpperCase() === word;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isTyped) onGo();
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <p>{say("queue.cut.what", { count: flight + planned })}</p>
      <p className={styles.counts}>
        {say("queue.cut.flight", { count: flight })} ·{" "}
        {say("queue.cut.planned", { count: planned })}
      </p>
      <p className={form.note}>{say("queue.cut.not")}</p>
      <label className={form.field}>
        <span>{say("queue.cut.type", { word })}</span>
        <input
          data-first
          value={typed}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      {refused && (
        <p className={styles.refused} role="alert">
          {say(`refusal.${refused}`)}
        </p>
      )}
      <button type="submit" className={styles.go} aria-disabled={!isTyped}>
        {say("queue.cut.go")}
      </button>
    </form>
  );
}

type ToldProps = { queue: Queue; step: Exclude<Step, { kind: "asking" }>; onClose: () => void };

function Told({ queue, step, onClose }: ToldProps) {
  const say = useSay();
  const locale = useLocale();
  if (step.kind === "cutting")
    return <output>{say("queue.cut.going", { count: step.count })}</output>;
  const { count, late } = step;
  const all = Object.values(queue).flat();
  const named = late.flatMap((id) => all.find(({ delivery }) => delivery.id === id) ?? []);
  return (
    <div className={form.form}>
      <output className={styles.done}>{say("queue.cut.done", { count })}</output>
      <p>{say("queue.cut.late", { count: late.length })}</p>
      {named.length > 0 && (
        <ul className={styles.late}>
          {named.map(({ delivery, post }) => (
            <li key={delivery.id}>
              {post.title[locale]} <span>{delivery.account.handle}</span>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className={styles.back} data-first onClick={onClose}>
        {say("queue.cut.close")}
      </button>
    </div>
  );
}

function isCuttable({ delivery }: Entry): boolean {
  return undoableStates.includes(delivery.state);
}
