import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Reply } from "#shared/result.ts";
import { backends, openBackend } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { cli, command, type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { startTestNetwork, type TestNetwork } from "../harness/rehearsal-network.ts";
import { editorsOf, quick } from "../harness/stage.ts";

const posts = 5;
/** After the last one is due, and what a worker does about it has been done. */
const settled: readonly DeliveryState[] = ["confirmed", "held", "missed", "cancelled", "rejected"];

describe.each(backends)("with the queue on %s", (backend) => {
  let web: Desk;
  let worker: Desk;
  let network: TestNetwork;
  let screen: TestConsole;
  let cookie: Credential;
  let editors: Credential[];
  let record: DeskRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const opened = await openBackend(backend);
    stop = opened.stop;
    network = await startTestNetwork();
    const shared = {
      rehearsalNetwork: network,
      ...(opened.redisUrl ? { redisUrl: opened.redisUrl } : {}),
    };
    web = await startDesk({ ...shared, env: quick, roles: "web" });
    worker = await startDesk({
      ...shared,
      database: web.databaseUrl,
      roles: "worker",
      env: { ...quick, REBOND_DATA: web.env["REBOND_DATA"]! },
    });
    cookie = await signIn(web);
    screen = openConsole(web, cookie);
    await screen.until("the desk is on screen", (self) => self.state !== null);
    record = await openRecord(web);
    editors = await editorsOf({ desk: web, cookie }, posts);
  });
  afterAll(async () => {
    screen?.close();
    await record?.close();
    await worker?.stop();
    await web?.stop();
    await network?.stop();
    await stop?.();
  });

  /** Twenty deliveries, due one post after the other between `fromMs` and `toMs` from now; answers their ids. */
  async function burst(fromMs: number, toMs: number): Promise<string[]> {
    const armed: CommandInput<"post.fire">[] = [];
    for (const editor of editors)
      armed.push(await arm(web, editor, screen, await raiseGold(web, screen)));
    const fired = await Promise.all(
      editors.map((editor, index) => {
        const undoMs = Math.round(fromMs + ((toMs - fromMs) * index) / (posts - 1));
        return fire(web, editor, { ...armed[index]!, undoMs });
      }),
    );
    return fired.flatMap((each) => each.ids);
  }

  async function statesOf(ids: string[]): Promise<DeliveryState[]> {
    const rows = await record.db
      .selectFrom("deliveries")
      .select("state")
      .where("id", "in", ids)
      .execute();
    return rows.map((row) => row.state);
  }

  async function untilAll(
    ids: string[],
    what: string,
    holds: (states: DeliveryState[]) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const states = await statesOf(ids);
      if (holds(states)) return;
      if (Date.now() > deadline) throw new Error(`not ${what}: ${states.join()}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
    }
  }

  const published = async (ids: string[]) =>
    (await network.posts()).filter((post) => ids.includes(post.key));

  /** The first of them is public: the others are about to be. */
  async function firstIsOut(ids: string[]): Promise<void> {
    const deadline = Date.now() + 20_000;
    while ((await published(ids)).length === 0)
      if (Date.now() > deadline) throw new Error("none of the burst was published");
  }

  type Ways = {
    hold: () => Promise<{ alreadyLeaving: string[] }>;
    release: () => Promise<unknown>;
  };

  /**
   * Holds: nothing may reach the network after the reply unless the reply named it. Lifts it: nothing more may. Answers how
   * many were stopped; on a busy machine the press may have come too late for all of them.
   */
  async function holdAndRelease(ids: string[], { hold, release }: Ways): Promise<number> {
    const { alreadyLeaving } = await hold();
    const repliedAt = new Date().toISOString();
    await untilAll(ids, "settled", (states) => states.every((each) => settled.includes(each)));
    const held = await published(ids);
    const after = held.filter((post) => post.createdAt > repliedAt).map((post) => post.key);
    expect(after.filter((key) => !alreadyLeaving.includes(key))).toEqual([]);
    await release();
    const missed = ids.length - held.length;
    await untilAll(
      ids,
      `${missed} missed`,
      (states) => states.filter((each) => each === "missed").length === missed,
    );
    const keys = (posts: typeof held) => posts.map((post) => post.key).toSorted();
    expect(keys(await published(ids))).toEqual(keys(held));
    expect(new Set(keys(held)).size).toBe(held.length);
    return missed;
  }

  /** Until a hold fell into the middle of a burst: twenty due within one second, or longer where the machine is slow. */
  async function expectHeldMidway(spans: [number, number][], ways: Ways): Promise<void> {
    for (const [fromMs, toMs] of spans) {
      const ids = await burst(fromMs, toMs);
      await firstIsOut(ids);
      const stopped = await holdAndRelease(ids, ways);
      if (stopped > 0) return expect(stopped).toBeLessThan(ids.length);
    }
    throw new Error("the hold never came in time to stop anything");
  }

  const holding = (reply: Reply<unknown>): { alreadyLeaving: string[] } => {
    if (!reply.ok) throw new Error(`refused: ${reply.code}`);
    return reply.value as { alreadyLeaving: string[] };
  };
  const oneSecond: [number, number][] = [
    [600, 1600],
    [600, 3600],
    [600, 9600],
  ];

  test("hold over HTTP in the middle of a burst: after its reply nothing arrives that it did not name", () =>
    expectHeldMidway(oneSecond, {
      hold: async () => holding(await command(web, cookie, "hold.place", {})),
      release: () => command(web, cookie, "hold.release", {}),
    }));

  test("hold from a console, by an editor, in the middle of a burst: the same", async () => {
    const console = openConsole(web, editors[0]!);
    await console.until("it is on", (self) => self.state !== null);
    await expectHeldMidway(oneSecond, {
      hold: async () => holding(await console.ask("hold.place", {})),
      release: () => command(web, cookie, "hold.release", {}),
    });
    console.close();
  });

  test("hold from the command line while the web process is down: the same, and so is lifting it", async () => {
    const ways = {
      hold: async () => JSON.parse(await cli(web, "hold")) as { alreadyLeaving: string[] },
      release: () => cli(web, "release"),
    };
    // Starting the command line takes a second or two, and on a busy machine longer than the longest undo window.
    for (let stopped = 0, tries = 0; stopped === 0; tries += 1) {
      if (tries === 3) throw new Error("the hold never came in time to stop anything");
      const ids = await burst(10, 10_000);
      await firstIsOut(ids);
      await web.kill9();
      try {
        stopped = await holdAndRelease(ids, ways);
      } finally {
        await web.restart();
      }
      await screen.until("the console is back", (self) => self.connected);
    }
  }, 180_000);

  test("an editor may hold but not release", async () => {
    expect(await command(web, editors[0]!, "hold.place", {})).toMatchObject({ ok: true });
    expect(await command(web, editors[0]!, "hold.release", {})).toMatchObject({
      ok: false,
      code: "notAllowed",
    });
    expect(await command(web, cookie, "hold.release", {})).toMatchObject({ ok: true });
  });
});
