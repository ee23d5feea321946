/** Listens to the desk for whoever looks elsewhere: sounds, the tab's title and mark, notifications. */
import { useEffect } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Person } from "#shared/campaigns.ts";
import type { Locale } from "#shared/locales.ts";
import { serverNow, useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { useAttention } from "./attention-choice.ts";
import {
  type Earcon,
  earconFor,
  type Heard,
  heardOf,
  isWorthCalling,
  toHandleSince,
} from "./attention.ts";
import { play } from "./earcons.ts";
import { select } from "./selection.ts";

/** An alarm is always heard. */
const atMostEveryMs = 3000;

export function AttentionWatch() {
  const say = useSay();
  const locale = useLocale();
  useEffect(() => watchSounds(), []);
  useEffect(() => watchAbsence(say, locale), [say, locale]);
  return null;
}

type Here = { desk: Snapshot; me: Person };

function here(): Here | null {
  const { desk, me, connection } = useLive.getState();
  return desk && me && connection.status === "live" ? { desk, me } : null;
}

function watchSounds(): () => void {
  const now = here();
  let heard: Heard | null = now && heardOf(now.desk, now.me);
  let playedAt = -atMostEveryMs;
  return useLive.subscribe((live, before) => {
    if (live.desk === before.desk && live.connection === before.connection) return;
    const { sounds, volume } = useAttention.getState();
    const now = here();
    // What comes while the desk catches up is no news: it is listened to from where it stands then.
    if (!now || !sounds) {
      heard = null;
      return;
    }
    const earcon = heard && earconFor(now.desk, now.me, heard, serverNow());
    heard = heardOf(now.desk, now.me);
    if (earcon && isDue(earcon, performance.now() - playedAt)) {
      playedAt = performance.now();
      play(earcon, volume);
    }
  });
}

function isDue(earcon: Earcon, sinceLastMs: number): boolean {
  return earcon === "alarm" || sinceLastMs >= atMostEveryMs;
}

/** While the page is hidden its tab counts what waits, and what is big calls, if that was asked for. */
function watchAbsence(say: Say, locale: Locale): () => void {
  let left = document.hidden ? newestNow() : null;
  let called = left;
  const mark = (): void => {
    const { desk } = useLive.getState();
    const waiting = desk && left !== null ? toHandleSince(desk, left) : [];
    show(say, desk, waiting.length);
    if (desk) called = callFor(say, locale, desk, called);
  };
  const turn = (): void => {
    left = document.hidden ? newestNow() : null;
    called = left;
    mark();
  };
  const stop = useLive.subscribe(({ desk }, before) => {
    if (desk !== before.desk && left !== null) mark();
  });
  document.addEventListener("visibilitychange", turn);
  return () => {
    stop();
    document.removeEventListener("visibilitychange", turn);
    show(say, null, 0);
  };
}

function newestNow(): string {
  return useLive.getState().desk?.moments[0]?.id ?? "";
}

function show(say: Say, desk: Snapshot | null, waiting: number): void {
  document.title =
    desk && document.hidden
      ? say("attention.tab", { count: waiting, mode: say(`mode.${desk.campaign.mode}`) })
      : "Rebond";
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const wanted = waiting > 0 ? "/rebond-asked.svg" : "/rebond.svg";
  if (icon && icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
}

/** Answers up to where it called. Each moment calls once, from whichever tab. */
function callFor(say: Say, locale: Locale, desk: Snapshot, from: string | null): string | null {
  const { notifications } = useAttention.getState();
  if (from === null || !notifications || !isAllowed()) return from;
  for (const moment of toHandleSince(desk, from).filter(isWorthCalling)) {
    const call = new Notification(moment.headline[locale], {
      tag: moment.id,
      body: say("attention.calls"),
    });
    call.addEventListener("click", () => {
      window.focus();
      select(moment.id);
      call.close();
    });
  }
  return desk.moments[0]?.id ?? from;
}

function isAllowed(): boolean {
  return typeof Notification !== "undefined" && Notification.permission === "granted";
}
