/** What calls a person back: which sound, which sentence, and how seldom. */
import { expect, test } from "vitest";
import { createTeller } from "#client/desk/announce.ts";
import { asAttention, calm } from "#client/desk/attention.ts";
import { createEar, type Earcon, earcons, notesOf } from "#client/desk/earcons.ts";
import { biggestOf, type News, newsBetween } from "#client/desk/news.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { gold } from "../fixtures/gold.ts";
import { createRandom } from "../harness/random.ts";

const now = Date.parse("2026-07-24T18:00:00Z");
let made = 0;

/** A moment raised `agoMs` ago. */
function raised(agoMs: number, changes: Partial<Moment> = {}): Moment {
  made += 1;
  const id = `01970000-0000-7000-8000-${String(made).padStart(12, "0")}` as Moment["id"];
  return { ...gold(), id, raisedAt: new Date(now - agoMs).toISOString(), ...changes };
}
const scored = (score: number) => ({ salience: { score, reasons: [] } });
const news = (arrived: Moment[], more: Partial<News> = {}): News => ({
  arrived,
  untrue: [],
  published: 0,
  caughtUp: false,
  ...more,
});
const emotion = (): Moment => raised(0, { kind: "emotion" });

test("every sound is over within 0.4 seconds, and quiet", () => {
  expect(earcons.length).toBe(4);
  for (const earcon of earcons) {
    const notes = notesOf[earcon];
    expect(notes.length).toBeGreaterThan(0);
    expect(Math.max(...notes.map(({ fromMs, forMs }) => fromMs + forMs))).toBeLessThanOrEqual(400);
    // Whatever sounds together is at a third of full scale at most.
    const together = notes.map((one) =>
      notes
        .filter(({ fromMs, forMs }) => fromMs <= one.fromMs && one.fromMs < fromMs + forMs)
        .reduce((sum, { level }) => sum + level, 0),
    );
    expect(Math.max(...together)).toBeLessThanOrEqual(0.33);
  }
});

test("a medal sounds before an emotion, and a moment nobody has to handle does not sound", () => {
  expect(createEar()(news([emotion(), raised(0)]), now)).toBe("medal");
  expect(createEar()(news([emotion()]), now)).toBe("emotion");
  expect(createEar()(news([raised(0, { kind: "start" })]), now)).toBeNull();
  expect(createEar()(news([raised(0, scored(5))]), now)).toBeNull();
  expect(createEar()(news([raised(0, { status: "withdrawn" })]), now)).toBeNull();
});

test("at a hundred moments a second for a minute, no two sounds are less than three seconds apart", () => {
  const random = createRandom(7);
  const ear = createEar();
  const at: number[] = [];
  for (let ms = 0; ms < 60_000; ms += 10) {
    const kind = random() < 0.3 ? "medal" : "emotion";
    const raisedAt = new Date(now + ms).toISOString();
    if (ear(news([raised(0, { kind, raisedAt })]), now + ms)) at.push(ms);
  }
  expect(at.length).toBe(20);
  const apart = at.slice(1).map((ms, index) => ms - at[index]!);
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(3000);
});

test("nothing sounds for what is old, or came late, or came while the desk was cut off", () => {
  const silent: News[] = [
    news([raised(6000)]),
    news([raised(0, { late: true })]),
    news([raised(0), emotion()], { caughtUp: true }),
    news([], { published: 3, caughtUp: true }),
  ];
  for (const each of silent) expect(createEar()(each, now)).toBeNull();
});

test("the alarm sounds whatever sounded before, after an absence too, and once for what comes while it sounds", () => {
  const ear = createEar();
  const wrong = news([], { untrue: [raised(60_000)] });
  expect(ear(news([raised(0)]), now)).toBe("medal");
  const heard: (Earcon | null)[] = [10, 200, 500, 950].map((ms) => ear(wrong, now + ms));
  expect(heard).toEqual(["alarm", null, "alarm", "alarm"]);
  expect(createEar()({ ...wrong, caughtUp: true }, now)).toBe("alarm");
});

