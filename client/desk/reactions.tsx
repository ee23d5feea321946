import type { Snapshot } from "#shared/changes.ts";
import { blocksFiring, type Moment } from "#shared/moments.ts";
import { suggest } from "#shared/suggest.ts";
import type { Template } from "#shared/templates.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Cap } from "../ui/cap.tsx";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./reactions.module.css";

/** The prepared reactions that fit, each under its digit. Pressing one shows it; nothing leaves. */
export function Reactions({ desk, moment, acts }: { desk: Snapshot; moment: Moment; acts: Acts }) {
  const say = useSay();
  const locale = useLocale();
  const armed = useDesk((state) => state.armed);
  if (blocksFiring(moment.status)) return null;
  const suggestions = suggest(moment, desk.templates);
  if (suggestions.length === 0) return <p className={styles.none}>{say("reactions.none")}</p>;
  return (
    <section aria-label={say("reactions.label")}>
      <div className={styles.cards}>
        {suggestions.map(({ template, reasons }, index) => {
          const said = reasons.map(({ text }) => text[locale]);
          const all = [...said, carried(template, say("reactions.picture"))].join(", ");
          const on = armed?.templateId === template.id && armed.momentId === moment.id;
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
                  say("reactions.template")
                )}
              </span>
              <strong>{template.name[locale]}</strong>
              <small>{said[0]}</small>
            </button>
          );
        })}
      </div>
      {!armed && (
        <p className={styles.hint}>
          {say("reactions.hint", {
            space: say("cap.space"),
            digits: suggestions.length > 1 ? `1–${suggestions.length}` : "1",
          })}
        </p>
      )}
    </section>
  );
}

/** `FR + EN, picture`: each language once, whatever the number of wordings. */
function carried({ variants, image }: Template, picture: string): string {
  const languages = [...new Set(variants.map(({ locale }) => locale.toUpperCase()))].join(" + ");
  return image ? `${languages}, ${picture}` : languages;
}
