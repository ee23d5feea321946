/** Hands on what has just become known, once a state. What came while the desk was cut off comes in one piece, said to be so. */
import { useLive } from "../live/store.ts";
import { type News, newsBetween } from "./news.ts";

/** Listens until the returned function is called. What was there from the start is no news. */
export function hearNews(hear: (news: News) => void): () => void {
  let last = useLive.getState().desk;
  let cut = false;
  return useLive.subscribe(({ desk, me, connection }) => {
    if (!desk || !me) return;
    if (connection.status !== "live") {
      cut = last !== null;
      return;
    }
    const before = last;
    const caughtUp = cut;
    last = desk;
    cut = false;
    if (!before || before === desk) return;
    const news = newsBetween(before, desk, me.id);
    if (news.arrived.length + news.untrue.length + news.published > 0) hear({ ...news, caughtUp });
  });
}
