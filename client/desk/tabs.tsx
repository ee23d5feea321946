import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { useDesk } from "./desk-store.ts";
import styles from "./tabs.module.css";

/** A narrow screen's way between the feed and the rail. */
export function Tabs() {
  const say = useSay();
  const pane = useDesk((desk) => desk.pane);
  const moving = useLive(
    (live) =>
      live.desk?.deliveries.filter(
        ({ state }) => !["confirmed", "rejected", "cancelled", "draft", "approved"].includes(state),
      ).length ?? 0,
  );
  return (
    <nav className={styles.tabs}>
      <button
        type="button"
        aria-current={pane !== "rail"}
        onClick={() => useDesk.setState({ pane: "moments" })}
      >
        {say("tab.moments")}
      </button>
      <button
        type="button"
        aria-current={pane === "rail"}
        onClick={() => useDesk.setState({ pane: "rail" })}
      >
        {say("tab.rail")}
        {moving > 0 && <b>{moving}</b>}
      </button>
    </nav>
  );
}
