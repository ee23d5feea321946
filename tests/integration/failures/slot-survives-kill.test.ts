/** What breaks: the process that sends, over a slot's time. FAILURES.md §5, rows 1 to 3 for what is planned. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { leftOf, plan, slotOf, statesOf } from "../../harness/slots.ts";
import { setStage, type Stage } from "../../harness/stage.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

/** Three accounts, one with a text of its own. */
const row = {
  "text fr": "Le créneau survit",
  "text en": "The slot survives",
  "text fr @soiree_iles": "Le créneau survit aussi",
  accounts: "soiree.fr soiree_iles evening.en",
};
const provable = {
  "text fr": "Le créneau survit",
  "text en": "The slot survives",
  accounts: "soiree.fr evening.en",
};

/**
 * Waits until all of it is public, and holds that it left once per delivery, never early, within its shelf life, and at
 * most so late after its instant; or after `readyAt`, on a machine so busy that who sends it is back only then.
 */
async function expectLeftOnce(
  { screen, network }: Stage,
  ids: string[],
  mostLateMs: number,
  readyAt = 0,
): Promise<void> {
  await screen.until(
    "all are public",
    ({ state }) => state !== null && statesOf(screen, ids).every((each) => each === "confirmed"),
    45_000,
  );
  for (const { externalId, posts, lateMs } of await leftOf(screen, network, ids)) {
    const { deliveries, startAt, notAfter } = slotOf(screen, externalId);
    expect(posts.map(({ id }) => id).toSorted()).toEqual(
      deliveries.map(({ remoteId }) => remoteId ?? "").toSorted(),
    );
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateMs)).toBeLessThan(Date.parse(notAfter) - Date.parse(startAt));
    const waitedMs = Math.max(0, readyAt - Date.parse(startAt));
    expect(Math.max(...lateMs)).toBeLessThan(mostLateMs + waitedMs);
  }
}

describe.each(backends)("a worker killed with the queue on %s", (backend) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew(backend);
  });
  afterEach(() => expectTruth(crew));
  afterAll(() => crew?.close());

  test("before its slot's time: the next worker sends it once, on time", async () => {
    const first = await crew.worker();
    const ids = await plan(crew, 10_000, [row]);
    await first.kill9();
    const second = await crew.worker();
    await expectLeftOnce(crew, ids, 5000, Date.now());
    await second.stop();
  });

  test("once it had claimed: the next worker sends it once, and late only as long as the lease was held", async () => {
    const dying = await crew.worker({ REBOND_CRASH_AT: "afterClaim" });
    const ids = await plan(crew, 3000, [row]);
    await dying.gone();
    const second = await crew.worker();
    await expectLeftOnce(crew, ids, 20_000);
    await second.stop();
  });

  test("at its slot's time, with another worker alive: it leaves once", async () => {
    const dying = await crew.worker({ REBOND_CRASH_AT: "afterGate" });
    // Where absence can be proven: what X was not asked to take before the kill, nobody sends again.
    const ids = await plan(crew, 4000, [provable]);
    const other = await crew.worker();
    await expectLeftOnce(crew, ids, 20_000);
    await dying.stop();
    await other.stop();
  });
});

test.each(backends)(
  "a whole desk killed before its slot's time, with the queue on %s: started again, it sends it once, on time",
  async (backend) => {
    const stage = await setStage(backend);
    const ids = await plan(stage, 10_000, [row]);
    await stage.desk.kill9();
    await stage.desk.restart();
    await expectLeftOnce(stage, ids, 5000, Date.now());
    await expectTruth(stage);
    await stage.close();
  },
);
