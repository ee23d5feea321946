/** Keeps what is armed honest: when the world moves, it is disarmed and says so. Nothing is ever re-targeted. */
import { useLive } from "../live/store.ts";
import { dismiss } from "./arm.ts";
import { laidDown, useDesk } from "./desk-store.ts";

/** Watches the live desk until the returned function is called. */
export function followDesk(): () => void {
  return useLive.subscribe(({ desk }, before) => {
    if (!desk || desk === before.desk) return;
    disarmIfChanged(desk.moments);
    for (const line of useDesk.getState().underway) {
      if (line.postId && desk.posts.some((post) => post.id === line.postId))
        dismiss(line.commandId);
    }
  });
}

function disarmIfChanged(
  moments: NonNullable<ReturnType<typeof useLive.getState>["desk"]>["moments"],
): void {
  const { armed } = useDesk.getState();
  if (!armed || armed.phase === "firing" || armed.phase === "stale") return;
  const moment = moments.find((each) => each.id === armed.momentId);
  if (!moment || moment.version === armed.momentVersion) return;
  useDesk.setState({
    armed: laidDown(armed),
    notice: {
      kind: "changed",
      from: armed.momentVersion,
      to: moment.version,
      before: armed.momentHeadline,
      after: moment.headline,
    },
  });
}
