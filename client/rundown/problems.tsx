/** What keeps the sheet from being imported: every fault where it is, and every question with its two answers. */
import type { Snapshot } from "#shared/changes.ts";
import type { Plan, SheetProblem } from "#shared/day-sheet.ts";
import type { Fold } from "#shared/slots.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { offsetIn, slotClocks } from "../ui/slot-clocks.ts";
import styles from "./import.module.css";

type Props = {
  plan: Plan;
  desk: Snapshot;
  now: number;
  onAnswer: (externalId: string, fold: Fold) => void;
};
/** More than anyone mends at once; the rest is counted. */
const shown = 200;

export function Problems({ plan, desk, now, onAnswer }: Props) {
  const say = useSay();
  const asked = plan.problems.filter((each) => each.choices !== null);
  const faults = plan.problems
    .filter((each) => each.choices === null)
    .toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
  // The server names the first few hundred, and counts the rest.
  const unnamed = Number(plan.problems.at(-1)?.facts["more"] ?? 0);
  const unseen = unnamed + Math.max(0, faults.length - shown);
  return (
    <>
      {asked.length > 0 && (
        <section className={styles.block} aria-labelledby="import-asked">
          <h3 id="import-asked">{say("import.asked", { count: asked.length })}</h3>
          <ul className={styles.asked}>
            {asked.slice(0, shown).map((each) => (
              <li key={`${each.row}`}>
                <Question problem={each} desk={desk} now={now} onAnswer={onAnswer} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {faults.length > 0 && (
        <section className={styles.block} aria-labelledby="import-faults">
          <h3 id="import-faults">{say("import.faults", { count: faults.length + unnamed })}</h3>
          <table className={styles.faults}>
            <thead>
              <tr>
                <th scope="col">{say("import.row")}</th>
                <th scope="col">{say("import.column")}</th>
                <th scope="col">{say("import.value")}</th>
                <th scope="col">{say("import.mend")}</th>
              </tr>
            </thead>
            <tbody>
              {faults.slice(0, shown).map((each) => (
                <tr
                  key={`${each.row} ${each.column} ${each.code} ${Object.values(each.facts).join()}`}
                >
                  <td>{each.row ?? "–"}</td>
                  <td>{each.column ?? "–"}</td>
                  <td>{each.value ? <q>{each.value}</q> : "–"}</td>
                  <td>{faultWords(say, each)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {unseen > 0 && <p>{say("import.more", { count: unseen })}</p>}
        </section>
      )}
    </>
  );
}

type Fault = Exclude<SheetProblem["code"], "timeSkipped" | "timeTwice">;

/** Every fact a wording may quote stands there: one that is absent is empty, and its wording does not ask for it. */
function faultWords(say: Say, { code, facts }: SheetProblem): string {
  if (code === "tooLong" && !facts["account"]) return say("sheet.tooLongCell", facts);
  if (code === "noText" && facts["account"]) return say("sheet.noTextFor", facts);
  return say(`sheet.${code as Fault}`, facts);
}

type QuestionProps = Omit<Props, "plan"> & { problem: SheetProblem };

function Question({ problem, desk, now, onAnswer }: QuestionProps) {
  const say = useSay();
  const locale = useLocale();
  const { code, row, value, externalId, choices, facts } = problem;
  if (!choices || externalId === null) return null;
  const isTwice = code === "timeTwice";
  const words = { row: row ?? 0, id: externalId, time: value ?? "" };
  return (
    <fieldset className={styles.question}>
      <legend>{say(isTwice ? "import.twice" : "import.skipped", words)}</legend>
      {(["earlier", "later"] as const).map((fold) => (
        <button key={fold} type="button" onClick={() => onAnswer(externalId, fold)}>
          <b>{say(`import.${isTwice ? "twice" : "skipped"}.${fold}`)}</b>
          <span>
            {slotClocks(say, desk.campaign, Date.parse(choices[fold]), now, locale)},{" "}
            {offsetIn(String(facts["zone"] ?? desk.campaign.venueZone), Date.parse(choices[fold]))}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
