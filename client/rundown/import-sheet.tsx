/** Importing a day sheet: choose the file, see what would change, answer what is asked, apply. Nothing changes before that. */
import { type DragEvent, useEffect, useRef, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Plan } from "#shared/day-sheet.ts";
import type { Fold } from "#shared/slots.ts";
import { askOverHttp } from "../live/over-http.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { exampleSheet } from "./example.ts";
import styles from "./import.module.css";
import { PlanSteps, counted } from "./plan-steps.tsx";
import { Problems } from "./problems.tsx";
import { readFile } from "./read-file.ts";

type Sheet = { name: string; text: string; answers: Record<string, Fold> };
type Looking = {
  sheet: Sheet | null;
  plan: Plan | null;
  /** Minted with the plan: applying it twice is one intent. */
  commandId: string;
  busy: boolean;
  said: string | null;
};
const start: Looking = { sheet: null, plan: null, commandId: "", busy: false, said: null };

type Props = { desk: Snapshot; now: number; onDone: (said: string) => void };

export function ImportSheet({ desk, now, onDone }: Props) {
  const say = useSay();
  const [looking, setLooking] = useState(start);
  const { sheet, plan, busy, said } = looking;
  /** Counts what was asked here: only the answer to the latest is shown, whichever comes last. */
  const turn = useRef(0);

  /** Asks what the sheet would do; `first` is said above the answer. */
  const look = async (next: Sheet, first: string | null = null): Promise<void> => {
    const mine = ++turn.current;
    setLooking({ ...start, sheet: next, plan, busy: true, said: first });
    const answer = await askOverHttp("rundown.preview", {
      sheet: next.text,
      answers: next.answers,
    });
    if (mine !== turn.current) return;
    setLooking({
      sheet: next,
      plan: answer.ok ? answer.value.plan : null,
      commandId: crypto.randomUUID(),
      busy: false,
      said: answer.ok ? first : say(`refusal.${answer.code}`),
    });
  };
  const open = async (file: File): Promise<void> => {
    const mine = ++turn.current;
    const read = await readFile(file);
    if (mine !== turn.current) return;
    if (read.ok) return look({ name: file.name, text: read.text, answers: {} });
    setLooking({ ...start, said: say(`import.file.${read.why}`) });
  };
  const apply = async (): Promise<void> => {
    if (!sheet || !plan || busy) return;
    const mine = ++turn.current;
    setLooking({ ...looking, busy: true, said: null });
    const input = { sheet: sheet.text, answers: sheet.answers, planHash: plan.hash };
    const answer = await askOverHttp("rundown.import", input, looking.commandId);
    if (answer.ok) return onDone(doneWords(say, answer.value));
    if (mine !== turn.current) return;
    if (answer.code === "planChanged" || answer.code === "badSheet")
      return look(sheet, say(`refusal.${answer.code}`));
    // Unanswered: the same id asks again, and is answered what happened.
    setLooking({ ...looking, busy: false, said: say(`refusal.${answer.code}`) });
  };
  const run = (work: Promise<void>): void => void work.catch(reportError);

  return (
    <div className={styles.import}>
      <Drop name={sheet?.name ?? null} desk={desk} now={now} onFile={(file) => run(open(file))} />
      {busy && <p className={styles.busy}>{say("import.reading")}</p>}
      {said && (
        <p className={styles.said} role="alert">
          {said}
        </p>
      )}
      {plan && sheet && (
        <>
          <Problems
            plan={plan}
            desk={desk}
            now={now}
            onAnswer={(externalId, fold) =>
              run(look({ ...sheet, answers: { ...sheet.answers, [externalId]: fold } }))
            }
          />
          {plan.problems.length === 0 && (
            <PlanSteps plan={plan} desk={desk} now={now} busy={busy} onApply={() => run(apply())} />
          )}
        </>
      )}
    </div>
  );
}

function doneWords(
  say: Say,
  done: { added: number; changed: number; removed: number; left: number },
): string {
  const words = counted(say, done);
  return words === "" ? say("import.done.nothing") : say("import.done", { what: words });
}

type DropProps = {
  name: string | null;
  desk: Snapshot;
  now: number;
  onFile: (file: File) => void;
};

function Drop({ name, desk, now, onFile }: DropProps) {
  const say = useSay();
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => chooser.current?.focus(), []);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  const offer = (): void => {
    const url = URL.createObjectURL(
      new Blob([exampleSheet(desk.campaign, now)], { type: "text/csv" }),
    );
    const link = Object.assign(document.createElement("a"), {
      href: url,
      download: say("import.example.file"),
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <div
      className={styles.drop}
      data-over={over}
      data-small={name !== null}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label className={styles.choose}>
        {say(name === null ? "import.choose" : "import.choose.other")}
        <input
          type="file"
          accept=".csv,text/csv"
          className="unseen"
          ref={chooser}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) onFile(file);
            // The same file, mended meanwhile, can be chosen again.
            currentTarget.value = "";
          }}
        />
      </label>
      <p>{name ?? say("import.drop")}</p>
      {name === null && (
        <p className={styles.how}>
          {say("import.how")}{" "}
          <button type="button" className={styles.link} onClick={offer}>
            {say("import.example")}
          </button>
        </p>
      )}
    </div>
  );
}
