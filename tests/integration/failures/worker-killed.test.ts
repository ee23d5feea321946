/** What breaks: the process that sends. FAILURES.md §5, rows 1 to 5, 7, 8 and 46. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { command, type Desk } from "../../harness/desk.ts";
import {
  deliveriesOf,
  eachIs,
  fireMarked,
  type Marked,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";
import { setStage } from "../../harness/stage.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  let unsure: Marked;
  beforeAll(async () => {
    crew = await openCrew(backend);
  });
  beforeEach(() => crew.network.misbehave());
  // What X cannot prove is asked about for half a minute, while the other tests go on; the last one waits for it.
  afterEach(() =>
    expectTruth(crew, {
      waiting: ({ state, handle }) => state === "uncertain" && matched.includes(handle),
    }),
  );
  afterAll(() => crew?.close());

  const attemptsOf = (marked: Marked) =>
    crew.record.db
      .selectFrom("attempts")
      .select(["deliveryId", "step", "outcome"])
      .where("deliveryId", "in", marked.ids)
      .orderBy("id")
      .execute();

  const stepsOf = async (marked: Marked) => (await attemptsOf(marked)).map(({ step }) => step);

  test.each(["beforeClaim", "afterClaim"])(
    "a worker killed %s: nothing had left, and the next one sends each post once",
    async (point) => {
      const dying = await crew.worker({ REBOND_CRASH_AT: point });
      const fired = await fireMarked(crew, { on: [...proven, ...matched] });
      await dying.gone();
      expect(await publishedOf(crew, fired)).toEqual([]);
      const next = await crew.worker();
      await untilAre(crew.screen, fired, ["confirmed"]);
      expect((await publishedOf(crew, fired)).toSorted()).toEqual(
        [...matched, ...proven].toSorted(),
      );
      await next.stop();
    },
  );

  /** A worker that is there and takes nothing until it is woken. */
  async function asleep(): Promise<Desk> {
    const worker = await crew.worker();
    process.kill(worker.pid, "SIGSTOP");
    return worker;
  }

  /** Fired on one account by a worker that dies after the gate: two could be apart, and the second not be called yet. */
  async function killedAfterGate(handle: string): Promise<Marked> {
    const dying = await crew.worker({ REBOND_CRASH_AT: "afterGate" });
    const fired = await fireMarked(crew, { on: [handle] });
    await dying.gone();
    return fired;
  }

  test("a worker killed after the gate, before its call: where absence can be proven the post is sent once, elsewhere it is looked for and not sent", async () => {
    unsure = await killedAfterGate(matched[0]!);
    const sure = await killedAfterGate(proven[0]!);
    const next = await crew.worker();
    await untilAre(crew.screen, sure, ["confirmed"]);
    await untilAre(crew.screen, unsure, ["uncertain"]);
    expect(await publishedOf(crew, sure)).toEqual([proven[0]]);
    expect(await publishedOf(crew, unsure)).toEqual([]);
    await next.stop();
  });

  test("a worker killed after the network took the post, before its answer: found and confirmed, not sent again", async () => {
    const { network, screen } = crew;
    // It takes the post and says nothing for so long that the worker is dead by then.
    await network.misbehave({ kind: "lateAccept", waitMs: 10 });
    const dying = await crew.worker();
    const fired = await fireMarked(crew, { on: [...proven, ...matched] });
    await screen.until("all were called", () =>
      eachIs(screen, fired, ({ state }) => state === "sending"),
    );
    const deadline = Date.now() + 10_000;
    while ((await publishedOf(crew, fired)).length < 4)
      if (Date.now() > deadline) throw new Error("the network did not take them");
    await dying.kill9();
    await network.misbehave();
    const next = await crew.worker();
    await untilAre(screen, fired, ["confirmed"]);
    expect((await publishedOf(crew, fired)).length).toBe(4);
    await next.stop();
  });

  test("a worker killed after the network's answer, before it wrote that down: found and confirmed, not sent again", async () => {
    const dying = await crew.worker({ REBOND_CRASH_AT: "afterAccept" });
    const fired = await fireMarked(crew, { on: [proven[0]!, matched[0]!] });
    await dying.gone();
    const next = await crew.worker();
    // One of the two may not have been called yet when the other's answer came: X then has nothing to be found.
    await untilAre(crew.screen, fired, ["confirmed", "needsHuman"], 45_000);
    const posts = await publishedOf(crew, fired);
    expect(posts.length).toBeGreaterThan(0);
    for (const { account, state } of deliveriesOf(crew.screen, fired))
      expect(posts.includes(account.handle) ? "confirmed" : "needsHuman").toBe(state);
    await next.stop();
  });

  test("a worker that stands still with a claim: another sends it, and its own gate is refused when it goes on", async () => {
    const { screen } = crew;
    const other = await asleep();
    const stuck = await crew.worker({ REBOND_CRASH_AT: "afterClaim:4000" });
    const fired = await fireMarked(crew, { on: [...proven, ...matched] });
    await screen.until("one is claimed", () =>
      deliveriesOf(screen, fired).some(({ state }) => state !== "scheduled"),
    );
    process.kill(other.pid, "SIGCONT");
    await untilAre(screen, fired, ["confirmed"]);
    // Long enough for the first to have come back to its claim.
    await answersAgain(stuck.stderr, 5000);
    expect((await publishedOf(crew, fired)).length).toBe(4);
    expect((await stepsOf(fired)).filter((step) => step === "intent")).toHaveLength(4);
    await stuck.stop();
    await other.stop();
  });

  test("a worker that stands still between its gate and its call does not call any more, and says so as evidence", async () => {
    const { screen } = crew;
    const other = await asleep();
    const stuck = await crew.worker({ REBOND_CRASH_AT: "afterGate:6000" });
    const fired = await fireMarked(crew, { on: [proven[0]!] });
    await untilAre(screen, fired, ["sending"]);
    process.kill(other.pid, "SIGCONT");
    await untilAre(screen, fired, ["confirmed"]);
    await expect
      .poll(async () => (await attemptsOf(fired)).filter(({ step }) => step === "late"), {
        timeout: 15_000,
      })
      .toMatchObject([{ outcome: "notSent" }]);
    expect(await publishedOf(crew, fired)).toEqual([proven[0]]);
    await stuck.stop();
    await other.stop();
  });

  test("a worker that was frozen with its call under way: when it wakes, what it heard is evidence and nothing more", async () => {
    const { network, screen } = crew;
    // The network takes its time, so that the call is still open when its worker freezes.
    await network.misbehave({ kind: "slow", waitMs: 5000, times: 1 });
    const other = await asleep();
    const frozen = await crew.worker();
    const fired = await fireMarked(crew, { on: [proven[0]!] });
    await untilAre(screen, fired, ["sending"]);
    process.kill(frozen.pid, "SIGSTOP");
    process.kill(other.pid, "SIGCONT");
    await untilAre(screen, fired, ["confirmed"]);
    process.kill(frozen.pid, "SIGCONT");
    await expect.poll(() => stepsOf(fired), { timeout: 15_000 }).toContain("late");
    expect(await publishedOf(crew, fired)).toEqual([proven[0]]);
    await frozen.stop();
    await other.stop();
  });

  test("a new version is brought up and the old one asked to end in the middle of twenty posts: all leave once, none is missed, consoles see every change", async () => {
    const old = await crew.worker();
    const fired = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        fireMarked(crew, { on: [...proven, ...matched], undoMs: 800 + index * 250 }),
      ),
    );
    const next = await crew.worker();
    await untilAre(crew.screen, fired[0]!, ["sending", "confirmed"]);
    const askedAt = performance.now();
    await old.leave();
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    await crew.desk.restart();
    for (const each of fired) {
      await untilAre(crew.screen, each, ["confirmed"]);
      expect((await publishedOf(crew, each)).length).toBe(4);
    }
    await next.stop();
  });

  test("what was looked for and not found on X, where that proves nothing, asks a person and was never sent again", async () => {
    const last = await crew.worker();
    await untilAre(crew.screen, unsure, ["needsHuman"], 45_000);
    expect(await publishedOf(crew, unsure)).toEqual([]);
    expect(await stepsOf(unsure)).toEqual(expect.not.arrayContaining(["answer", "late"]));
    expect((await stepsOf(unsure)).filter((step) => step === "intent")).toHaveLength(1);
    await expectTruth(crew);
    await last.stop();
  });
});

describe.each(backends)(
  "two ways to the network with the queue on %s, neither decoration",
  (backend) => {
    test.each([
      ["with the queue off, the sweeper delivers", { REBOND_QUEUE: "off" }],
      ["with the sweeper off, the queue delivers", { REBOND_SWEEPER: "off" }],
    ])("%s", async (_name, env) => {
      const stage = await setStage(backend, env);
      const fired = await fireMarked(stage, { on: [...proven, ...matched] });
      await untilAre(stage.screen, fired, ["confirmed"]);
      await expectTruth(stage);
      expect(await command(stage.desk, stage.cookie, "hold.place", {})).toMatchObject({ ok: true });
      await stage.close();
    });
  },
);

/** Waits for so long, or until it said something: a process that stood still has nothing else to tell. */
async function answersAgain(said: () => string, withinMs: number): Promise<void> {
  const before = said();
  const deadline = performance.now() + withinMs;
  while (said() === before && performance.now() < deadline)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
}
