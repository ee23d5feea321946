/** What breaks: the network, or the way to it. FAILURES.md §5, rows 17 to 24 and 27. */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { backends } from "../../harness/backends.ts";
import { type FaultProxy, openFaultProxy } from "../../harness/fault-proxy.ts";
import {
  deliveriesOf,
  eachIs,
  fireMarked,
  marker,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import type { WantedFault } from "../../harness/rehearsal-network.ts";
import { plan, slotOf, statesOf } from "../../harness/slots.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

/** One account that can prove what became of a call, and one that cannot. */
const sure = proven[0]!;
const unsure = matched[0]!;

/** What a call can end in without an answer that says so; `made`: whether the post is there all the same. */
const silences: (Pick<WantedFault, "kind" | "on" | "waitMs"> & { made: boolean; what: string })[] =
  [
    { what: "500 before it took the post", kind: "error", made: false },
    { what: "500 after it took the post", kind: "acceptThenError", made: true },
    { what: "no answer at all", kind: "silent", on: ["publish"], made: false },
    { what: "taken, and the connection cut", kind: "acceptThenDrop", made: true },
    { what: "the connection cut, nothing taken", kind: "dropThenForget", made: false },
    { what: "taken after we had given up", kind: "lateAccept", waitMs: 2500, made: true },
    { what: "an answer of a byte a second", kind: "trickle", made: true },
    { what: "a reset in the middle of the answer", kind: "resetInBody", made: true },
    { what: "200 with JSON cut short", kind: "truncated", made: true },
    { what: "200 with JSON of another kind", kind: "wrongShape", made: true },
    { what: "200 with 5 MB", kind: "huge", made: true },
    { what: "200 with somebody's login page", kind: "garbage", made: false },
  ];

describe("a network without a clear answer", () => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew("postgres");
    await crew.worker();
    const fired = silences.map((silence) => ({ ...silence, name: marker() }));
    await crew.network.misbehave(
      ...fired.flatMap(({ what: _what, made: _made, name, ...fault }) =>
        [sure, unsure].map((handle) => ({ ...fault, handle, matching: name, times: 1 })),
      ),
    );
    // All of them at once: what X cannot prove is looked for during half a minute.
    for (const { what, name } of fired)
      said.set(what, await fireMarked(crew, { name, on: [sure, unsure] }));
  }, 180_000);
  afterAll(() => crew?.close());
  const said = new Map<string, Awaited<ReturnType<typeof fireMarked>>>();

  test.each(silences)(
    "$what: where it can be proven there is one post in the end; where it cannot, what is found counts and what is not asks a person",
    async ({ what, made }) => {
      const fired = said.get(what)!;
      await untilAre(crew.screen, fired, ["confirmed", "needsHuman"], 45_000);
      const states = deliveriesOf(crew.screen, fired).map(({ account, state }) => [
        account.handle,
        state,
      ]);
      expect(Object.fromEntries(states)).toEqual({
        [sure]: "confirmed",
        [unsure]: made ? "confirmed" : "needsHuman",
      });
      expect((await publishedOf(crew, fired)).toSorted()).toEqual(made ? [sure, unsure] : [sure]);
    },
  );

  test("and of all of them together nothing is there twice, and nothing is there that nobody knows of", () =>
    expectTruth(crew));
});

