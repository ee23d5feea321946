/** Calls a person back to the desk: by a sound, by the tab’s title, by a notification. None of them says what the desk does not show. */
import { useEffect } from "react";
import type { Locale } from "#shared/locales.ts";
import type { Moment } from "#shared/moments.ts";
import { serverNow, useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { recallAttention, useAttention } from "./attention.ts";
import { useDesk } from "./desk-store.ts";
import { createEar } from "./earcons.ts";
import { hearNews } from "./hear.ts";
import { biggestOf, isNews, type News } from "./news.ts";
import { notify } from "./notify.ts";
import { select } from "./selection.ts";
import { openSound, play } from "./sound.ts";
import { Tab } from "./tab.tsx";

/** A hidden page is told late, its timers are slowed down: what is a minute old is still worth coming back for. */
const notifyWithinMs = 90_000;

export function Caller() {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me?.id ?? null);

  useEffect(() => {
    if (me) recallAttention(me);
  }, [me]);
  useEffect(openOnPress, []);
  useEffect(() => {
    const ear = createEar();
    return hearNews((news) => {
      const { sound, volume } = useAttention.getState();
      const earcon = ear(news, serverNow());
      if (sound && earcon) play(earcon, volume);
    });
  }, []);
  useEffect(() => hearNews((news) => notifyOf(news, say, locale)), [say, locale]);
  return <Tab />;
}

/** A page that was just loaded may not sound before a press, whatever was chosen the last time. */
function openOnPress(): () => void {
  const open = (): void => {
    if (useAttention.getState().sound) openSound().catch(reportError);
  };
  window.addEventListener("pointerdown", open, { capture: true });
  window.addEventListener("keydown", open, { capture: true });
  return () => {
    window.removeEventListener("pointerdown", open, { capture: true });
    window.removeEventListener("keydown", open, { capture: true });
  };
}

/** What is public and wrong; else the biggest moment. Only to whoever does not see the desk, and asked for it. */
function notifyOf(news: News, say: Say, locale: Locale): void {
  if (!document.hidden || !useAttention.getState().notify) return;
  const [wrong] = news.untrue;
  const fresh = news.arrived.filter((each) => isNews(each, serverNow(), notifyWithinMs));
  const moment = wrong ?? biggestOf(fresh);
  if (!moment) return;
  notify({
    title: moment.headline[locale],
    body: say(wrong ? "called.untrue" : "called.big"),
    tag: `${moment.id} ${moment.version}`,
    onPress: () => show(moment),
  });
}

/** A press on it goes to the moment, unless something is armed: that is not laid down by the way. */
function show({ id }: Moment): void {
  if (useDesk.getState().armed) return;
  select(id);
  useDesk.setState({ pane: "moment" });
}
