import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backends, openBackend } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { startTestNetwork, type TestNetwork } from "../harness/rehearsal-network.ts";
import { leftOf, plan, slotOf, statesOf } from "../harness/slots.ts";
import { quick, setStage } from "../harness/stage.ts";

/** Three accounts, one with a text of its own. */
const row = {
  "text fr": "Le créneau survit",
  "text en": "The slot survives",
  "text fr @soiree_iles": "Le créneau survit aussi",
  accounts: "soiree.fr soiree_iles evening.en",
};

/** Waits until all of it is public, and holds that it left once per delivery, never early, within its shelf life. */
async function expectLeftOnce(
  screen: TestConsole,
  network: TestNetwork,
  ids: string[],
  mostLateMs: number,
): Promise<void> {
  await screen.until(
    "all are public",
    ({ state }) => state !== null && statesOf(screen, ids).every((each) => each === "confirmed"),
    45_000,
  );
  for (const { externalId, posts, lateMs } of await leftOf(screen, network, ids)) {
    const { deliveries, startAt, notAfter } = slotOf(screen, externalId);
    expect(posts.map(({ key }) => key).toSorted()).toEqual(
      deliveries.map(({ id }) => id as string).toSorted(),
    );
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateMs)).toBeLessThan(Date.parse(notAfter) - Date.parse(startAt));
    expect(Math.max(...lateMs)).toBeLessThan(mostLateMs);
  }
}

describe.each(backends)("a worker killed with the queue on %s", (backend) => {
  let web: Desk;
  let network: TestNetwork;
  let screen: TestConsole;
  let cookie: Credential;
  let stop: () => Promise<void>;
  let worker: (env?: Record<string, string>) => Promise<Desk>;
  beforeAll(async () => {
    const opened = await openBackend(backend);
    stop = opened.stop;
    network = await startTestNetwork();
    const shared = {
      rehearsalNetwork: network,
      ...(opened.redisUrl ? { redisUrl: opened.redisUrl } : {}),
    };
    web = await startDesk({ ...shared, env: quick, roles: "web" });
    // Workers share the web process's database and the key that seals the accounts' tokens.
    const env = { ...quick, REBOND_DATA: web.env["REBOND_DATA"]! };
    worker = (more = {}) =>
      startDesk({
        ...shared,
        database: web.databaseUrl,
        roles: "worker",
        env: { ...env, ...more },
      });
    cookie = await signIn(web);
    screen = openConsole(web, cookie);
    await screen.until("the desk is on screen", (self) => self.state !== null);
  });
  afterAll(async () => {
    screen?.close();
    await web?.stop();
    await network?.stop();
    await stop?.();
  });

  test("before its slot's time: the next worker sends it once, on time", async () => {
    const first = await worker();
    const ids = await plan({ desk: web, screen, cookie }, 10_000, [row]);
    await first.kill9();
    const second = await worker();
    await expectLeftOnce(screen, network, ids, 2000);
    await second.stop();
  });

  test("once it had claimed: the next worker sends it once, and late only as long as the lease was held", async () => {
    const dying = await worker({ REBOND_CRASH_AT: "afterClaim" });
    const ids = await plan({ desk: web, screen, cookie }, 3000, [row]);
    await dying.gone();
    const second = await worker();
    await expectLeftOnce(screen, network, ids, 20_000);
    await second.stop();
  });

  test("at its slot's time, with another worker alive: it leaves once", async () => {
    const dying = await worker({ REBOND_CRASH_AT: "afterGate" });
    const ids = await plan({ desk: web, screen, cookie }, 4000, [row]);
    const other = await worker();
    await expectLeftOnce(screen, network, ids, 20_000);
    await dying.stop();
    await other.stop();
  });
});

test.each(backends)(
  "a whole desk killed before its slot's time, with the queue on %s: started again, it sends it once, on time",
  async (backend) => {
    const stage = await setStage(backend);
    const { desk, screen, network } = stage;
    const ids = await plan(stage, 10_000, [row]);
    await desk.kill9();
    await desk.restart();
    await expectLeftOnce(screen, network, ids, 2000);
    await stage.close();
  },
);
