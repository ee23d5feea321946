import type { Feed } from "#shared/feeds.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { tenths } from "../ui/tenths.ts";

/** How late a feed's picture is, where anybody said so. */
export function PictureDelay({ feed: { pictureDelayMs, picturePresses } }: { feed: Feed }) {
  const say = useSay();
  const locale = useLocale();
  if (pictureDelayMs === null) return null;
  const seconds = tenths(pictureDelayMs, locale);
  return <p data-picture-delay>{say("picture.feed", { seconds, presses: picturePresses })}</p>;
}
