/** What a colleague asks to publish, in the very bytes that would leave, and one answer. All keys stay in here. */
import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { reachOf, useLive } from "../live/store.ts";
import { enAgreeing } from "../messages/en-agreeing.ts";
import { frAgreeing } from "../messages/fr-agreeing.ts";
import { addWords, useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, placeWords } from "../ui/network-mark.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import styles from "./approval-sheet.module.css";
import { awaitedOf, lapsesAt } from "./awaiting.ts";
import { useDesk } from "./desk-store.ts";
import { standstill } from "./may-fire.ts";
import { refusalWords } from "./refusal-words.ts";
import { undoWindowAgain } from "./undo-window.ts";

addWords({ fr: frAgreeing, en: enAgreeing });

type Props = { desk: Snapshot; acts: Acts; postId: string };

export function ApprovalSheet({ desk, acts, postId }: Props) {
  const say = useSay();
  const locale = useLocale();
  const post = desk.posts.find(({ id }) => id === postId);
  const awaited = awaitedOf(desk, postId);
  if (!post) return null;
  const who = post.firedByName ?? say("awaiting.someone");
  const zone = desk.campaign.venueZone;
  return (
    <Sheet title={say("approval.title")} ownKeys wide onClose={closed}>
      {(close) => (
        <div className={styles.card} data-approval={postId}>
          <div className={styles.about}>
            <p className={styles.title}>{post.title[locale]}</p>
            <p>{say("approval.by", { who, time: clockIn(zone, post.firedAt) })}</p>
          </div>
          {awaited.length === 0 ? (
            <output className={styles.over} tabIndex={-1} data-first>
              {say("approval.over")}
            </output>
          ) : (
            <>
              <ul className={styles.texts}>
                {awaited.map((delivery) => (
                  <Text key={delivery.id} delivery={delivery} desk={desk} />
                ))}
              </ul>
              <p className={styles.note}>
                {say("approval.note", { time: clockIn(zone, lapsesAt(awaited)) })}
              </p>
              <Answer desk={desk} acts={acts} postId={postId} awaited={awaited} onDone={close} />
            </>
          )}
        </div>
      )}
    </Sheet>
  );
}

/** What it was opened from is gone by then: Enter must publish nothing. */
function closed(): void {
  useDesk.setState({ approving: null });
  document.querySelector<HTMLElement>("[data-rest]")?.focus({ preventScroll: true });
}

/** One text to one account, whole: nobody agrees to what they cannot read. */
function Text({ delivery, desk }: { delivery: Delivery; desk: Snapshot }) {
  const say = useSay();
  const network = looksLike(desk.accounts, delivery);
  const [language] = delivery.locales;
  const [picture] = delivery.media;
  return (
    <li>
      <p className={styles.place}>
        <NetworkMark name={network} size={14} /> <b>{placeWords(say, network, delivery.locales)}</b>
        <span>{delivery.account.handle}</span>
      </p>
      <p className={styles.text} lang={language} data-text>
        {delivery.text}
      </p>
      {picture && (
        <figure lang={language}>
          <img
            src={`/media/${picture.mediaId}`}
            alt=""
            width={picture.width}
            height={picture.height}
            decoding="async"
          />
          <figcaption>{picture.alt}</figcaption>
        </figure>
      )}
    </li>
  );
}

type AnswerProps = Props & { awaited: readonly Delivery[]; onDone: () => void };

function Answer({ desk, acts, postId, awaited, onDone }: AnswerProps) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const connection = useLive(reachOf);
  const locale = useLocale();
  const [refused, setRefused] = useState<string | null>(null);
  const undoMs = undoWindowAgain(desk, awaited);
  const obstacle = standstill(desk, connection);
  const isMine = desk.posts.find(({ id }) => id === postId)?.firedBy === me?.id;
  const agree = (): void => {
    if (obstacle) return;
    acts
      .approve(postId, awaited)
      .then((answer) => {
        if (answer.ok) onDone();
        else setRefused(refusalWords(say, answer));
      })
      .catch(reportError);
  };
  return (
    <div className={styles.answer}>
      {refused && (
        <p className={styles.refused} role="alert">
          {refused}
        </p>
      )}
      {!isMine && (
        <p className={styles.then}>
          {undoMs > 0
            ? say("approval.undoable", { seconds: (undoMs / 1000).toLocaleString(locale) })
            : say("approval.atOnce")}
        </p>
      )}
      {isMine ? (
        <p tabIndex={-1} data-first>
          {say("refusal.ownRequest")}
        </p>
      ) : (
        <button
          type="button"
          className={styles.agree}
          data-first
          data-agree
          aria-disabled={obstacle !== null}
          onClick={agree}
        >
          <Glyph name="tick" size={16} /> {say("approval.agree", { count: awaited.length })}
        </button>
      )}
      {obstacle && <p>{say(`fire.why.${obstacle}`)}</p>}
      <button
        type="button"
        className={styles.refuse}
        data-refuse
        onClick={() => {
          acts.undo(postId);
          onDone();
        }}
      >
        {say(isMine ? "awaiting.withdraw" : "approval.refuse")}
      </button>
    </div>
  );
}
