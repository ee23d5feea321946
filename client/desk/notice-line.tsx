import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { type Notice, useDesk } from "./desk-store.ts";
import styles from "./notice-line.module.css";

/** What did not go as asked, in words, until the next act. */
export function NoticeLine() {
  const say = useSay();
  const locale = useLocale();
  const notice = useDesk((state) => state.notice);
  if (!notice) return null;
  if (notice.kind === "changed") {
    return (
      <div className={styles.notice} data-tone="changed" role="alert">
        <p>{say("fire.changed", { from: notice.from, to: notice.to })}</p>
        <p>
          <del>{notice.before[locale]}</del> → <ins>{notice.after[locale]}</ins>
        </p>
      </div>
    );
  }
  return (
    <p className={styles.notice} data-tone={notice.kind} role="alert">
      {noticeWords(say, notice)}
    </p>
  );
}

function noticeWords(say: Say, notice: Exclude<Notice, { kind: "changed" }>): string {
  if (notice.kind === "holdPlaced")
    return `${say("hold.held")}. ${say("hold.leaving", { count: notice.leaving })}`;
  if (notice.kind === "takenOver") return say("notice.takenOver", { by: notice.by });
  if (notice.kind === "undoneLate") return say("undo.alreadyLeaving", { count: notice.count });
  return say(`refusal.${notice.code}`);
}
