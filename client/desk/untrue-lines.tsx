import type { Snapshot } from "#shared/changes.ts";
import type { Spoken } from "#shared/corrections.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import styles from "./headline.module.css";
import { OpenRetract } from "./open-retract.tsx";
import { Receipt } from "./places.tsx";

/** What is public and no longer true, in the words it was said in, and each place it stands at. */
export function UntrueLines({ desk, untrue }: { desk: Snapshot; untrue: readonly Spoken[] }) {
  const say = useSay();
  const locale = useLocale();
  if (untrue.length === 0) return null;
  const told = [...new Set(untrue.map(({ headline }) => headline[locale]))];
  return (
    <section className={styles.untrue} aria-labelledby="untrue">
      <p id="untrue" className={styles.warning}>
        <Glyph name="disqualification" size={16} /> {say("detail.untrue", { count: untrue.length })}
      </p>
      {told.map((words) => (
        <p key={words} data-untrue>
          <q>{words}</q>
          {untrue
            .filter(({ headline }) => headline[locale] === words)
            .flatMap(({ deliveryId }) => desk.deliveries.find(({ id }) => id === deliveryId) ?? [])
            .map((delivery) => (
              <Receipt key={delivery.id} delivery={delivery} accounts={desk.accounts} />
            ))}
        </p>
      ))}
      <OpenRetract deliveryIds={untrue.map(({ deliveryId }) => deliveryId)} withKey />
    </section>
  );
}
