import { useEffect, useRef, useState } from "react";
import type { Moment } from "#shared/moments.ts";
import { askedOf } from "../live/in-doubt.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";

const atMostEveryMs = 5000;

/** Says to screen readers what arrived: one polite sentence at most every five seconds, whatever the feed does. */
export function Announcer() {
  const say = useSay();
  const [words, setWords] = useState("");
  const newest = useRef<string | null>(null);

  useEffect(() => {
    newest.current ??= useLive.getState().desk?.moments[0]?.id ?? "";
    const timer = setInterval(() => {
      const arrived = since(useLive.getState().desk?.moments ?? [], newest.current ?? "");
      if (arrived.length === 0) return;
      newest.current = arrived[0]!.id;
      const medals = arrived.filter(({ kind }) => kind === "medal").length;
      setWords(say("moments.arrived", { count: arrived.length, medals }));
    }, atMostEveryMs);
    return () => clearInterval(timer);
  }, [say]);

  return (
    <>
      <output className="unseen">{words}</output>
      <Asked />
    </>
  );
}

/** A person is asked: said once for each that joins, not again when one is answered. */
function Asked() {
  const say = useSay();
  const count = useLive(({ desk }) => (desk ? askedOf(desk.deliveries).length : 0));
  const [said, setSaid] = useState({ count: 0, words: "" });
  if (count !== said.count)
    setSaid({
      count,
      words: count > said.count ? say("doubt.announced", { count }) : count === 0 ? "" : said.words,
    });
  return <output className="unseen">{said.words}</output>;
}

function since(moments: readonly Moment[], id: string): Moment[] {
  return moments.filter((moment) => moment.id > id);
}
