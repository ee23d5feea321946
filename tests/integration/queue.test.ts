import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "#server/db/changes.ts";
import { type Connected, connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { connectQueue, type Queue } from "#server/queue/connect.ts";
import { createSealer } from "#server/sealed.ts";
import { seed } from "#server/rehearsal/seed.ts";
import { createTiming } from "#server/timing.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { backends, openBackend } from "../harness/backends.ts";
import { freshDatabase, quiet } from "../harness/postgres.ts";

const log = { ...quiet, error: () => undefined };
const timing = createTiming(0.1);

describe.each(backends)("on %s", (backend) => {
  let record: Connected;
  let queue: Queue;
  let campaignId: string;
  const heard: string[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  let onHeard = (): void => undefined;

  beforeAll(async () => {
    const { redisUrl, stop } = await openBackend(backend);
    const database = await freshDatabase();
    await migrate(database.url, log);
    record = connect(database.url, log);
    await seed({
      db: record.db,
      sealer: createSealer(Buffer.alloc(32, 1)),
      rehearsalToken: undefined,
      playing: false,
    });
    campaignId = (await record.db.selectFrom("campaigns").select("id").executeTakeFirstOrThrow())
      .id;
    queue = connectQueue({ ...record, redisUrl, log, timing });
    queue.work(async ({ deliveryId }) => {
      heard.push(deliveryId);
      onHeard();
    });
    closing.push(
      () => queue.close(),
      () => record.close(),
      () => database.drop(),
      stop,
    );
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  function wasHeard(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the job ${id} did not run`)), 15_000);
      onHeard = () => {
        if (!heard.includes(id)) return;
        clearTimeout(late);
        resolve();
      };
      onHeard();
    });
  }

  const add = (id: string, fail: boolean) =>
    record.db.transaction().execute(async (tx) => {
      await queue.add(tx, campaignId, [
        { deliveryId: id as DeliveryId, rev: 1, wakeAt: new Date() },
      ]);
      await append(tx, campaignId, []);
      if (fail) throw new Error("changed our mind");
    });

  test("a job added in a transaction that rolls back never runs; one that commits does", async () => {
    const [abandoned, kept] = [randomUUID(), randomUUID()];
    await expect(add(abandoned, true)).rejects.toThrow("changed our mind");
    await add(kept, false);
    await wasHeard(kept);
    // Jobs run in the order they were added: had the first one existed, it would have run by now.
    expect(heard).not.toContain(abandoned);
  });

  test("the same delivery added twice at one revision runs once", async () => {
    const [id, after] = [randomUUID(), randomUUID()];
    await add(id, false);
    await wasHeard(id);
    await add(id, false);
    await add(after, false);
    await wasHeard(after);
    expect(heard.filter((each) => each === id)).toEqual([id]);
  });
});
