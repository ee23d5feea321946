import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import type { Key } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import { saidOf } from "./about.ts";
import { claimOn } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./detail.module.css";
import { FireBar } from "./fire-bar.tsx";
import { Headline } from "./headline.tsx";
import { KeyCaps } from "./key-caps.tsx";
import { NoticeLine } from "./notice-line.tsx";
import { Previews } from "./previews.tsx";
import { Reactions } from "./reactions.tsx";
import { ResultTable } from "./result-table.tsx";

/** The moment selected, the reactions prepared for it, and the bar that publishes. */
export function Detail({ acts, keys }: { acts: Acts; keys: readonly Key[] }) {
  const say = useSay();
  const desk = useLive((live) => live.desk);
  const selectedId = useDesk((state) => state.selectedId);
  const moment = desk?.moments.find((each) => each.id === selectedId);
  if (!desk || !moment) return <NothingChosen />;
  return (
    <section className={styles.column} aria-label={say("detail.label")}>
      <div className={styles.scroll}>
        <button
          type="button"
          className={styles.back}
          onClick={() => useDesk.setState({ pane: "moments" })}
        >
          <Glyph name="back" size={16} /> {say("detail.back")}
        </button>
        <Headline moment={moment} said={saidOf(desk, moment.id)} claim={claimOn(desk, moment.id)} />
        <Reactions desk={desk} moment={moment} acts={acts} />
        <Previews desk={desk} acts={acts} />
        <ResultTable moment={moment} />
      </div>
      <FireBar desk={desk} moment={moment} acts={acts} keys={keys} />
    </section>
  );
}

function NothingChosen() {
  const say = useSay();
  return (
    <section className={styles.column} aria-label={say("detail.label")}>
      <div className={styles.none}>
        <p className={styles.noneTitle}>{say("detail.none")}</p>
        <p>{say("detail.noneHow")}</p>
        <p className={styles.noneKeys}>
          <KeyCaps of="up" /> <KeyCaps of="down" />
        </p>
      </div>
      <div className={styles.noneNotice}>
        <NoticeLine />
      </div>
    </section>
  );
}
