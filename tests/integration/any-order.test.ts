import { afterAll, beforeAll, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { competitor, line, odfMessage, records } from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf } from "../harness/random.ts";

const [sets, ordersEach] = [50, 10];
const seed = seedOf();
const random = createRandom(seed);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds();
});
afterAll(() => feeds?.close());

type Message = { source: string; body: string };
const people = ["LCA", "DMA", "USA", "KEN", "LCA"].map((organisation, at) =>
  competitor(`70${at}`, organisation, "Ana", `FERROL${"ABCDE"[at]}`),
);
const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

/** What the winner may have broken. */
const falls = [
  "",
  '<RecordIndicators><RecordIndicator RecordType="WR" Order="1"/></RecordIndicators>',
];

/** Every version of the documents of one event: rankings, protests, medals, records before, all taken back. */
function story(event: string): Message[] {
  const code = `ATHW${event}`.padEnd(22, "-");
  const common = { event: `Women's ${event}`, version: 0 };
  const result = (version: number): string =>
    odfMessage({
      ...common,
      type: "DT_RESULT",
      code: `${code}FNL-000100--`,
      version,
      time: `21${String(version).padStart(2, "0")}00000`,
      status: pick(["UNOFFICIAL", "OFFICIAL", "OFFICIAL", "PROTESTED"]),
      content: shuffled(people)
        .slice(0, 3)
        .map((who, at) => line(String(at + 1), `10.${70 + at}`, who, at === 0 ? pick(falls) : ""))
        .join(""),
    });
  const medallists = (version: number): string => {
    const body = odfMessage({
      ...common,
      type: "DT_MEDALLISTS",
      code: `${code}------------`,
      version,
      time: `22${String(version).padStart(2, "0")}00000`,
      status: pick(["UNOFFICIAL", "OFFICIAL"]),
      content: shuffled(people)
        .slice(0, 3)
        .map((who, at) => `<Medal Code="ME_${["GOLD", "SILVER", "BRONZE"][at]}">${who}</Medal>`)
        .join(""),
    });
    return below(8) === 0 ? body.replace(/<Competition>[^]*<\/Competition>/, "") : body;
  };
  const history = (version: number): string =>
    odfMessage({
      ...common,
      type: "DT_RECORD",
      status: "",
      code,
      version,
      time: `23${String(version).padStart(2, "0")}00000`,
      content: records(
        code,
        ...people.slice(below(3)).map((who) => ({
          type: "WR",
          mark: `10.${69 + below(8)}`,
          date: "2021-08-01",
          who,
        })),
      ),
    });
  const versions = (make: (version: number) => string) =>
    Array.from({ length: 1 + below(4) }, (_, at) => make(at + 1));
  return [...versions(result), ...versions(medallists), ...versions(history)].map((body) => ({
    source: "odf",
    body,
  }));
}

type Seen = Pick<Moment, "headline" | "participants" | "salience" | "facts"> & { standing: string };

/** What an editor would see of each moment that stands; that it was corrected on the way is the way's. */
function seen(moments: readonly Moment[]): Record<string, Seen> {
  const shown = moments
    // What is over when it is told is not told: who led, and that it began, depend on when they were heard of.
    .filter(({ kind, status }) => kind !== "lead" && kind !== "start" && status !== "withdrawn")
    .map(({ kind, status, headline, participants, facts, salience }): [string, Seen] => [
      `${kind} ${facts.eventCode} ${participants[0]?.code}`,
      {
        standing: status === "corrected" ? "confirmed" : status,
        headline,
        participants,
        salience,
        facts,
      },
    ]);
  return Object.fromEntries(shown.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `together`: how many may come at the same instant, and share a transaction. */
async function tell(
  messages: readonly Message[],
  together: () => number = () => 1,
): Promise<Record<string, Seen>> {
  await feeds.restart();
  const left = [...messages];
  while (left.length > 0) {
    const some = left.splice(0, together());
    const answers = await Promise.all(some.map(({ source, body }) => feeds.take(body, { source })));
    expect(answers.map(({ status }) => status)).toEqual(some.map(() => 202));
  }
  return seen(await feeds.moments());
}

test(`in any order, doubled, delayed and at once, a set of messages ends in the same moments (${sets * ordersEach} runs, seed ${seed})`, async () => {
  let differing = 0;
  for (let set = 0; set < sets; set += 1) {
    const messages = [...story("100M"), ...story("200M")];
    const told = await tell(messages);
    if (Object.keys(told).length > 2) differing += 1;
    for (let order = 0; order < ordersEach; order += 1) {
      const doubled = messages.filter(() => below(3) === 0);
      const again = await tell(shuffled([...messages, ...doubled]), () => 1 + below(8));
      expect(again, `seed ${seed}, set ${set}`).toEqual(told);
    }
  }
  // The sets say something: a test of nothing would pass too.
  expect(differing).toBeGreaterThan(sets / 2);
}, 900_000);
