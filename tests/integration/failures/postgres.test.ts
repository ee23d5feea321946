/** What breaks: the record itself. FAILURES.md §5, rows 14 to 16. Without it nothing may leave; with it again, what is not too late does. */
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { withClient } from "#server/db/cluster.ts";
import { backends } from "../../harness/backends.ts";
import { command } from "../../harness/desk.ts";
import { openFaultProxy, postgresTarget, throughProxy } from "../../harness/fault-proxy.ts";
import {
  fireMarked,
  type Marked,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { type OwnPostgres, startOwnPostgres } from "../../harness/own-postgres.ts";
import { leftOf, plan, slotOf, statesOf, untilTime } from "../../harness/slots.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

const all = [...proven, ...matched];
let postgres: OwnPostgres;
beforeAll(async () => {
  postgres = await startOwnPostgres();
});
afterAll(() => postgres?.remove());

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew(backend, { database: await postgres.database() });
  });
  afterEach(() => expectTruth(crew));
  afterAll(() => crew?.close());

  const query = <Row extends object>(text: string) =>
    withClient(crew.desk.databaseUrl, async (client) => (await client.query<Row>(text)).rows);
  const name = () => new URL(crew.desk.databaseUrl).pathname.slice(1);

  test("PostgreSQL stops over two slots' time: nothing leaves meanwhile and the desk says so; back again, one leaves late, and the one that is too late is a person's", async () => {
    const { desk, screen, network, cookie } = crew;
    const worker = await crew.worker();
    const ids = await plan(crew, 4000, [
      { "text fr": "Il peut attendre" },
      { "text fr": "Il ne peut pas attendre", late: "1 s" },
    ]);
    const { startAt } = slotOf(screen, ids[0]!);
    await untilTime(Date.parse(startAt) - 1500);
    await postgres.stop();
    await untilTime(Date.parse(startAt) + 1500);
    const { at, recordAt } = screen.presences.at(-1)!;
    expect(Date.parse(at) - Date.parse(recordAt)).toBeGreaterThan(1000);
    expect(await command(desk, cookie, "hold.place", {})).toMatchObject({ ok: false });
    expect((await network.posts()).filter(({ text }) => text.includes("attendre"))).toEqual([]);
    await postgres.start();
    await screen.until(
      "one left and the other is missed",
      ({ state }) => state !== null && statesOf(screen, ids).join() === "confirmed,missed",
      30_000,
    );
    expect((await leftOf(screen, network, ids)).map(({ posts }) => posts.length)).toEqual([1, 0]);
    expect(slotOf(screen, ids[1]!).deliveries[0]!.reason).toBe("expired");
    await worker.stop();
  });

  test("PostgreSQL is killed in the middle of a burst: what was answered is kept, and each post leaves once", async () => {
    const worker = await crew.worker();
    const fired = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        fireMarked(crew, { on: proven, undoMs: 400 + index * 300 }),
      ),
    );
    await untilAre(crew.screen, fired[0]!, ["sending", "confirmed"]);
    await postgres.kill9();
    await postgres.start();
    for (const each of fired) {
      await untilAre(crew.screen, each, ["confirmed"]);
      expect((await publishedOf(crew, each)).toSorted()).toEqual(proven.toSorted());
    }
    expect(process.kill(worker.pid, 0)).toBe(true);
    await worker.stop();
  });

  test("PostgreSQL is so slow for one worker that its leases run out: its gate is refused, and another sends each post once", async () => {
    const line = await openFaultProxy(postgresTarget(crew.desk.databaseUrl));
    onTestFinished(() => line.stop());
    const slow = await crew.worker({ DATABASE_URL: throughProxy(crew.desk.databaseUrl, line) });
    line.delay(700);
    const alone = await fireMarked(crew, { on: all });
    await untilTime(Date.now() + 4000);
    const other = await crew.worker();
    const together = await fireMarked(crew, { on: all });
    for (const each of [alone, together]) {
      await untilAre(crew.screen, each, ["confirmed"]);
      expect((await publishedOf(crew, each)).length).toBe(4);
    }
    line.pass();
    await slow.stop();
    await other.stop();
  });

  /** Makes a worker's transaction that writes this step hang as it commits, does `work`, and kills its connection there. */
  async function cutAtCommit(step: "intent" | "answer", work: () => Promise<Marked>) {
    await query(`CREATE TABLE hanging (step text);
      INSERT INTO hanging VALUES ('${step}');
      CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        IF EXISTS (SELECT FROM hanging WHERE step = NEW.step) THEN PERFORM pg_sleep(60); END IF;
        RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER hang AFTER INSERT ON attempts DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION hang()`);
    const fired = await work();
    const asleep = `FROM pg_stat_activity WHERE datname = '${name()}' AND wait_event = 'PgSleep'`;
    await expect.poll(() => query(`SELECT pid ${asleep}`), { timeout: 15_000 }).not.toEqual([]);
    await query("DELETE FROM hanging");
    await query(`SELECT pg_terminate_backend(pid) ${asleep}`);
    await query("DROP TABLE hanging; DROP FUNCTION hang() CASCADE");
    return fired;
  }

  test("the connection is killed as a worker commits that a post is public: it is found and confirmed, not sent again", async () => {
    const worker = await crew.worker();
    const fired = await cutAtCommit("answer", () => fireMarked(crew, { on: [matched[0]!] }));
    expect(await publishedOf(crew, fired)).toEqual([matched[0]]);
    await untilAre(crew.screen, fired, ["confirmed"]);
    expect(await publishedOf(crew, fired)).toEqual([matched[0]]);
    await worker.stop();
  });

  test("the connection is killed as the gate commits: nothing had left, and the post leaves once all the same", async () => {
    const worker = await crew.worker();
    const fired = await cutAtCommit("intent", () => fireMarked(crew, { on: [matched[0]!] }));
    expect(await publishedOf(crew, fired)).toEqual([]);
    await untilAre(crew.screen, fired, ["confirmed"]);
    expect(await publishedOf(crew, fired)).toEqual([matched[0]]);
    await worker.stop();
  });

  test("every connection is cut, again and again, through the instants at which posts fall due: the desk stays up, and each post is public once", async () => {
    const { desk, screen } = crew;
    const worker = await crew.worker();
    const posts: Marked[] = [];
    for (let round = 0; round < 3; round += 1) {
      posts.push(await fireMarked(crew, { on: proven, undoMs: 300 }));
      for (const end = Date.now() + 900; Date.now() < end;)
        await query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = '${name()}' AND pid <> pg_backend_pid()`,
        );
      await screen.until("the console is back", (self) => self.connected);
    }
    for (const each of posts) {
      await untilAre(screen, each, ["confirmed"], 45_000);
      expect((await publishedOf(crew, each)).toSorted()).toEqual(proven.toSorted());
    }
    expect([process.kill(desk.pid, 0), process.kill(worker.pid, 0)]).toEqual([true, true]);
    await worker.stop();
  });
});
