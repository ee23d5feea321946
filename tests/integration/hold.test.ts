import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Reply } from "#shared/result.ts";
import { backends } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { cli, command, type Credential, type Desk } from "../harness/desk.ts";
import { deliveriesOf, marker } from "../harness/marked.ts";
import { createRandom } from "../harness/random.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import type { DeskRecord } from "../harness/record.ts";
import { postsOf, type TestNetwork } from "../harness/rehearsal-network.ts";
import { editorsOf } from "../harness/stage.ts";
import { type Crew, openCrew } from "../harness/workers.ts";

const posts = 5;
/** Holds placed at instants a seed says; 200 on both backends together. */
const tries = 100;
const seed = 20260724;
/** After the last one is due, and what a worker does about it has been done. */
const settled: readonly DeliveryState[] = ["confirmed", "held", "missed", "cancelled", "rejected"];

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  let web: Desk;
  let network: TestNetwork;
  let screen: TestConsole;
  let cookie: Credential;
  let editors: Credential[];
  let record: DeskRecord;
  beforeAll(async () => {
    crew = await openCrew(backend);
    ({ desk: web, network, screen, cookie, record } = crew);
    await crew.worker();
    editors = await editorsOf(crew, posts);
  });
  afterAll(() => crew?.close());

  /** Twenty deliveries, due one post after the other between `fromMs` and `toMs` from now; answers their ids. */
  async function burst(fromMs: number, toMs: number): Promise<string[]> {
    const armed: CommandInput<"post.fire">[] = [];
    for (const editor of editors)
      armed.push(await arm(web, editor, screen, await raiseGold(web, screen, { name: marker() })));
    const fired = await Promise.all(
      editors.map((editor, index) => {
        const undoMs = Math.round(fromMs + ((toMs - fromMs) * index) / (posts - 1));
        return fire(web, editor, { ...armed[index]!, undoMs });
      }),
    );
    const ids = fired.flatMap((each) => each.ids);
    await screen.until(
      "they are on the rail",
      () => deliveriesOf(screen, { ids }).length === ids.length,
    );
    return ids;
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
      await pause(30);
    }
  }

  /** What the network has of them, each post under its delivery's id. */
  async function published(ids: string[]): Promise<{ id: string; createdAt: string }[]> {
    const posts = await network.posts();
    return deliveriesOf(screen, { ids }).flatMap((one) =>
      postsOf(posts, [one]).map(({ createdAt }) => ({ id: one.id as string, createdAt })),
    );
  }

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
    const after = held.filter((post) => post.createdAt > repliedAt).map((post) => post.id);
    expect(after.filter((id) => !alreadyLeaving.includes(id))).toEqual([]);
    await release();
    const missed = ids.length - held.length;
    await untilAll(
      ids,
      `${missed} missed`,
      (states) => states.filter((each) => each === "missed").length === missed,
    );
    const namesOf = (posts: typeof held) => posts.map((post) => post.id).toSorted();
    expect(namesOf(await published(ids))).toEqual(namesOf(held));
    expect(new Set(namesOf(held)).size).toBe(held.length);
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

  /** The desk's own accounts include some that wear X, which takes few posts. */
  async function linkAccounts(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) {
      const reply = await command(web, cookie, "account.link", {
        network: "rehearsal",
        wears: "bluesky",
        service: null,
        handle: `flow${made}.fr`,
        name: "Flow",
        locales: ["fr"],
        realm: "rehearsal",
        secret: network.token,
      });
      if (!reply.ok) throw new Error(`not linked: ${reply.code}`);
    }
    await screen.until("they are on the desk", ({ state }) =>
      Boolean(state?.accounts.some(({ handle }) => handle === `flow${count - 1}.fr`)),
    );
  }

  /** A press, from its reply to just before the hold was lifted: between the two nothing may arrive that it did not name. */
  type Press = { from: number; until: number; alreadyLeaving: string[]; missed: number };

  async function press(way: "http" | "console"): Promise<Press> {
    const reply =
      way === "http"
        ? await command(web, cookie, "hold.place", {})
        : await screen.ask("hold.place", {});
    const from = Date.now();
    const { alreadyLeaving } = holding(reply);
    await pause(80);
    const until = Date.now();
    const released = await command(web, cookie, "hold.release", {});
    if (!released.ok) throw new Error(`not released: ${released.code}`);
    return { from, until, alreadyLeaving, missed: released.value.missed.length };
  }

  /** As many reactions to as many medals, on the accounts that were linked for it. */
  function armSome(count: number): Promise<CommandInput<"post.fire">[]> {
    const ours = ({ handle }: { handle: string }) => handle.startsWith("flow");
    const armed = Array.from({ length: count }, async () =>
      arm(web, cookie, screen, await raiseGold(web, screen), 0, () => true, ours),
    );
    const all = Promise.all(armed);
    // Looked at when it is waited for; until then its failure is nobody's.
    all.catch(() => undefined);
    return all;
  }

  test(`${tries} holds at the very instants at which deliveries leave: nothing ever does between a hold's reply and its release but what the reply named`, async () => {
    await linkAccounts(4);
    const random = createRandom(seed);
    const presses: Press[] = [];
    const arrived = new Map<string, number>();
    const collect = async () => {
      for (const { key, createdAt } of await network.posts())
        arrived.set(key, Date.parse(createdAt));
    };
    const undoMs = 100;
    // After the instant they are due: it follows how fast this machine is, so that a hold stops some and not all.
    let lateMs = 10;
    let ready = armSome(2);
    while (presses.length < tries) {
      const armed = await ready;
      // An editor's span is over two tries later.
      const pair = presses.length % 2 === 0 ? editors.slice(0, 2) : editors.slice(2, 4);
      const fired = await Promise.all(
        pair.map((editor, index) => fire(web, editor, { ...armed[index]!, undoMs })),
      );
      await pause(undoMs + lateMs + (random() - 0.5) * 40);
      const pressed = press(random() < 0.5 ? "http" : "console");
      ready = armSome(2);
      const { missed } = presses[presses.push(await pressed) - 1]!;
      if (missed === 0) lateMs = Math.max(-undoMs, lateMs - 5);
      if (missed === fired.flatMap(({ ids }) => ids).length) lateMs += 5;
      if (presses.length % 20 === 0) await collect();
    }
    await ready;
    await collect();
    const intents = await record.db
      .selectFrom("attempts")
      .select(["deliveryId", "at"])
      .where("step", "=", "intent")
      .execute();
    const during = presses.map(({ from, until, alreadyLeaving }) => ({
      arrived: [...arrived]
        .filter(([key, at]) => at > from && at < until && !alreadyLeaving.includes(key))
        .map(([key]) => key),
      passed: intents.filter(({ at }) => +at > from && +at < until).map((one) => one.deliveryId),
    }));
    expect(during.filter((each) => each.arrived.length + each.passed.length > 0)).toEqual([]);
    // They fell into the middle of it: some holds came first, some came last.
    const midway = presses.filter(({ missed }) => missed > 0).length;
    const leaving = presses.filter(({ alreadyLeaving }) => alreadyLeaving.length > 0).length;
    expect(Math.min(midway, arrived.size), `${leaving} named some`).toBeGreaterThanOrEqual(10);
  }, 240_000);

  test("an editor may hold but not release", async () => {
    expect(await command(web, editors[0]!, "hold.place", {})).toMatchObject({ ok: true });
    expect(await command(web, editors[0]!, "hold.release", {})).toMatchObject({
      ok: false,
      code: "notAllowed",
    });
    expect(await command(web, cookie, "hold.release", {})).toMatchObject({ ok: true });
  });
});
