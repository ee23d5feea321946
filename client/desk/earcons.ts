/** Which sound says what, and when it may. Pure; instants are epoch ms. */
import { isNews, type News } from "./news.ts";

export const earcons = ["medal", "emotion", "alarm", "receipt"] as const;
export type Earcon = (typeof earcons)[number];

/** One tone: how high, when it starts and how long it lasts (milliseconds), how loud (1 is all there is). */
export type Note = {
  hz: number;
  fromMs: number;
  forMs: number;
  level: number;
  shape: "sine" | "triangle";
};

const tone = (hz: number, fromMs: number, forMs: number, level: number): Note => ({
  hz,
  fromMs,
  forMs,
  level,
  shape: "sine",
});

/** A medal rises, an emotion leans on one chord, an alarm knocks three times, a receipt is a click. */
export const notesOf: Record<Earcon, readonly Note[]> = {
  medal: [tone(659, 0, 140, 0.16), tone(988, 110, 270, 0.16)],
  emotion: [tone(392, 0, 360, 0.1), tone(494, 40, 340, 0.08)],
  alarm: [0, 130, 260].map((fromMs) => ({ ...tone(440, fromMs, 100, 0.2), shape: "triangle" })),
  receipt: [tone(1320, 0, 30, 0.12)],
};

const spanMs = 3000;
const freshMs = 5000;
/** What comes while an alarm sounds is told by that alarm. */
const alarmMs = 400;

/**
 * Chooses the one sound for what came, or none: of medals and emotions one in three seconds, and none for what is old
 * or came while the desk was cut off; receipts likewise, among themselves. An alarm always sounds.
 */
export function createEar(): (news: News, now: number) => Earcon | null {
  const soundedAt = { news: -Infinity, receipt: -Infinity, alarm: -Infinity };
  const may = (lane: keyof typeof soundedAt, now: number, forMs: number): boolean => {
    // The clock may be put back: a sound ahead of it keeps nothing quiet.
    if (Math.abs(now - soundedAt[lane]) < forMs) return false;
    soundedAt[lane] = now;
    return true;
  };
  return (news, now) => {
    if (news.untrue.length > 0) return may("alarm", now, alarmMs) ? "alarm" : null;
    if (news.caughtUp) return null;
    const kinds = news.arrived.flatMap((each) => (isNews(each, now, freshMs) ? each.kind : []));
    const kind = (["medal", "emotion"] as const).find((each) => kinds.includes(each));
    if (kind && may("news", now, spanMs)) return kind;
    return news.published > 0 && may("receipt", now, spanMs) ? "receipt" : null;
  };
}
