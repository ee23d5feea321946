import { useEffect, useState } from "react";
import type { Locale } from "#shared/locales.ts";
import { askedOf } from "../live/in-doubt.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { createTeller, type Told } from "./announce.ts";
import { hearNews } from "./hear.ts";
import type { News } from "./news.ts";

const lookEveryMs = 500;

/** Says to screen readers what came: seldom and politely what arrived, at once what is big or public and wrong. */
export function Announcer() {
  const say = useSay();
  const locale = useLocale();
  const [polite, setPolite] = useState("");
  const [urgent, setUrgent] = useState("");

  useEffect(() => {
    const tell = createTeller(performance.now());
    const hear = (news: News | null): void => {
      const told = tell(news, performance.now());
      if (told.polite) setPolite(say("moments.arrived", told.polite));
      if (told.urgent) setUrgent(urgentWords(say, told.urgent, locale));
    };
    const stop = hearNews(hear);
    const timer = setInterval(() => hear(null), lookEveryMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [say, locale]);

  return (
    <>
      <output className="unseen" data-told="polite">
        {polite}
      </output>
      <div className="unseen" aria-live="assertive" aria-atomic="true" data-told="urgent">
        {urgent}
      </div>
      <Asked />
    </>
  );
}

function urgentWords(
  say: Say,
  { kind, moment, others }: NonNullable<Told["urgent"]>,
  locale: Locale,
): string {
  return say(`told.${kind}`, { headline: moment.headline[locale], others });
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