test("one's own post clicks once at its first receipt, a colleague's does not", () => {
  const posts = [
    { id: "p1", firedBy: "me", momentId: null },
    { id: "p2", firedBy: "sana", momentId: null },
  ];
  const state = (...states: string[]): Snapshot =>
    ({
      moments: [],
      posts,
      deliveries: ["p1", "p1", "p2"].map((postId, at) => ({ postId, state: states[at] })),
    }) as unknown as Snapshot;
  const sent = state("sending", "sending", "sending");
  const publishedBy = (before: Snapshot, after: Snapshot) =>
    newsBetween(before, after, "me").published;
  expect(publishedBy(sent, state("sending", "sending", "confirmed"))).toBe(0);
  const first = state("confirmed", "sending", "sending");
  expect(publishedBy(sent, first)).toBe(1);
  expect(publishedBy(first, state("confirmed", "confirmed", "confirmed"))).toBe(0);
  const ear = createEar();
  expect(ear(news([], { published: 1 }), now)).toBe("receipt");
  expect(ear(news([raised(0)], { published: 1 }), now + 100)).toBe("medal");
});

test("a moment is news once: when it comes, not when it is corrected", () => {
  const [first, second] = [raised(0), raised(0)];
  const state = (...moments: Moment[]): Snapshot =>
    ({ moments, posts: [], deliveries: [] }) as unknown as Snapshot;
  const comes = newsBetween(state(first), state(second, first), "me");
  expect(comes.arrived.map(({ id }) => id)).toEqual([second.id]);
  const corrected = { ...first, version: 2 };
  expect(newsBetween(state(second, first), state(second, corrected), "me").arrived).toEqual([]);
});

test("at a hundred moments a second a screen reader hears one polite sentence in five seconds, and none is left out", () => {
  const random = createRandom(11);
  const tell = createTeller(0);
  const polite: { ms: number; count: number; medals: number }[] = [];
  let medals = 0;
  for (let ms = 0; ms < 60_000; ms += 10) {
    const kind = random() < 0.1 ? "medal" : "result";
    if (kind === "medal") medals += 1;
    const told = tell(news([raised(0, { kind, ...scored(random() * 100) })]), ms);
    if (told.polite) polite.push({ ms, ...told.polite });
  }
  const last = tell(null, 65_000).polite;
  expect(polite.length).toBe(11);
  const apart = polite.slice(1).map(({ ms }, index) => ms - polite[index]!.ms);
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(5000);
  const all = [...polite, last!];
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(6000);
  expect(all.reduce((sum, each) => sum + each.medals, 0)).toBe(medals);
});

test("the biggest moments are said at once, the strongest by name, then one sentence in five seconds", () => {
  const tell = createTeller(0);
  const [big, bigger] = [raised(0, scored(70)), raised(0, scored(90))];
  expect(tell(news([raised(0, scored(59))]), 10).urgent).toBeNull();
  expect(tell(news([big, bigger]), 20).urgent).toMatchObject({ kind: "big", others: 1 });
  expect(tell(news([big]), 30).urgent).toBeNull();
  expect(tell(news([bigger]), 40).urgent).toBeNull();
  expect(tell(null, 5020).urgent).toEqual({ kind: "big", moment: bigger, others: 1 });
  expect(tell(null, 20_000).urgent).toBeNull();
  expect(biggestOf([big, bigger])).toBe(bigger);
});

test("a correction of what is public is said at once, whatever was said before, after an absence too", () => {
  const tell = createTeller(0);
  const wrong = raised(60_000, { version: 2 });
  expect(tell(news([raised(0, scored(90))]), 10).urgent).toMatchObject({ kind: "big" });
  const expected = { kind: "untrue", moment: wrong, others: 0 };
  expect(tell(news([], { untrue: [wrong] }), 20).urgent).toEqual(expected);
  const after = news([raised(0, scored(90))], { untrue: [wrong], caughtUp: true });
  expect(tell(after, 30).urgent).toEqual(expected);
  expect(tell(null, 20_000).urgent).toBeNull();
});

test("what was kept in the browser counts as far as it makes sense; nothing is on that nobody asked for", () => {
  expect(asAttention({})).toEqual(calm);
  expect(calm).toMatchObject({ sound: false, notify: false });
  const chosen = { sound: true, volume: 0.2, notify: true, undoTimes: 4 };
  expect(asAttention(chosen)).toEqual(chosen);
  for (const odd of [null, 7, "on", { sound: "yes", volume: 12, notify: 1, undoTimes: 0.5 }])
    expect(asAttention(odd)).toEqual(calm);
});
