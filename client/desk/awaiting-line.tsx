import type { Snapshot } from "#shared/changes.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { span } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import { askedOfMe, lapsesAt } from "./awaiting.ts";
import { useDesk } from "./desk-store.ts";
import { KeyCaps } from "./key-caps.tsx";
import { Places } from "./places.tsx";
import type { Line } from "./rail-lines.ts";
import styles from "./rail.module.css";

type Props = { line: Line; desk: Snapshot; now: number; acts: Acts };

/** Waits for a second person: to be read by a colleague, or taken back by who asked. */
export function AwaitingLine({ line: { post, deliveries }, desk, now, acts }: Props) {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const isMine = me?.id === post.firedBy;
  const isNext = me !== null && askedOfMe(desk, me.id)[0]?.post.id === post.id;
  const title = post.title[locale];
  return (
    <div className={styles.line} data-tone="awaiting" data-awaiting={post.id}>
      <Glyph name="question" size={16} />
      <b>{title}</b>
      {me && may(me.role, "fire") && (
        <button
          type="button"
          className={isMine ? styles.act : styles.read}
          {...(!isMine && { "aria-haspopup": "dialog" })}
          onClick={() => (isMine ? acts.undo(post.id) : useDesk.setState({ approving: post.id }))}
        >
          {say(isMine ? "awaiting.withdraw" : "awaiting.read")}
          <span className="unseen">, {title}</span>{" "}
          {isMine ? <KeyCaps of="undo" /> : isNext && <KeyCaps of="approve" />}
        </button>
      )}
      <small>
        <span className={styles.word}>
          {isMine
            ? say("awaiting.mine")
            : say("awaiting.by", { who: post.firedByName ?? say("awaiting.someone") })}
        </span>
        {", "}
        {say("awaiting.left", { span: span(say, Math.max(0, lapsesAt(deliveries) - now)) })}
      </small>
      <small>
        <Places deliveries={deliveries} accounts={desk.accounts} />
      </small>
    </div>
  );
}
