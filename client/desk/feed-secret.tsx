import { useState } from "react";
import type { Feed } from "#shared/feeds.ts";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import styles from "./feeds-sheet.module.css";

type Props = { feed: Feed; secret: string; onDone: () => void };

/** Where to send, and what to sign with: the secret is shown this once. */
export function FeedSecret({ feed, secret, onDone }: Props) {
  const say = useSay();
  return (
    <div className={styles.secret}>
      <Copied label={say("feeds.secret.address")} text={`${location.origin}/feeds/${feed.name}`} />
      <Copied label={say("feeds.secret.secret")} text={secret} />
      <p>
        <b>{say("feeds.secret.once")}</b>
      </p>
      <button type="button" className={form.save} data-first onClick={onDone}>
        {say("feeds.secret.done")}
      </button>
    </div>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  return (
    <div className={form.field}>
      <span>{label}</span>
      <div className={styles.copy}>
        <code>{text}</code>
        <button
          type="button"
          aria-label={`${say("feeds.secret.copy")}, ${label}`}
          onClick={() => {
            // A page without that right leaves it to the hand: the text can be selected.
            navigator.clipboard?.writeText(text).then(
              () => setCopied(true),
              () => undefined,
            );
          }}
        >
          {say(copied ? "feeds.secret.copied" : "feeds.secret.copy")}
        </button>
      </div>
    </div>
  );
}
