import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { clockIn, precise } from "../ui/time.ts";
import { Places } from "./places.tsx";
import { type Line, timesToPublic } from "./rail-lines.ts";
import { postTitle } from "../ui/post-title.ts";
import styles from "./rail.module.css";
import { whoTookBack } from "./retracting.ts";

type Props = { line: Line; desk: Snapshot };

/** Posts that were taken back: when, by whom, and for how long they were untrue in public. */
export function RetractLine({ line, desk }: Props) {
  const say = useSay();
  const locale = useLocale();
  const { post, deliveries } = line;
  const { untrueFor } = timesToPublic(desk, line);
  const at = deliveries.flatMap(({ publicAt }) => publicAt ?? []).toSorted()[0];
  return (
    <div className={styles.line} data-post={post.id} data-retracted>
      <Glyph name="cross" size={16} />
      <b className={styles.wide}>{postTitle(say, post, locale)}</b>
      <small>
        <span className={styles.word}>{say("rail.retract.word")}</span>{" "}
        {at &&
          say("rail.retract.was", {
            time: clockIn(desk.campaign.venueZone, at),
            who: post.firedByName ?? say("retract.someone"),
          })}
        {untrueFor !== null &&
          `, ${say("rail.retract.untrue", { span: precise(say, untrueFor, locale) })}`}
      </small>
      <small>
        <Places deliveries={deliveries} accounts={desk.accounts} />
      </small>
    </div>
  );
}

/** In place of a receipt that leads nowhere any more. */
export function Gone({ delivery, desk }: { delivery: Delivery; desk: Snapshot }) {
  const say = useSay();
  if (!delivery.takenBackAt) return null;
  return (
    <span className={styles.gone} data-gone={delivery.id}>
      <Places deliveries={[delivery]} accounts={desk.accounts} />{" "}
      {say("retract.how.gone", {
        time: clockIn(desk.campaign.venueZone, delivery.takenBackAt),
        who: whoTookBack(desk, delivery) ?? say("retract.someone"),
      })}
    </span>
  );
}
