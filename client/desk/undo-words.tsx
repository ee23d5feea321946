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
      <>
        <small data-with-picture>{say("picture.wait", { seconds: Math.ceil(wait / 1000) })}</small>
        <small>{say("picture.undoable")}</small>
      </>
    );
  const seconds = (undoMs / 1000).toLocaleString(locale);
  return <small>{undoMs === 0 ? say("fire.atOnce") : say("fire.undoable", { seconds })}</small>;
}
