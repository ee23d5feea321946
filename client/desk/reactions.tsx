import type { Snapshot } from "#shared/changes.ts";
import { isCorrection } from "#shared/corrections.ts";
import type { Moment } from "#shared/moments.ts";
import type { Template } from "#shared/templates.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Cap } from "../ui/cap.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { mayWrite } from "./arm.ts";
import { isClosed, saidOf, untrueIn } from "./about.ts";
import type { Acts } from "./acts.ts";
import { type Armed, useDesk } from "./desk-store.ts";
import { useKeyWords } from "./key-caps.tsx";
import { offeredFor } from "./offered.ts";
import styles from "./reactions.module.css";

/** The prepared reactions that fit, each under its digit. Pressing one shows it; nothing leaves. */
export function Reactions({ desk, moment, acts }: { desk: Snapshot; moment: Moment; acts: Acts }) {
  const say = useSay();
  const locale = useLocale();
  const space = useKeyWords("take");
  const armed = useDesk((state) => state.armed);
  const untrue = untrueIn(moment, saidOf(desk, moment.id));
  if (isClosed(moment, untrue)) return null;
  const suggestions = offeredFor(desk, moment);
  return (
    <section aria-label={say("reactions.label")}>
      <div className={styles.row}>
        {suggestions.length === 0 && <p className={styles.none}>{say("reactions.none")}</p>}
        <div className={styles.cards}>
          {suggestions.map(({ template, reasons }, index) => {
            const said = reasons.map(({ text }) => text[locale]);
            const all = [...said, carried(template, say("reactions.picture"))].join(", ");
            const right = isCorrection(template);
            const on = armed?.templateId === template.id && isOn(armed, moment);
            return (
              <button
                key={template.id}
                type="button"
                className={styles.card}
                aria-pressed={on}
                aria-keyshortcuts={String(index + 1)}
                title={all}
                data-digit={index + 1}
                onClick={(event) => {
                  acts.arm(index + 1, event.detail === 0);
                  giveBackKeys(event);
                }}
              >
                <span className={styles.top}>
                  <Cap>{index + 1}</Cap>
                  {on ? (
                    <b>{say(armed.phase === "arming" ? "reactions.arming" : "reactions.ready")}</b>
                  ) : (
                    say(right ? "reactions.correction" : "reactions.template")
                  )}
                </span>
                <strong>{template.name[locale]}</strong>
                <small>{said[0]}</small>
              </button>
            );
          })}
        </div>
        {mayWrite(moment) && <ByHand digit={suggestions.length + 1} moment={moment} acts={acts} />}
      </div>
      {!armed && suggestions.length > 0 && (
        <p className={styles.hint}>
          {say("reactions.hint", {
            space,
            digits: suggestions.length > 1 ? `1–${suggestions.length}` : "1",
          })}
        </p>
      )}
    </section>
  );
}

/** Whether what is armed is of this moment, and can still leave. */
function isOn({ momentId, phase }: Armed, moment: Moment): boolean {
  return momentId === moment.id && phase !== "stale";
}

/** Where nothing prepared says it: one's own words, under the next digit. */
function ByHand({ digit, moment, acts }: { digit: number; moment: Moment; acts: Acts }) {
  const say = useSay();
  const on = useDesk(({ armed }) => armed?.templateId === null && isOn(armed, moment));
  return (
    <button
      type="button"
      className={`${styles.card} ${styles.byHand}`}
      aria-pressed={on}
      title={say("reactions.byHand.label")}
      {...(digit <= 9 && { "aria-keyshortcuts": String(digit) })}
      data-by-hand
      onClick={() => acts.arm(digit, false)}
    >
      <span className={styles.top}>{digit <= 9 && <Cap>{digit}</Cap>}</span>
      <Glyph name="note" size={16} />
      <small>{say("reactions.byHand")}</small>
    </button>
  );
}

/** `FR + EN, picture`: each language once, whatever the number of wordings. */
function carried({ variants, image }: Template, picture: string): string {
  const languages = [...new Set(variants.map(({ locale }) => locale.toUpperCase()))].join(" + ");
  return image ? `${languages}, ${picture}` : languages;
}
