import { useEffect, useRef, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { guaranteeFor } from "#shared/networks.ts";
import { type Delivery, type Evidence, type Post } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import { askedOf, check, isInDoubt, sinceOf, takesAnswer } from "../live/in-doubt.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { accountPage } from "../ui/account-page.ts";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, networkWords, placeWords } from "../ui/network-mark.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockIn, span } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import { Answers } from "./doubt-answers.tsx";
import { postTitle } from "../ui/post-title.ts";
import styles from "./doubt-sheet.module.css";
import { evidenceWords, nextLook } from "../ui/doubt-words.ts";

type Props = { desk: Snapshot; acts: Acts; deliveryId: string };

/**
 * A delivery, most often of unknown outcome: what was tried, what was found, how it can be known, and, where only a person can, one
 * question with two answers. All keys stay in here.
 */
export function DoubtSheet({ desk, acts, deliveryId }: Props) {
  const say = useSay();
  // Not a state: the dialog tells of its closing before a new rendering is sure to have happened.
  const isAnswered = useRef(false);
  const delivery = desk.deliveries.find(({ id }) => id === deliveryId);
  const post = desk.posts.find(({ id }) => id === delivery?.postId);
  const wasInDoubt = useWasInDoubt(delivery);
  if (!delivery || !post) return null;
  const account = desk.accounts.find(({ id }) => id === delivery.account.id);
  const others = askedOf(desk.deliveries).filter(({ id }) => id !== deliveryId);
  const onAnswered = (close: () => void): void => {
    const [next] = others;
    if (next) return check(next.id);
    isAnswered.current = true;
    close();
  };
  const closed = (): void => {
    check(null);
    // What it was opened from is about to go; Enter must then publish nothing.
    if (isAnswered.current)
      document.querySelector<HTMLElement>("[data-rest]")?.focus({ preventScroll: true });
  };
  return (
    <Sheet title={say(titleOf(delivery, wasInDoubt))} ownKeys step={deliveryId} onClose={closed}>
      {(close) => (
        <div className={styles.card} key={deliveryId} data-doubt={deliveryId}>
          <About delivery={delivery} post={post} desk={desk} />
          {isInDoubt(delivery) ? (
            <>
              <Standing delivery={delivery} desk={desk} />
              <Question
                delivery={delivery}
                desk={desk}
                acts={acts}
                others={others.length}
                onAnswered={() => onAnswered(close)}
              />
            </>
          ) : (
            <Known delivery={delivery} wasInDoubt={wasInDoubt} />
          )}
          <History
            delivery={delivery}
            isReadable={account === undefined || guaranteeFor(account) !== "human"}
            acts={acts}
            zone={desk.campaign.venueZone}
          />
        </div>
      )}
    </Sheet>
  );
}

/** Whether its outcome was unknown at any time since the card opened. */
function useWasInDoubt(delivery: Delivery | undefined): boolean {
  const [known, setKnown] = useState<string | null>(null);
  if (delivery && isInDoubt(delivery) && known !== delivery.id) setKnown(delivery.id);
  return known !== null && known === delivery?.id;
}

function titleOf(delivery: Delivery, wasInDoubt: boolean) {
  if (!isInDoubt(delivery)) return wasInDoubt ? "doubt.title.known" : "doubt.title.path";
  return takesAnswer(delivery) ? "doubt.title" : ("doubt.title.looking" as const);
}

type AboutProps = { delivery: Delivery; post: Post; desk: Snapshot };

/** Which message, in the words to look for, and where. */
function About({ delivery, post, desk }: AboutProps) {
  const say = useSay();
  const locale = useLocale();
  const network = looksLike(desk.accounts, delivery);
  const account = desk.accounts.find(({ id }) => id === delivery.account.id);
  const page = account ? accountPage(account, desk.deliveries) : null;
  return (
    <div className={styles.about}>
      <p className={styles.title}>{postTitle(say, post, locale)}</p>
      <p className={styles.place}>
        <NetworkMark name={network} size={14} /> <b>{placeWords(say, network, delivery.locales)}</b>
        <span>{delivery.account.handle}</span>
      </p>
      <blockquote lang={delivery.locales[0]}>{delivery.text}</blockquote>
      {page && (
        <a href={page} target="_blank" rel="noreferrer noopener">
          {say("doubt.account.open", { network: networkWords(say, network) })}{" "}
          <Glyph name="out" size={11} />
        </a>
      )}
    </div>
  );
}

