import type { Snapshot } from "#shared/changes.ts";
import { feelingWords } from "#shared/feelings.ts";
import type { Moment, Seen } from "#shared/moments.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { clockIn } from "../ui/time.ts";
import styles from "./headline.module.css";
import { select } from "./selection.ts";

/** What spotters saw of a moment; and, of what one saw, their words, their picture and the moment it belongs to. */
export function SeenLines({ moment }: { moment: Moment }) {
  const desk = useLive((live) => live.desk);
  if (!desk) return null;
  const attached = desk.moments.filter(
    ({ seen, status }) => seen?.attachedTo === moment.id && status !== "withdrawn",
  );
  return (
    <>
      {moment.seen && <Own seen={moment.seen} desk={desk} />}
      {attached.length > 0 && (
        <ul className={styles.seen}>
          {attached.map((each) => (
            <Attached key={each.id} moment={each} zone={desk.campaign.venueZone} />
          ))}
        </ul>
      )}
    </>
  );
}

/** « Vu à 21:34:07 : larmes (Nadia) ». */
function Attached({ moment, zone }: { moment: Moment; zone: string }) {
  const say = useSay();
  const locale = useLocale();
  const { seen, occurredAt, id } = moment;
  if (!seen) return null;
  const what = feelingWords[seen.feeling][locale].toLocaleLowerCase(locale);
  const values = { time: clockIn(zone, occurredAt), what, by: seen.by };
  return (
    <li>
      <button type="button" data-seen={id} onClick={() => select(id)}>
        <Glyph name="emotion" size={13} /> {say("detail.seen", values)}
      </button>
      {seen.note && <q>{seen.note}</q>}
    </li>
  );
}

function Own({ seen, desk }: { seen: Seen; desk: Snapshot }) {
  const say = useSay();
  const locale = useLocale();
  const about = desk.moments.find(({ id }) => id === seen.attachedTo);
  return (
    <div className={styles.own}>
      {seen.image && (
        <img
          src={`/media/${seen.image.mediaId}`}
          width={seen.image.width}
          height={seen.image.height}
          alt={say("detail.photo")}
        />
      )}
      <div>
        {seen.note && <q>{seen.note}</q>}
        {about && (
          <p>
            {say("detail.attached")}{" "}
            <button type="button" onClick={() => select(about.id)}>
              {about.headline[locale]}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
