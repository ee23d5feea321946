import { dismissMeanwhile, type Meanwhile as Summary, useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { span } from "../ui/time.ts";
import styles from "./meanwhile.module.css";

const told = ["medal", "record", "result"] as const;

/** After a cut: what came meanwhile, in one line, until it is seen. */
export function Meanwhile() {
  const say = useSay();
  const locale = useLocale();
  const meanwhile = useLive((live) => live.meanwhile);
  if (!meanwhile) return null;
  return (
    <output className={styles.line}>
      <span>
        {say("meanwhile.title", {
          duration: span(say, meanwhile.forMs),
          what: inWords(say, locale, meanwhile),
        })}
      </span>
      <button type="button" onClick={dismissMeanwhile}>
        {say("meanwhile.close")}
      </button>
    </output>
  );
}

function inWords(say: Say, locale: string, { counts }: Summary): string {
  const named = told.flatMap((kind) =>
    counts[kind] ? [say(`kinds.counted.${kind}`, { count: counts[kind] })] : [],
  );
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const others = all - told.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  const parts = others > 0 ? [...named, say("kinds.counted.other", { count: others })] : named;
  return parts.length === 0
    ? say("meanwhile.nothing")
    : new Intl.ListFormat(locale, { type: "unit" }).format(parts);
}
