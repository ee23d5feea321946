import type { CommandInput } from "#shared/commands.ts";
import { may } from "#shared/roles.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useLive } from "../live/store.ts";
import { useDesk } from "./desk-store.ts";

/** The picture of the selected moment came on screen when this was pressed: how late that is, its feed learns. */
export function seePicture({ timeStamp }: KeyboardEvent): void {
  const { desk, me } = useLive.getState();
  const { selectedId } = useDesk.getState();
  const moment = desk?.moments.find(({ id }) => id === selectedId);
  if (!moment || !me || !may(me.role, "spot")) return;
  // Both are of the page's clock; what the way to the server takes is small beside a broadcast's delay.
  const pressedAgoMs = Math.max(0, Math.round(performance.now() - timeStamp));
  learn(moment.id, pressedAgoMs).catch(reportError);
}

async function learn(momentId: CommandInput<"feed.seen">["momentId"], pressedAgoMs: number) {
  useDesk.setState({ notice: null });
  const answer = await askOverHttp("feed.seen", { momentId, pressedAgoMs });
  if (!answer.ok)
    return useDesk.setState({ notice: { kind: "refused", code: answer.code, message: null } });
  const { pictureDelayMs, picturePresses } = answer.value.feed;
  if (pictureDelayMs === null) return;
  useDesk.setState({
    notice: { kind: "pictureSeen", delayMs: pictureDelayMs, presses: picturePresses },
  });
}
