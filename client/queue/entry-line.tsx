import { memo, type ReactNode } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import { check } from "../live/in-doubt.ts";
import type { Standing } from "../live/standing.ts";
import type { MessageId } from "../messages/fr.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { doubtInShort, nextLook } from "../ui/doubt-words.ts";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, networkWords, placeWords } from "../ui/network-mark.tsx";
import { postTitle } from "../ui/post-title.ts";
import { clockAndDay, slotClocks } from "../ui/slot-clocks.ts";
import { standingGlyphs } from "../ui/standing-glyphs.ts";
import { standings } from "../ui/standing-words.ts";
import { countdown, precise, span } from "../ui/time.ts";
import type { Entry } from "./entries.ts";
import type { Line } from "./given.ts";
import styles from "./list.module.css";

/** As the rail says it. */
const words: Record<Standing, MessageId> = {
  uncertain: "rail.uncertain",
  awaiting: "rail.awaiting",
  missed: "rail.missed",
  held: "rail.held",
  refused: "rail.refused",
  leaving: "rail.leaving",
  undoable: "rail.undoable",
  planned: "rail.planned",
  public: "rail.public.word",
  dropped: "reason.dropped",
};

type Props = {
  entry: Entry;
  desk: Snapshot;
  now: number;
  waysOut: (line: Line) => ReactNode;
};

/** Whether its line says how long; of the others only the day may change. */
export function counts({ standing }: Entry): boolean {
  return standing !== "public" && standing !== "refused";
}

/** One message to one account: when, how it stands, what, where, by whom, for how long, and why. */
export const EntryLine = memo(function EntryLine({ entry, desk, now, waysOut }: Props) {
  const say = useSay();
  const locale = useLocale();
  const { delivery, post, standing, at } = entry;
  const network = looksLike(desk.accounts, delivery);
  const isGone =
    standing === "public" && (delivery.kind === "delete" || Boolean(delivery.takenBackAt));
  const state = say(isGone ? "rail.retract.word" : words[standing]);
  const title = postTitle(say, post, locale);
  const place = placeWords(say, network, delivery.locales);
  return (
    <div className={styles.line} data-delivery={delivery.id} data-standing={standing}>
      <time className={styles.time} dateTime={new Date(at).toISOString()}>
        {clockAndDay(desk.campaign.venueZone, at, now, locale)}
      </time>
      <span className={styles.state}>
        <Glyph name={standingGlyphs[standing]} size={15} /> {state}
      </span>
      <div className={styles.what}>
        <button
          type="button"
          data-open
          aria-haspopup="dialog"
          aria-label={say("queue.open", { title, place, state })}
          onClick={() => check(delivery.id)}
        >
          {title}
        </button>
        <Why entry={entry} desk={desk} now={now} />
      </div>
      <div className={styles.place}>
        <span title={networkWords(say, network)}>
          <NetworkMark name={network} size={13} /> <b>{languagesOf(delivery)}</b>{" "}
          {delivery.account.handle}
        </span>
        <small>
          {post.firedByName
            ? say("queue.by", { who: post.firedByName })
            : post.purpose === "slot" && say("queue.by.rundown")}
        </small>
      </div>
      <Length entry={entry} desk={desk} now={now} />
      <div className={styles.ways}>{waysOut({ post, deliveries: [delivery] })}</div>
    </div>
  );
});

function languagesOf({ locales }: Delivery): string {
  return locales.map((each) => each.toUpperCase()).join(" + ");
}

/** Why it stands there, in our words and the network's; nothing where the word alone says it. */
function Why({ entry, desk, now }: Omit<Props, "waysOut">) {
  const say = useSay();
  const locale = useLocale();
  const { delivery, standing, at } = entry;
  const { campaign } = desk;
  if (standing === "public" || standing === "undoable") return null;
  if (standing === "planned") return <small>{slotClocks(say, campaign, at, now, locale)}</small>;
  if (standing === "uncertain")
    return (
      <small>
        {doubtInShort(say, delivery, now)} {nextLook(say, delivery, now)}
      </small>
    );
  const [told] = standings(say, [delivery], now, campaign.venueZone);
  if (!told) return null;
  return (
    <small>
      {told.words} {told.quote && <q>{told.quote}</q>}
    </small>
  );
}

/** How long until it leaves; since when nobody knows; how long it took, from its moment or its time. */
function Length({ entry: { post, standing, at }, desk, now }: Omit<Props, "waysOut">) {
  const say = useSay();
  const locale = useLocale();
  if (standing === "undoable" || standing === "planned")
    return <span className={styles.left}>{countdown(say, at - now)}</span>;
  if (standing === "uncertain") return <span className={styles.left}>{span(say, now - at)}</span>;
  const from = standing === "public" ? sinceWhen(post, desk) : null;
  if (!from) return <span className={styles.left} />;
  const took = { span: precise(say, Math.max(0, at - Date.parse(from)), locale) };
  const words = post.purpose === "slot" ? "rail.slotToPublic" : "rail.momentToPublic";
  return (
    <span className={styles.left} title={say(words, took)}>
      {took.span}
    </span>
  );
}

function sinceWhen(post: Post, { moments, slots }: Snapshot): string | undefined {
  if (post.purpose === "retract") return undefined;
  return post.purpose === "slot"
    ? slots.find(({ postId }) => postId === post.id)?.startAt
    : moments.find(({ id }) => id === post.momentId)?.raisedAt;
}
