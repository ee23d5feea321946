/** What can be done with a line of the queue: the rail's own ways out, handed to the queue's screen. */
import type { Account } from "#shared/campaigns.ts";
import type { Delivery } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import { check } from "../live/in-doubt.ts";
import { useServerNow } from "../live/now.ts";
import { type Standing, standingOf } from "../live/standing.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { later } from "../ui/later.tsx";
import { looksLike, placeWords } from "../ui/network-mark.tsx";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import { OpenRetract } from "./open-retract.tsx";
import type { Line } from "./rail-lines.ts";
import rail from "./rail.module.css";
import type { Props as ReslotProps } from "./reslot-sheet.tsx";
import { ToMoment } from "./to-moment.tsx";
import { Drop, Reslot, SendNow } from "./tray-line.tsx";

const ReslotSheet = later<ReslotProps>(() =>
  import("./reslot-sheet.tsx").then((part) => part.ReslotSheet),
);

const droppable: readonly Standing[] = ["missed", "held", "planned"];
const movable: readonly Standing[] = ["missed", "planned"];

type Props = { line: Line; acts: Acts; onReslot: (line: Line) => void };

/** `line`: one delivery of a post. Nothing for those who may not act, but what is public can be seen by all. */
export function WaysOut({ line, acts, onReslot }: Props) {
  const locale = useLocale();
  const desk = useLive((live) => live.desk);
  const me = useLive((live) => live.me);
  const now = useServerNow(500);
  const [delivery] = line.deliveries;
  if (!desk || !me || !delivery) return null;
  const standing = standingOf(delivery, now);
  const title = line.post.title[locale];
  const { accounts } = desk;
  if (standing === "public")
    return (
      <>
        {delivery.kind !== "delete" && !delivery.takenBackAt && (
          <OpenRetract deliveryIds={[delivery.id]} of={title} />
        )}
        <See delivery={delivery} title={title} accounts={accounts} />
      </>
    );
  if (standing === "uncertain")
    return <Verify delivery={delivery} title={title} accounts={accounts} />;
  if (standing === "refused") return <ToMoment line={line} />;
  if (!may(me.role, "fire")) return null;
  return (
    <>
      {standing === "awaiting" && <Read postId={line.post.id} title={title} />}
      {standing === "undoable" && <Undo title={title} onPress={() => acts.undo(line.post.id)} />}
      {standing === "missed" && <SendNow line={line} desk={desk} title={title} acts={acts} />}
      {movable.includes(standing) && <Reslot title={title} onPress={() => onReslot(line)} />}
      {isDroppable(delivery, standing) && (
        <Drop deliveries={line.deliveries} title={title} acts={acts} />
      )}
    </>
  );
}

/** What tries again can be given up between two tries. */
function isDroppable({ state }: Delivery, standing: Standing): boolean {
  return state === "retryWait" || droppable.includes(standing);
}

/** What waits for a second person is read whole before anything is said to it. */
function Read({ postId, title }: { postId: string; title: string }) {
  const say = useSay();
  return (
    <button
      type="button"
      className={rail.read}
      aria-haspopup="dialog"
      aria-label={`${say("awaiting.read")}, ${title}`}
      onClick={() => useDesk.setState({ approving: postId })}
    >
      {say("awaiting.read")}
    </button>
  );
}

function Undo({ title, onPress }: { title: string; onPress: () => void }) {
  const say = useSay();
  return (
    <button
      type="button"
      className={rail.undo}
      aria-label={say("queue.undo.label", { title })}
      onClick={onPress}
    >
      {say("rail.undo")}
    </button>
  );
}

type OneProps = { delivery: Delivery; title: string; accounts: readonly Account[] };

function See({ delivery, title, accounts }: OneProps) {
  const say = useSay();
  const { remoteUrl, locales } = delivery;
  if (!remoteUrl || !/^https?:/.test(remoteUrl)) return null;
  const place = placeWords(say, looksLike(accounts, delivery), locales);
  return (
    <a
      href={remoteUrl}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={say("queue.see.label", { title, place })}
    >
      {say("queue.see")} <Glyph name="out" size={10} />
    </a>
  );
}

function Verify({ delivery, title, accounts }: OneProps) {
  const say = useSay();
  const place = placeWords(say, looksLike(accounts, delivery), delivery.locales);
  return (
    <button
      type="button"
      className={rail.verify}
      data-verify={delivery.state}
      aria-haspopup="dialog"
      aria-label={say("doubt.open.label", { place, title })}
      onClick={() => check(delivery.id)}
    >
      {say("doubt.open")}
    </button>
  );
}

type ReslottingProps = { line: Line; acts: Acts; onClose: () => void };

/** Another time for a line of the queue. */
export function Reslotting({ line, acts, onClose }: ReslottingProps) {
  const desk = useLive((live) => live.desk);
  return desk && <ReslotSheet line={line} desk={desk} acts={acts} onClose={onClose} />;
}
