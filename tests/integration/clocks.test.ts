/** Workers whose clocks are wrong, beside a network and a database whose clocks are right. */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { WorkerSeen } from "#shared/protocol.ts";
import { backends } from "../harness/backends.ts";
import type { TestConsole } from "../harness/console.ts";
import type { Credential, Desk } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import type { TestNetwork } from "../harness/rehearsal-network.ts";
import { leftOf, plan, slotOf, statesOf, untilTime } from "../harness/slots.ts";
import { allAre, editorsOf } from "../harness/stage.ts";
import { type Crew, openCrew } from "../harness/workers.ts";

const preload = fileURLToPath(new URL("../harness/skew.mjs", import.meta.url));
/** On accounts whose posts have a key of ours, so that the network's ledger names them also where nobody could read it. */
const rows = [
  { "text fr": "À son heure" },
  { "text fr": "", "text en": "On its instant", accounts: "evening.en" },
];

const workersOf = (screen: TestConsole): WorkerSeen[] => screen.presences.at(-1)?.workers ?? [];
const offsetIn = (screen: TestConsole, stopped: boolean, from: number, to: number) =>
  workersOf(screen).some(
    (worker) =>
      worker.stopped === stopped &&
      worker.databaseOffsetMs! >= from &&
      worker.databaseOffsetMs! <= to,
  );

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  let web: Desk;
  let network: TestNetwork;
  let screen: TestConsole;
  let cookie: Credential;
  let editors: Credential[];
  const workers: Desk[] = [];
  const startWorker = async (env?: Record<string, string>): Promise<Desk> => {
    const worker = await crew.worker(env);
    workers.push(worker);
    return worker;
  };

  beforeAll(async () => {
    crew = await openCrew(backend);
    ({ desk: web, network, screen, cookie } = crew);
    editors = await editorsOf(crew, 3);
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill9()));
  });
  afterAll(() => crew?.close());

  async function react(undoMs: number): Promise<string> {
    const armed = await arm(
      web,
      cookie,
      screen,
      await raiseGold(web, screen, { name: `Ana ${randomUUID()}` }),
      undoMs,
    );
    return (await fire(web, editors.pop()!, armed)).postId;
  }

  /** Each delivery of the post once, none before its undo window closed, by the network's own account. */
  async function expectNotEarly(postId: string): Promise<void> {
    const posts = await network.posts();
    for (const delivery of screen.state!.deliveries.filter((each) => each.postId === postId)) {
      const left = posts.filter(
        ({ handle, text }) => handle === delivery.account.handle && text === delivery.text,
      );
      expect(left).toHaveLength(1);
      expect(Date.parse(left[0]!.createdAt)).toBeGreaterThanOrEqual(Date.parse(delivery.dueAt));
    }
  }

  async function expectLeftOnceAfter(ids: string[], from: number): Promise<void> {
    await screen.until("the slots are public", () =>
      statesOf(screen, ids).every((each) => each === "confirmed"),
    );
    for (const { posts, lateMs } of await leftOf(screen, network, ids)) {
      expect(posts).toHaveLength(1);
      expect(lateMs[0]).toBeGreaterThanOrEqual(0);
      expect(Date.parse(posts[0]!.createdAt)).toBeGreaterThanOrEqual(from);
    }
  }

  async function expectNoneLeft(ids: string[]): Promise<void> {
    const left = await leftOf(screen, network, ids);
    expect(left.flatMap(({ posts }) => posts)).toEqual([]);
    expect(statesOf(screen, ids)).toEqual(ids.map(() => "scheduled"));
  }

  test.for([30_000, -30_000])(
    "a worker whose clock is %i ms off says so and sends nothing planned; reactions go out on time; a second worker takes the slots",
    async (skewMs) => {
      await startWorker({
        NODE_OPTIONS: `--import ${preload}`,
        REBOND_TEST_SKEW_MS: String(skewMs),
      });
      await screen.until("the desk says that its clock is wrong", () =>
        offsetIn(screen, true, skewMs - 1000, skewMs + 1000),
      );
      const ids = await plan({ desk: web, screen, cookie }, 5000, rows);
      const startAt = Date.parse(slotOf(screen, ids[0]!).startAt);
      const postId = await react(2000);
      await screen.until("the reaction is public", () => allAre(screen, postId, "confirmed"));
      await expectNotEarly(postId);
      await untilTime(startAt + 1500);
      await expectNoneLeft(ids);
      await screen.until(
        "the desk says how late it is",
        ({ presences }) => presences.at(-1)!.overdueMs > 1000,
      );
      const rightAt = Date.now();
      await startWorker();
      await expectLeftOnceAfter(ids, rightAt);
      await screen.until("one works, one is stopped, nothing is late", ({ presences }) => {
        const { workers, overdueMs } = presences.at(-1)!;
        const states = workers.slice(-2).map(({ stopped }) => stopped);
        return overdueMs === 0 && states.join() === "true,false";
      });
    },
  );

  test("a worker whose clock jumps an hour while slots and a reaction wait: nothing leaves early, slots wait until it is right again", async () => {
    const file = join(web.env["REBOND_DATA"]!, `skew-${backend}`);
    const worker = await startWorker({
      NODE_OPTIONS: `--import ${preload}`,
      REBOND_TEST_SKEW_FILE: file,
    });
    const setTo = async (ms: number): Promise<void> => {
      await writeFile(file, String(ms));
      process.kill(worker.pid, "SIGUSR2");
    };
    await screen.until("it works", () => offsetIn(screen, false, -500, 500));
    const ids = await plan({ desk: web, screen, cookie }, 8000, rows);
    const startAt = Date.parse(slotOf(screen, ids[0]!).startAt);
    const postId = await react(3000);
    await setTo(3_600_000);
    await screen.until("the desk says that its clock is wrong", () =>
      offsetIn(screen, true, 3_599_000, 3_601_000),
    );
    await screen.until("the reaction is public", () => allAre(screen, postId, "confirmed"));
    await expectNotEarly(postId);
    await untilTime(startAt + 1000);
    await expectNoneLeft(ids);
    const rightAt = Date.now();
    await setTo(0);
    await expectLeftOnceAfter(ids, rightAt);
    await screen.until("it works again", (self) => workersOf(self).at(-1)?.stopped === false);
  });
});
