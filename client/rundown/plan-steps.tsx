/** What importing would change, slot by slot, and the one button that does it. */
import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Plan, PlannedSlot, PlanStep } from "#shared/day-sheet.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { NetworkMark, placeWords } from "../ui/network-mark.tsx";
import { slotClocks } from "../ui/slot-clocks.ts";
import styles from "./import.module.css";

const order = ["added", "changed", "removed", "left", "unchanged"] as const;
type What = (typeof order)[number];
/** Texts are open from the start while there are few to read. */
const fewSteps = 12;

type Props = {
  plan: Plan;
  desk: Snapshot;
  now: number;
  busy: boolean;
  onApply: () => void;
};

export function PlanSteps({ plan, desk, now, busy, onApply }: Props) {
  const say = useSay();
  const counts = countsOf(plan);
  const toDo = counts.added + counts.changed + counts.removed;
  return (
    <>
      {plan.warnings.length > 0 && (
        <p className={styles.warning}>
          {say("import.otherZone", {
            count: plan.warnings.length,
            zones: [...new Set(plan.warnings.map(({ value }) => value))].join(", "),
          })}
        </p>
      )}
      <div className={styles.apply}>
        {toDo > 0 ? (
          <button type="button" aria-disabled={busy} onClick={onApply} className={styles.go}>
            {say("import.apply", { what: counted(say, counts) })}
          </button>
        ) : (
          <p>{say("import.same")}</p>
        )}
        <p className={styles.calm}>{toDo > 0 && say("import.nothingYet")}</p>
      </div>
      {order.map((what) => (
        <Steps
          key={what}
          what={what}
          steps={plan.steps.filter((step) => step.what === what)}
          desk={desk}
          now={now}
          open={what !== "unchanged" && what !== "left"}
          few={plan.steps.length <= fewSteps}
        />
      ))}
    </>
  );
}

function countsOf({ steps }: Plan): Record<What, number> {
  const counts = { added: 0, changed: 0, removed: 0, left: 0, unchanged: 0 };
  for (const { what } of steps) counts[what] += 1;
  return counts;
}

/** `12 créneaux nouveaux, 1 changé`; empty when nothing would change. */
export function counted(
  say: Say,
  counts: { added: number; changed: number; removed: number },
): string {
  return (["added", "changed", "removed"] as const)
    .filter((what) => counts[what] > 0)
    .map((what) => say(`import.count.${what}`, { count: counts[what] }))
    .join(", ");
}

type StepsProps = {
  what: What;
  steps: PlanStep[];
  desk: Snapshot;
  now: number;
  open: boolean;
  few: boolean;
};

function Steps({ what, steps, desk, now, open, few }: StepsProps) {
  const say = useSay();
  if (steps.length === 0) return null;
  return (
    <details className={styles.block} open={open} data-what={what}>
      <summary>
        <h3>{say(`import.${what}`, { count: steps.length })}</h3>
      </summary>
      <ul className={styles.steps}>
        {steps.map((step) => (
          <li key={step.slot.externalId}>
            <Step step={step} desk={desk} now={now} few={few} />
          </li>
        ))}
      </ul>
    </details>
  );
}

type StepProps = { step: PlanStep; desk: Snapshot; now: number; few: boolean };

function Step({ step, desk, now, few }: StepProps) {
  const say = useSay();
  const locale = useLocale();
  const [isOpen, setOpen] = useState(few && (step.what === "added" || step.what === "changed"));
  const { slot, before, differs } = step;
  const clocks = (of: PlannedSlot) =>
    slotClocks(say, desk.campaign, Date.parse(of.startAt), now, locale);
  const moved = before !== null && before.startAt !== slot.startAt;
  return (
    <article className={styles.step} data-what={step.what}>
      <header>
        <b>{slot.title[locale]}</b>
        <code>{slot.externalId}</code>
        {slot.unit && <span className={styles.unit}>{say("slot.unit", { unit: slot.unit })}</span>}
        <span className={styles.when}>
          {moved && <del>{clocks(before)}</del>} {clocks(slot)}
        </span>
        {differs.length > 0 && (
          <span className={styles.differs}>
            {differs.map((each) => say(`import.differs.${each}`)).join(", ")}
          </span>
        )}
        <button
          type="button"
          className={styles.link}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {say("import.texts", { count: slot.texts.length })}
        </button>
      </header>
      {isOpen && <Texts slot={slot} before={before} />}
    </article>
  );
}

function Texts({ slot, before }: { slot: PlannedSlot; before: PlannedSlot | null }) {
  const say = useSay();
  return (
    <ul className={styles.texts}>
      {slot.texts.map((each) => {
        const was = before?.texts.find(
          (other) => other.accountId === each.accountId && other.locale === each.locale,
        );
        return (
          <li key={`${each.accountId} ${each.locale}`}>
            <header>
              <NetworkMark name={each.network} size={13} />{" "}
              <b>{placeWords(say, each.network, [each.locale])}</b>
              <span>{each.handle}</span>
              <span className={styles.size}>
                {each.length}/{each.maxLength}
              </span>
            </header>
            {was && was.text !== each.text && (
              <p lang={each.locale}>
                <del>{was.text}</del>
              </p>
            )}
            <p lang={each.locale}>{each.text}</p>
          </li>
        );
      })}
    </ul>
  );
}
