/** What is public and can be taken back: for each account what is possible, and one press that takes back all that can be. All keys stay in here. */
import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { reachOf, useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, networkWords, placeWords } from "../ui/network-mark.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import styles from "./approval-sheet.module.css";
import { useDesk } from "./desk-store.ts";
import { standstill } from "./may-fire.ts";
import { refusalWords } from "./refusal-words.ts";
import { untrueMoments } from "./untrue.ts";
import { type Retractable, waysBack, whoTookBack } from "./retracting.ts";

type Props = { desk: Snapshot; acts: Acts; deliveryIds: readonly string[] };

export function RetractSheet({ desk, acts, deliveryIds }: Props) {
  const say = useSay();
  const all = waysBack(desk, deliveryIds);
  const isUntrue = untrueMoments(desk).some((one) =>
    one.deliveryIds.some((id) => deliveryIds.includes(id)),
  );
  return (
    <Sheet title={say("retract.title")} ownKeys wide onClose={closed}>
      {(close) => (
        <div className={styles.card} data-retract>
          <ul className={styles.texts}>
            {all.map((one) => (
              <Text key={one.delivery.id} one={one} desk={desk} />
            ))}
          </ul>
          <div className={styles.about}>
            {/* Enter here decides nothing: the button is one Tab away. */}
            <p tabIndex={-1} data-first>
              {say("retract.note")}
            </p>
            {isUntrue && <p>{say("retract.correct")}</p>}
          </div>
          <Decide desk={desk} acts={acts} all={all} onDone={close} />
        </div>
      )}
    </Sheet>
  );
}

/** What it was opened from may be gone by then: Enter must publish nothing. */
function closed(): void {
  useDesk.setState({ retracting: null });
  document.querySelector<HTMLElement>("[data-rest]")?.focus({ preventScroll: true });
}

/** One public text, where it stands, and what can be done about it. */
function Text({ one: { delivery, way }, desk }: { one: Retractable; desk: Snapshot }) {
  const say = useSay();
  const network = looksLike(desk.accounts, delivery);
  const { remoteUrl, takenBackAt } = delivery;
  const how =
    way === "gone" && takenBackAt
      ? say("retract.how.gone", {
          time: clockIn(desk.campaign.venueZone, takenBackAt),
          who: whoTookBack(desk, delivery) ?? say("retract.someone"),
        })
      : say(way === "gone" ? "rail.retract.word" : `retract.how.${way}`);
  return (
    <li data-way={way} data-delivery={delivery.id}>
      <p className={styles.place}>
        <NetworkMark name={network} size={14} /> <b>{placeWords(say, network, delivery.locales)}</b>
        <span>{delivery.account.handle}</span>
      </p>
      <p className={styles.text} lang={delivery.locales[0]}>
        {delivery.text}
      </p>
      <p className={styles.note}>{how}</p>
      {way === "hand" && remoteUrl && /^https?:/.test(remoteUrl) && (
        <a href={remoteUrl} target="_blank" rel="noreferrer noopener">
          {say("retract.hand.open", { network: networkWords(say, network) })}{" "}
          <Glyph name="out" size={11} />
        </a>
      )}
    </li>
  );
}

type DecideProps = {
  desk: Snapshot;
  acts: Acts;
  all: readonly Retractable[];
  onDone: () => void;
};

function Decide({ desk, acts, all, onDone }: DecideProps) {
  const say = useSay();
  const connection = useLive(reachOf);
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const obstacle = standstill(desk, connection);
  const possible = all.flatMap(({ delivery, way }) => (way === "here" ? [delivery] : []));
  const takeBack = (): void => {
    if (obstacle || isAsking) return;
    setAsking(true);
    acts
      .retract(possible)
      .then((answer) => {
        if (answer.ok) return onDone();
        setAsking(false);
        setRefused(refusalWords(say, answer));
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
      {possible.length === 0 ? (
        <output className={styles.over}>{say("retract.nothing")}</output>
      ) : (
        <button
          type="button"
          className={styles.agree}
          data-take-back
          aria-disabled={obstacle !== null || isAsking}
          onClick={takeBack}
        >
          {say("retract.do", { count: possible.length })}
        </button>
      )}
      {obstacle && <p>{say(`fire.why.${obstacle}`)}</p>}
    </div>
  );
}