/** Since when nothing is known, how often it was looked for, when next, and by what means it can be known. */
function Standing({ delivery, desk }: Omit<AboutProps, "post">) {
  const say = useSay();
  const now = useServerNow(250);
  const { doubt } = delivery;
  const since = sinceOf(delivery);
  const network = networkWords(say, looksLike(desk.accounts, delivery));
  return (
    <div className={styles.standing}>
      <p>
        <b>
          {say("doubt.since", {
            time: clockIn(desk.campaign.venueZone, since),
            span: span(say, now - since),
          })}
        </b>{" "}
        {doubt && doubt.guarantee !== "human" && say("doubt.looked", { count: doubt.probes })}{" "}
        {nextLook(say, delivery, now)}
      </p>
      {doubt && <p>{say(`doubt.how.${doubt.guarantee}`, { network })}</p>}
    </div>
  );
}

type QuestionProps = {
  delivery: Delivery;
  desk: Snapshot;
  acts: Acts;
  others: number;
  onAnswered: () => void;
};

function Question({ delivery, desk, acts, others, onAnswered }: QuestionProps) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!takesAnswer(delivery) || !me || !may(me.role, "fire"))
    return <p className={styles.calm}>{say("doubt.nothing")}</p>;
  return (
    <section className={styles.question} aria-labelledby="doubt-question">
      <h3 id="doubt-question" tabIndex={-1} data-first>
        {say("doubt.question", { account: delivery.account.handle })}
      </h3>
      <Answers delivery={delivery} desk={desk} acts={acts} onAnswered={onAnswered} />
      {others > 0 && <p className={styles.more}>{say("doubt.more", { count: others })}</p>}
    </section>
  );
}

type KnownProps = { delivery: Delivery; wasInDoubt: boolean };

/** Where it stands: settled while the card was open, or never in doubt. */
function Known({ delivery: { state, remoteUrl, detail }, wasInDoubt }: KnownProps) {
  const say = useSay();
  if (state === "uncertain" || state === "needsHuman") return null;
  return (
    <output className={styles.known} data-state={state}>
      {state === "confirmed" ? (
        <>
          <Glyph name="tick" size={16} /> <b>{say("doubt.known.confirmed")}</b>
          {remoteUrl && /^https?:/.test(remoteUrl) && (
            <a href={remoteUrl} target="_blank" rel="noreferrer noopener">
              {say("doubt.known.receipt")} <Glyph name="out" size={11} />
            </a>
          )}
        </>
      ) : (
        <b>
          {say(wasInDoubt ? "doubt.known.left" : "doubt.known.now", {
            state: say(`doubt.state.${state}`),
          })}{" "}
          {state === "rejected" && detail && <q>{detail}</q>}
        </b>
      )}
    </output>
  );
}

type HistoryProps = {
  delivery: Delivery;
  /** Its network can be asked; what cannot was not looked for. */
  isReadable: boolean;
  acts: Acts;
  zone: string;
};

/** Asked when the card opens, and again each time the delivery moves. */
function History({ delivery: { id, changedAt }, isReadable, acts, zone }: HistoryProps) {
  const say = useSay();
  const [evidence, setEvidence] = useState<Evidence[] | "silent" | null>(null);
  useEffect(() => {
    let isWanted = true;
    acts
      .history(id)
      .then((answer) => {
        if (!isWanted) return;
        if (answer.ok)
          setEvidence(answer.value.evidence.filter(({ step }) => isReadable || step !== "probe"));
        else setEvidence((before) => before ?? "silent");
      })
      .catch(reportError);
    return () => {
      isWanted = false;
    };
  }, [acts, id, changedAt, isReadable]);
  return (
    <section className={styles.history} aria-labelledby="doubt-history">
      <h3 id="doubt-history">{say("doubt.history")}</h3>
      {evidence === "silent" && <p>{say("doubt.history.silent")}</p>}
      {Array.isArray(evidence) && evidence.length === 0 && <p>{say("doubt.history.none")}</p>}
      {Array.isArray(evidence) && (
        <ol>
          {evidence.map((each, at) => (
            <Step key={`${at} ${each.at}`} evidence={each} zone={zone} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Step({ evidence, zone }: { evidence: Evidence; zone: string }) {
  const say = useSay();
  const { what, quote, by } = evidenceWords(say, evidence);
  return (
    <li data-step={evidence.step}>
      <time dateTime={evidence.at}>{clockIn(zone, evidence.at)}</time>
      <span>
        <b>{what}</b> {by}
        {quote && <q>{quote}</q>}
      </span>
    </li>
  );
}