describe("a broken way to the network", () => {
  let crew: Crew;
  let line: FaultProxy;
  beforeAll(async () => {
    crew = await openCrew("postgres");
    line = await openFaultProxy({ port: Number(new URL(crew.network.url).port) });
    await crew.worker({ REBOND_REHEARSAL_URL: `http://127.0.0.1:${line.port}` });
    // Signed in, and a connection kept open, as in the middle of an evening.
    await untilAre(crew.screen, await fireMarked(crew, { on: [sure, unsure] }), ["confirmed"]);
  });
  beforeEach(() => line.pass());
  afterEach(() => expectTruth(crew));
  afterAll(async () => {
    await crew?.close();
    await line?.stop();
  });

  test("a line that is mute both ways, and delivers what it held when it comes back: one post, also where nobody could have told", async () => {
    line.freeze();
    const fired = await fireMarked(crew, { on: [sure, unsure] });
    await untilAre(crew.screen, fired, ["uncertain"]);
    line.pass();
    await untilAre(crew.screen, fired, ["confirmed"], 45_000);
    expect((await publishedOf(crew, fired)).toSorted()).toEqual([sure, unsure]);
  });

  test("a line that breaks in the middle of our request: nothing was taken, and it is sent again only where that can be proven", async () => {
    line.reset();
    line.cutAfter(200, "server");
    const fired = await fireMarked(crew, { on: [sure] });
    await crew.screen.until("the call broke", () =>
      eachIs(
        crew.screen,
        fired,
        ({ state, reason }) => state === "uncertain" || reason === "notSent",
      ),
    );
    line.pass();
    await untilAre(crew.screen, fired, ["confirmed"]);
    expect(await publishedOf(crew, fired)).toEqual([sure]);
  });

  test("a line that breaks in the middle of the answer: the post is found, not sent again", async () => {
    line.reset();
    line.cutAfter(60, "client");
    const fired = await fireMarked(crew, { on: [sure, unsure] });
    await untilAre(crew.screen, fired, ["uncertain"]);
    line.pass();
    await untilAre(crew.screen, fired, ["confirmed"], 45_000);
    expect((await publishedOf(crew, fired)).toSorted()).toEqual([sure, unsure]);
  });

  test("a network that cannot be reached at all: nothing left, so it is tried again by itself, everywhere, and leaves once", async () => {
    const away = await openFaultProxy({ port: Number(new URL(crew.network.url).port) });
    const address = `http://127.0.0.1:${away.port}`;
    await away.stop();
    const other = await openCrew("postgres");
    onTestFinished(() => other.close());
    const worker = await other.worker({ REBOND_REHEARSAL_URL: address });
    const fired = await fireMarked(other, { on: [sure, unsure] });
    await untilAre(other.screen, fired, ["retryWait"]);
    await worker.stop();
    await other.worker();
    await untilAre(other.screen, fired, ["confirmed"]);
    expect((await publishedOf(other, fired)).toSorted()).toEqual([sure, unsure]);
    await expectTruth(other);
  });
});

describe.each(backends)("a network that asks to wait, with the queue on %s", (backend) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew(backend);
    await crew.worker();
  });
  beforeEach(() => crew.network.misbehave());
  afterEach(() => expectTruth(crew));
  afterAll(() => crew?.close());

  test.each([
    { retryAfter: "seconds" as const, waitMs: 2000, atLeastMs: 1900 },
    { retryAfter: "date" as const, waitMs: 3000, atLeastMs: 1900 },
    { retryAfter: "garbage" as const, waitMs: 2000, atLeastMs: 300 },
  ])(
    "in $retryAfter: the whole account waits for it, the others do not, and each post leaves once",
    async ({ atLeastMs, ...wait }) => {
      const { network, screen } = crew;
      await network.misbehave({ kind: "rateLimit", handle: sure, times: 1, ...wait });
      const refused = await fireMarked(crew, { on: [sure] });
      await untilAre(screen, refused, ["retryWait"]);
      const behind = await fireMarked(crew, { on: [sure, unsure] });
      await screen.until("the other account's left", () =>
        deliveriesOf(screen, behind).some(({ state }) => state === "confirmed"),
      );
      await untilAre(screen, refused, ["confirmed"]);
      await untilAre(screen, behind, ["confirmed"]);
      const ours = (await network.posts()).filter(
        ({ handle, text }) =>
          handle === sure && [refused, behind].some(({ name }) => text.includes(name)),
      );
      expect(ours).toHaveLength(2);
      const asked = (await network.calls()).find(
        ({ text, status }) => status === 429 && text?.includes(refused.name),
      );
      const askedAt = Date.parse(asked!.at);
      for (const { createdAt } of ours)
        expect(Date.parse(createdAt) - askedAt).toBeGreaterThanOrEqual(atLeastMs);
    },
  );

  test("longer than the post is worth: it is missed at its time, and not sent when the wait is over", async () => {
    const { network, screen } = crew;
    await network.misbehave({ kind: "rateLimit", handle: sure, waitMs: 4000 });
    const ids = await plan(crew, 3000, [{ accounts: sure, late: "1 s", "text fr": marker() }]);
    await screen.until(
      "it is missed",
      ({ state }) => state !== null && statesOf(screen, ids).join() === "missed",
    );
    const missedAt = Date.parse(slotOf(screen, ids[0]!).deliveries[0]!.changedAt);
    expect(missedAt).toBeGreaterThanOrEqual(Date.parse(slotOf(screen, ids[0]!).notAfter));
  });
});
