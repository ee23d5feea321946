import { useState } from "react";
import type { Feed } from "#shared/feeds.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { tenths } from "../ui/tenths.ts";
import styles from "./feeds-sheet.module.css";
import { refusalWords } from "./refusal-words.ts";

/** How late a feed's picture is, where anybody said so; and the way to forget it. */
export function PictureDelay({ feed, mayForget }: { feed: Feed; mayForget: boolean }) {
  const say = useSay();
  const locale = useLocale();
  const [said, setSaid] = useState<string | null>(null);
  const { id: feedId, name, pictureDelayMs, picturePresses } = feed;
  if (pictureDelayMs === null) return null;
  const forget = async (): Promise<void> => {
    const answer = await askOverHttp("feed.forgetDelay", { feedId });
    setSaid(answer.ok ? null : refusalWords(say, answer));
  };
  const act = say("picture.forget");
  return (
    <>
      <p data-picture-delay>
        {say("picture.feed", { seconds: tenths(pictureDelayMs, locale), presses: picturePresses })}
      </p>
      {mayForget && (
        <div className={styles.acts}>
          <button
            type="button"
            aria-label={say("feeds.of", { act, name })}
            onClick={() => {
              forget().catch(reportError);
            }}
          >
            {act}
          </button>
          {said && <p role="alert">{said}</p>}
        </div>
      )}
    </>
  );
}
