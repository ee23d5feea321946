import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { useServerNow } from "../live/now.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { pictureWait } from "./picture-wait.ts";

type Props = { desk: Snapshot; moment: Moment; undoMs: number };

/** For how long what is fired can be taken back: the undo window, or until its picture is on air where that is later. */
export function UndoWords({ desk, moment, undoMs }: Props) {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(desk.campaign.notBeforePicture ? 250 : 0);
  const wait = pictureWait(desk, moment, now);
  if (wait > undoMs)
    return (
      <span data-with-picture>{say("picture.wait", { seconds: Math.ceil(wait / 1000) })}</span>
    );
  if (undoMs === 0) return say("fire.atOnce");
  return say("fire.undoable", { seconds: (undoMs / 1000).toLocaleString(locale) });
}
