import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "#server/clock.ts";
import { replay } from "#server/feeds/replay.ts";
import { feedRoutes } from "#server/http/feed.ts";
import type { Moment } from "#shared/moments.ts";
import { competitor, line, medals, odfMessage } from "../fixtures/odf.ts";
import { chainMissing } from "../harness/chain.ts";
import { openFeeds } from "../harness/feeds.ts";
import type { Feeds } from "../harness/feeds.ts";

const alfred = competitor("7001", "LCA", "Julien", "ALFRED");
const richardson = competitor("7002", "USA", "Sha'Carri", "RICHARDSON");

let feeds: Feeds;
let server: Server;
let url = "";

beforeAll(async () => {
  feeds = await openFeeds();
  server = createServer(
    express().use(
      feedRoutes({ receive: feeds.receive, maxBytes: 1 << 20, count: () => undefined }),
    ),
  );
  url = await listening(server, 0);
});
beforeEach(() => feeds.restart());
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await feeds?.close();
});

async function listening(of: Server, port: number): Promise<string> {
  of.listen(port, "127.0.0.1");
  await once(of, "listening");
  return `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
}

async function accept(body: string, source = "odf"): Promise<void> {
  expect(await feeds.take(body, { source })).toMatchObject({ status: 202, outcome: "accepted" });
}

async function all(kind: Moment["kind"]): Promise<Moment[]> {
  return (await feeds.moments()).filter((moment) => moment.kind === kind);
}

test("a recording is played over signed HTTP and each answer is printed", async (context) => {
  if (chainMissing) context.skip(chainMissing);
  const path = new URL("../../../shared/data/odf-rewrapped/women-5000m", import.meta.url).pathname;
  const lines: string[] = [];
  const count = await replay({
    path,
    url,
    source: "odf",
    secret: feeds.secrets["odf"] ?? "",
    speed: 1e6,
    clock: systemClock,
    say: (each) => lines.push(each),
  });
  expect(count).toEqual({ sent: 12, accepted: 12, refused: 0, unanswered: 0 });
  expect(lines[9]).toContain('"superseded"');
  expect(await feeds.podium()).toEqual([
    "gold Beatrice Chebet",
    "silver Faith Kipyegon",
    "bronze Sifan Hassan",
  ]);
});

test("a replay started before its desk waits for it and loses nothing", async () => {
  const late = createServer(
    express().use(
      feedRoutes({ receive: feeds.receive, maxBytes: 1 << 20, count: () => undefined }),
    ),
  );
  const address = await listening(late, 0);
  await new Promise((resolve) => late.close(resolve));
  const path = new URL("../../server/rehearsal/evening/001.live-100m.xml", import.meta.url)
    .pathname;
  const playing = replay({
    path,
    url: address,
    source: "odf",
    secret: feeds.secrets["odf"] ?? "",
    speed: 1,
    clock: systemClock,
    say: () => undefined,
  });
  await listening(late, Number(new URL(address).port));
  expect(await playing).toMatchObject({ accepted: 1 });
  late.closeAllConnections();
  late.close();
});

test("who takes the lead is told, who merely keeps it is not", async () => {
  const live = (version: number, first: string, second: string) =>
    odfMessage({
      type: "DT_RESULT",
      status: "LIVE",
      version,
      content: line("1", "5.10", first) + line("2", "5.20", second),
    });
  await accept(live(1, alfred, richardson));
  await accept(live(2, alfred, richardson));
  expect(await all("lead")).toEqual([]);
  await accept(live(3, richardson, alfred));
  expect(await all("lead")).toMatchObject([
    { headline: { en: "Sha’Carri Richardson (USA) takes the lead, women’s 100\u00a0m, final" } },
  ]);
  expect(await all("start")).toHaveLength(1);
});

test("a close finish and a world record are explained in the score", async () => {
  const record = '<RecordIndicators><RecordIndicator Code="WR"/></RecordIndicators>';
  const content = line("1", "10.48", alfred, record) + line("2", "10.50", richardson);
  await accept(odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version: 1, content }));
  const [result] = await all("result");
  expect(result?.salience.reasons.map((each) => each.code)).toEqual([
    "recordWR",
    "final",
    "closeFinish",
  ]);
  expect(result?.salience.score).toBe(75);
  expect(await all("record")).toMatchObject([
    {
      facts: { record: "WR" },
      headline: { fr: "Record du monde\u00a0: Julien Alfred (LCA) 10,48 (100\u00a0m femmes)" },
    },
  ]);
});

test("times are the venue's, also past midnight and across the year's clocks", async () => {
  const at = async (competition: string, date: string, time: string) => {
    await accept(
      odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version: 1, competition, date, time }),
    );
    return (await feeds.moments())[0]?.occurredAt;
  };
  expect(await at("A", "2024-08-03", "235959000")).toBe("2024-08-03T21:59:59.000Z");
  expect(await at("B", "2024-08-04", "000243000")).toBe("2024-08-03T22:02:43.000Z");
  expect(await at("C", "2024-12-31", "003000500")).toBe("2024-12-30T23:30:00.500Z");
});

test("a delayed unit is told, moved again it is corrected, and other units in an older message still count", async () => {
  const schedule = (version: number, units: [string, string, string][]) => {
    const content = units.map(
      ([code, status, start]) =>
        `<Unit Code="${code}" PhaseType="3" ScheduleStatus="${status}" StartDate="${start}"><ItemName Value="Women's 100m Final"/></Unit>`,
    );
    return odfMessage({
      type: "DT_SCHEDULE_UPDATE",
      status: "",
      version,
      code: `ATH${"-".repeat(31)}`,
      content: content.join(""),
    }).replace(' ResultStatus=""', "");
  };
  const final = "ATHW100M--------------FNL-000100--";
  const semi = "ATHW100M--------------SFNL000100--";
  await accept(schedule(2, [[final, "DELAYED", "2024-08-03T21:20:00+02:00"]]));
  await accept(
    schedule(1, [
      [final, "DELAYED", "2024-08-03T21:10:00+02:00"],
      [semi, "CANCELLED", "2024-08-03T19:50:00+02:00"],
    ]),
  );
  await accept(schedule(3, [[final, "POSTPONED", "2024-08-03T21:40:00+02:00"]]));
  expect((await all("schedule")).map(({ headline, version }) => [version, headline.en])).toEqual([
    [1, "Cancelled: women’s 100\u00a0m, semi-final"],
    [2, "Postponed: women’s 100\u00a0m, final, now at 21:40"],
  ]);
  await accept(
    schedule(4, [
      [final, "RUNNING", "2024-08-03T21:40:00+02:00"],
      [`CER${"-".repeat(31)}`, "RUNNING", ""],
    ]).replace(/PhaseType="3"(?=[^>]*Start[^>]*"")/, 'PhaseType="0"'),
  );
  expect(await all("ceremony")).toHaveLength(1);
  await accept(odfMessage({ type: "DT_RESULT", status: "LIVE", version: 1 }));
  expect(await all("start")).toHaveLength(1);
});

test("a medal whose colour changes is corrected; two bronzes of one country are two moments", async () => {
  const third = competitor("7003", "USA", "Melissa", "JEFFERSON");
  const both = `<Medal Code="ME_BRONZE">${richardson}${third}</Medal>`;
  await accept(
    odfMessage({
      type: "DT_MEDALLISTS",
      status: "OFFICIAL",
      version: 1,
      content: `<Medal Code="ME_GOLD">${alfred}</Medal>${both}`,
    }),
  );
  expect(await feeds.podium()).toEqual([
    "gold Julien Alfred",
    "bronze Melissa Jefferson",
    "bronze Sha'Carri Richardson",
  ]);
  await accept(
    odfMessage({
      type: "DT_MEDALLISTS",
      status: "OFFICIAL",
      version: 2,
      content: medals(alfred, richardson, third),
    }),
  );
  const changed = (await feeds.changes()).filter((change) => change.type === "moment.corrected");
  expect(changed).toHaveLength(1);
  expect(await feeds.podium()).toEqual([
    "gold Julien Alfred",
    "silver Sha'Carri Richardson",
    "bronze Melissa Jefferson",
  ]);
});

test("a script tells a moment, changes it and takes it back", async () => {
  const event = (id: string, at: string, data: object, type = "rebond.moment") =>
    JSON.stringify({
      specversion: "1.0",
      id,
      source: "spotter/1",
      type,
      time: `2024-08-03T20:00:${at}Z`,
      data,
    });
  const tears = { key: "tears", kind: "emotion", headline: { fr: "Des larmes", en: "Tears" } };
  await accept(event("e1", "01", tears), "rebond");
  await accept(
    event("e2", "02", { ...tears, headline: { fr: "Des larmes de joie", en: "Tears of joy" } }),
    "rebond",
  );
  expect(await all("emotion")).toMatchObject([
    {
      version: 2,
      status: "corrected",
      headline: { en: "Tears of joy" },
      before: { headline: { en: "Tears" } },
    },
  ]);
  const again = event("e2", "09", { ...tears, headline: { fr: "Autre", en: "Other" } });
  expect(await feeds.take(again, { source: "rebond" })).toMatchObject({
    status: 202,
    outcome: "duplicate",
  });
  await accept(event("e3", "03", { key: "tears" }, "rebond.moment.withdrawn"), "rebond");
  expect(await all("emotion")).toMatchObject([{ version: 3, status: "withdrawn" }]);
});

test("versions of one document that arrive together end on the newest, once each", async () => {
  const versions = Array.from({ length: 24 }, (_, index) => {
    const swapped = index % 2 === 0 ? [alfred, richardson] : [richardson, alfred];
    return odfMessage({
      type: "DT_MEDALLISTS",
      status: "OFFICIAL",
      version: index + 1,
      content: medals(...swapped),
    });
  });
  const answers = await Promise.all(
    versions.toReversed().flatMap((body) => [feeds.take(body), feeds.take(body)]),
  );
  expect(answers.every((answer) => answer.status === 202)).toBe(true);
  expect(await feeds.podium()).toEqual(["gold Sha'Carri Richardson", "silver Julien Alfred"]);
  const seqs = (await feeds.changes()).map((change) => change.seq);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
});

test("a feed is seen to be alive by its last genuine message, not by a forged one", async () => {
  const last = async () =>
    (
      await feeds.db
        .selectFrom("feeds")
        .select("lastMessageAt")
        .where("name", "=", "odf")
        .executeTakeFirstOrThrow()
    ).lastMessageAt;
  await feeds.take(odfMessage({ type: "DT_RESULT", status: "LIVE", version: 1 }), {
    headers: { "webhook-signature": "v1,AAAA" },
  });
  expect(await last()).toBeNull();
  await accept(odfMessage({ type: "DT_RESULT", status: "LIVE", version: 1 }));
  expect(await last()).toBeInstanceOf(Date);
});
