import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backends, openBackend } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { command, type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { arm, raiseGold } from "../harness/react.ts";
import { startTestNetwork, type TestNetwork } from "../harness/rehearsal-network.ts";
import { allAre, quick, setStage } from "../harness/stage.ts";

describe.each(backends)("killed with the queue on %s", (backend) => {
  let web: Desk;
  let network: TestNetwork;
  let screen: TestConsole;
  let cookie: Credential;
  let stop: () => Promise<void>;
  let worker: (env: Record<string, string>) => Promise<Desk>;
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
    worker = (more) =>
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

  test.each(["afterClaim", "afterGate", "afterAccept"])(
    "a worker killed %s leaves exactly one post in each language",
    async (point) => {
      const dying = await worker({ REBOND_CRASH_AT: point });
      const fired = await command(
        web,
        cookie,
        "post.fire",
        await arm(web, cookie, screen, await raiseGold(web, screen)),
      );
      if (!fired.ok) throw new Error(`refused: ${fired.code}`);
      const { postId } = fired.value;
      await dying.gone();
      const second = await worker({});
      await screen.until("both are public", () => allAre(screen, postId, "confirmed"), 45_000);
      const deliveries = screen.state!.deliveries.filter((each) => each.postId === postId);
      const keys = fired.value.deliveries.map((each) => each.id as string);
      const published = (await network.posts()).filter((post) => keys.includes(post.key));
      expect(new Set(published.map((post) => post.url))).toEqual(
        new Set(deliveries.map((each) => each.remoteUrl)),
      );
      expect(published.length).toBe(keys.length);
      await second.stop();
    },
  );
});

describe.each(backends)(
  "two ways to the network with the queue on %s, neither decoration",
  (backend) => {
    test.each([
      ["with the queue off, the sweeper delivers", { REBOND_QUEUE: "off" }],
      ["with the sweeper off, the queue delivers", { REBOND_SWEEPER: "off" }],
    ])("%s", async (_name, env) => {
      const stage = await setStage(backend, env);
      const { desk, screen, cookie } = stage;
      const fired = await command(
        desk,
        cookie,
        "post.fire",
        await arm(desk, cookie, screen, await raiseGold(desk, screen)),
      );
      if (!fired.ok) throw new Error(`refused: ${fired.code}`);
      await screen.until("all are public", () => allAre(screen, fired.value.postId, "confirmed"));
      const keys = (await stage.network.posts()).map((post) => post.key);
      expect(keys.toSorted()).toEqual(fired.value.deliveries.map((each) => each.id).toSorted());
      await stage.close();
    });
  },
);
