import { useState } from "react";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { askedOfMe } from "./awaiting.ts";

/** Says to screen readers that somebody's approval is asked for: once for each request that joins. */
export function ApprovalAnnouncer() {
  const say = useSay();
  const count = useLive(({ desk, me }) =>
    desk && me && may(me.role, "fire") ? askedOfMe(desk, me.id).length : 0,
  );
  const [said, setSaid] = useState({ count: 0, words: "" });
  if (count !== said.count)
    setSaid({ count, words: count > said.count ? say("awaiting.announced", { count }) : "" });
  return <output className="unseen">{said.words}</output>;
}
