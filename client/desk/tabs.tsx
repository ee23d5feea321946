import { Link, useLocation } from "wouter";
import type { Snapshot } from "#shared/changes.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { useDesk } from "./desk-store.ts";
import { isTimed } from "./planned.ts";
import styles from "./tabs.module.css";

/** A narrow screen's way between the feed and the rail. */
export function Tabs() {
  const say = useSay();
  const pane = useDesk((desk) => desk.pane);
  const moving = useLive(({ desk }) => (desk ? movingOn(desk) : 0));
  const [path, go] = useLocation();
  const over = { "/rundown": "rundown", "/queue": "queue" }[path];
  const here = over ?? (pane === "rail" ? "rail" : "moments");
  const show = (next: "moments" | "rail"): void => {
    useDesk.setState({ pane: next });
    if (over) go("/");
  };
  return (
    <nav className={styles.tabs}>
      <button type="button" aria-current={here === "moments"} onClick={() => show("moments")}>
        {say("tab.moments")}
      </button>
      <button type="button" aria-current={here === "rail"} onClick={() => show("rail")}>
        {say("tab.rail")}
        {moving > 0 && <b>{moving}</b>}
      </button>
      <Link href="/rundown" aria-current={here === "rundown" ? "page" : false}>
        {say("rundown.title")}
      </Link>
      <Link href="/queue" aria-current={here === "queue" ? "page" : false}>
        {say("queue.title")}
      </Link>
    </nav>
  );
}

const settledStates = ["confirmed", "rejected", "cancelled", "approved"];

/** What is on its way or waits for a person; not what waits for its time. */
function movingOn(desk: Snapshot): number {
  return desk.deliveries.filter((each) => !settledStates.includes(each.state) && !isTimed(each))
    .length;
}
