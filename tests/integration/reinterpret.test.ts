import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyCampaign } from "#server/campaigns/store.ts";
import { readHere } from "#server/feeds/read-here.ts";
import { reinterpret } from "#server/feeds/reinterpret.ts";
import { competitor, line, medals, odfMessage } from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds();
});
afterAll(() => feeds?.close());

test("a stored day is read again with the code there is: what would differ is told, and nothing is changed", async () => {
  const ana = competitor("7001", "LCA", "Ana", "FERROL");
  const result = (version: number, mark: string) =>
    odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version, content: line("1", mark, ana) });
  await feeds.take(result(1, "10.80"));
  await feeds.take(result(2, "10.72"));
  await feeds.take(result(1, "10.80"));
  const gold = odfMessage({
    type: "DT_MEDALLISTS",
    status: "OFFICIAL",
    version: 1,
    content: medals(ana),
  });
  await feeds.take(gold, { source: "odf2" });
  const [{ campaignId } = { campaignId: "" }] = await feeds.moments();
  const again = () => reinterpret({ db: feeds.db, read: readHere, campaignId, copyCampaign });
  expect(await again()).toEqual({ messages: 4, unreadable: [], differences: [] });

  // As an older version of the code had told them.
  const rows = feeds.db.updateTable("moments").where("campaignId", "=", campaignId);
  await rows.set({ headline: JSON.stringify({ fr: "Avant", en: "Before" }) }).execute();
  await rows.set({ key: "medal:of-old" }).where("kind", "=", "medal").execute();
  const before = await feeds.moments();
  const { differences } = await again();
  expect(differences.map(({ key, before: was, after }) => [key, was?.en, after?.en])).toEqual([
    [
      "medal:TEST24/ATHW100M--------------:7001",
      undefined,
      "Gold for Ana Ferrol (LCA), women’s 100\u00a0m",
    ],
    ["medal:of-old", "Before", undefined],
    [
      "result:TEST24/ATHW100M--------------FNL-000100--",
      "Before",
      "Women’s 100\u00a0m, final: Ana Ferrol (LCA) 10.72",
    ],
  ]);
  expect(await feeds.moments()).toEqual(before);
  const { rows: campaigns } = await sql`SELECT FROM campaigns`.execute(feeds.db);
  expect(campaigns).toHaveLength(1);
});

test("what was taken in then and is refused now is named, with the reason", async () => {
  await feeds.restart();
  await feeds.take(odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version: 1 }));
  const [{ campaignId } = { campaignId: "" }] = await feeds.moments();
  await feeds.db
    .updateTable("messages")
    .set({ body: Buffer.from("<OdfBody") })
    .where("campaignId", "=", campaignId)
    .execute();
  const { unreadable, differences } = await reinterpret({
    db: feeds.db,
    read: readHere,
    campaignId,
    copyCampaign,
  });
  expect(unreadable).toMatchObject([{ problem: expect.stringContaining("not well-formed XML") }]);
  expect(differences.every(({ after }) => after === null)).toBe(true);
});
