import { useLocale, useSay } from "../messages/words.tsx";
import { initials } from "../ui/initials.ts";
import { useOthers } from "./others.ts";
import styles from "./others.module.css";

const shown = 3;

/** Who else has this moment open: on its row. */
export function OthersOnRow({ names }: { names: string }) {
  const say = useSay();
  if (names === "") return null;
  const all = names.split("\n");
  return (
    <span
      className={styles.row}
      title={say("others.look", { count: all.length, names: all.join(", ") })}
    >
      <span className="unseen">
        {say("others.look", { count: all.length, names: all.join(", ") })}
      </span>
      {all.slice(0, shown).map((name) => (
        <i key={name} aria-hidden="true">
          {initials(name)}
        </i>
      ))}
      {all.length > shown && <i aria-hidden="true">+{all.length - shown}</i>}
    </span>
  );
}

/** Who else is here, and who writes: above the reactions, in a place that is kept for it. */
export function OthersLine({ momentId }: { momentId: string }) {
  const say = useSay();
  const locale = useLocale();
  const others = useOthers()(momentId);
  if (others.length === 0) return null;
  const writing = others.filter((each) => each.writing);
  const who = writing.length > 0 ? writing : others;
  const names = new Intl.ListFormat(locale).format(who.map(({ name }) => name));
  return (
    <span className={styles.line} data-others={writing.length > 0 ? "writing" : "looking"}>
      {who.slice(0, shown).map(({ id, name }) => (
        <i key={id} aria-hidden="true">
          {initials(name)}
        </i>
      ))}
      <span>
        {say(writing.length > 0 ? "others.write" : "others.look", { count: who.length, names })}
      </span>
    </span>
  );
}
