/** What breaks: the gate waits for a lock longer than its lease. */
import { expect, test } from "vitest";
import { withClient } from "#server/db/cluster.ts";
import { deliveriesOf, fireMarked, matched, publishedOf, untilAre } from "../../harness/marked.ts";
import { openCrew } from "../../harness/workers.ts";

test("a gate that waited for a lock until its lease was over lets nothing leave that is not on record", async () => {
  const crew = await openCrew("postgres");
  try {
    const fired = await fireMarked(crew, { on: [matched[0]!] });
    await untilAre(crew.screen, fired, ["scheduled"]);
    const accountId = deliveriesOf(crew.screen, fired)[0]!.account.id;
    await withClient(crew.desk.databaseUrl, async (client) => {
      await client.query("BEGIN");
      await client.query("SELECT 1 FROM paces WHERE account_id = $1 FOR UPDATE", [accountId]);
      await crew.worker();
      await untilAre(crew.screen, fired, ["claimed"]);
      // Longer than the lease, which is 0.8 s here; the gate holds the delivery and waits for us.
      await client.query("SELECT pg_sleep(2.5)");
      await client.query("COMMIT");
    });
    await untilAre(crew.screen, fired, ["confirmed", "missed", "needsHuman"]);
    const intents = await crew.record.db
      .selectFrom("attempts")
      .select("attempt")
      .where("deliveryId", "in", fired.ids)
      .where("step", "=", "intent")
      .execute();
    expect((await publishedOf(crew, fired)).length).toBe(1);
    expect(intents.length).toBe(1);
  } finally {
    await crew.close();
  }
});
