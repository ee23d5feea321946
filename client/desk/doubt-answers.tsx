import { type FormEvent, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { useServerNow } from "../live/now.ts";
import { reachOf, useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { Twice } from "../ui/twice.tsx";
import { span } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import styles from "./doubt-sheet.module.css";
import { standstill } from "./may-fire.ts";
import { undoWindowAgain } from "./undo-window.ts";

type Props = { delivery: Delivery; desk: Snapshot; acts: Acts; onAnswered: () => void };

/** There, or not there and then sent again; giving it up without knowing is the quiet third. */
export function Answers({ delivery, desk, acts, onAnswered }: Props) {
  const say = useSay();
  const [refused, setRefused] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const answer = (asked: ReturnType<Acts["settle"]>): void => {
    if (isAsking) return;
    setAsking(true);
    setRefused(null);
    asked
      .then((reply) => {
        if (reply?.ok) return onAnswered();
        setAsking(false);
        setRefused(say(`refusal.${reply?.code ?? "internal"}`));
      })
      .catch(reportError);
  };
  return (
    <>
      {refused && (
        <p className={styles.refused} role="alert">
          {refused}
        </p>
      )}
      {delivery.kind === "delete" ? (
        <StillThere onSay={(word) => answer(acts.settle(delivery, word, null))} />
      ) : (
        <>
          <There onSay={(url) => answer(acts.settle(delivery, "public", url))} />
          <NotThere
            delivery={delivery}
            desk={desk}
            onSay={() => answer(acts.settle(delivery, "absent", null))}
          />
        </>
      )}
      {delivery.state === "needsHuman" && (
        <Twice
          says={say("doubt.drop")}
          asks={say("doubt.drop.ask")}
          className={styles.quiet}
          onYes={() => {
            acts.drop([delivery]);
            onAnswered();
          }}
        />
      )}
    </>
  );
}

/** Of a post that is to be gone: it is, or it is taken back once more. */
function StillThere({ onSay }: { onSay: (word: "absent" | "public") => void }) {
  const say = useSay();
  return (
    <div className={styles.no} data-open>
      <button
        type="button"
        className={styles.answer}
        data-answer="absent"
        onClick={() => onSay("absent")}
      >
        {say("retract.doubt.gone")}
      </button>
      <button
        type="button"
        className={styles.answer}
        data-answer="public"
        onClick={() => onSay("public")}
      >
        {say("retract.doubt.there")}
      </button>
    </div>
  );
}

/** As it is pasted: an address of the web, or nothing. Undefined when it is neither. */
function addressIn(pasted: string): string | null | undefined {
  const words = pasted.trim();
  if (words === "") return null;
  return /^https?:\/\/\S+$/.test(words) && URL.canParse(words) ? words : undefined;
}

function There({ onSay }: { onSay: (remoteUrl: string | null) => void }) {
  const say = useSay();
  const [pasted, setPasted] = useState("");
  const [isBad, setBad] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const address = addressIn(pasted);
    setBad(address === undefined);
    if (address !== undefined) onSay(address);
  };
  return (
    <form className={styles.yes} onSubmit={submit} noValidate>
      <button type="submit" className={styles.answer} data-answer="public">
        {say("doubt.yes")}
      </button>
      <label>
        <span>{say("doubt.yes.url")}</span>
        <input
          type="url"
          inputMode="url"
          placeholder="https://"
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
          value={pasted}
          aria-invalid={isBad}
          {...(isBad && { "aria-describedby": "doubt-url-bad" })}
          onChange={({ target }) => {
            setPasted(target.value);
            setBad(false);
          }}
        />
      </label>
      {isBad && (
        <p id="doubt-url-bad" className={styles.bad} role="alert">
          {say("doubt.yes.url.bad")}
        </p>
      )}
    </form>
  );
}

type NotThereProps = Omit<Props, "acts" | "onAnswered"> & { onSay: () => void };

/** Opens when no call can land any more; one press asks, a second one sends, and the undo window is still to come. */
function NotThere({ delivery, desk, onSay }: NotThereProps) {
  const say = useSay();
  const now = useServerNow(250);
  const obstacle = standstill(desk, useLive(reachOf));
  const left = Date.parse(delivery.doubt?.sendAgainAt ?? delivery.changedAt) - now;
  const undoMs = undoWindowAgain(desk, [delivery]);
  if (obstacle || left > 0) {
    return (
      <div className={styles.no}>
        <button type="button" className={styles.answer} data-answer="absent" aria-disabled="true">
          {left > 0
            ? say("doubt.no.wait", { span: span(say, Math.max(1000, left)) })
            : say("doubt.no")}
        </button>
        <small>{obstacle ? say(`fire.why.${obstacle}`) : say("doubt.no.wait.why")}</small>
      </div>
    );
  }
  return (
    <div className={styles.no} data-open>
      <Twice
        says={say("doubt.no")}
        asks={say("doubt.no.ask", { account: delivery.account.handle })}
        className={styles.answer}
        onYes={onSay}
      />
      <small>
        {undoMs > 0
          ? say("doubt.no.undo", {
              seconds: (undoMs / 1000).toLocaleString(document.documentElement.lang),
            })
          : say("doubt.no.undo.none")}
      </small>
    </div>
  );
}
