/** Every way the rehearsal network can go wrong, through a real desk and worker: what the editor sees, what is public. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Delivery, DeliveryState } from "#shared/posts.ts";
import { createRehearsal } from "#server/networks/rehearsal.ts";
import { command, headersOf } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { type NetworkPost, postsOf, type WantedFault } from "../harness/rehearsal-network.ts";
import { setStage, type Stage } from "../harness/stage.ts";

/** The account that is hit, where an outcome can be proven; the others, on the same post, never are. */
const handle = "soiree.fr";
const deadlineMs = 30_000;

/** Fires a gold medal on every account, under these faults. */
async function fireUnder({ desk, network, screen, cookie }: Stage, faults: WantedFault[]) {
  const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen));
  await network.misbehave(...faults);
  const since = screen.state!.seq;
  const { postId } = await fire(desk, cookie, armed);
  return { postId, since };
}

const mineOf = ({ screen }: Stage, postId: string): Delivery | undefined =>
  screen.state!.deliveries.find((each) => each.postId === postId && each.account.handle === handle);
const isOver = ({ state }: Delivery): boolean => state === "confirmed" || state === "rejected";

async function settled(stage: Stage, postId: string): Promise<Delivery> {
  const all = () => stage.screen.state!.deliveries.filter((each) => each.postId === postId);
  await stage.screen.until(
    "the post is settled",
    () => all().length > 0 && all().every(isOver),
    deadlineMs,
  );
  const others = all().filter((each) => each.account.handle !== handle);
  expect(others.map(({ state }) => state)).toEqual(others.map(() => "confirmed"));
  return mineOf(stage, postId)!;
}

/** What the desk showed of a delivery since then, one version after the other, from the first call on. */
async function shown({ desk, cookie }: Stage, since: number, id: string): Promise<Delivery[]> {
  const url = `${desk.url}/api/changes?since=${since}&limit=1000`;
  const response = await fetch(url, { headers: headersOf(desk, cookie) });
  const { changes } = (await response.json()) as {
    changes: { type: string; data: { delivery?: Delivery } }[];
  };
  const versions = changes.flatMap(({ type, data }) =>
    type === "delivery.changed" && data.delivery?.id === id ? [data.delivery] : [],
  );
  // A worker kept from a core between gate and call does not call: such a try is not what is looked at.
  const called = versions.slice(versions.findLastIndex(({ reason }) => reason === "notSent") + 1);
  return called.slice(called.findIndex(({ state }) => state === "sending"));
}

/** The states it went through; every look-up that did not settle it is a version of its own. */
function pathOf(versions: readonly Delivery[]): DeliveryState[] {
  const states = versions.map(({ state }) => state);
  return states.filter((state, at) => state !== "uncertain" || state !== states[at - 1]);
}

async function publicPosts({ network }: Stage, delivery: Delivery): Promise<NetworkPost[]> {
  return (await network.posts()).filter((post) => post.key === delivery.id);
}

const again = ["claimed", "prepared", "sending", "confirmed"];
const foundOut = ["sending", "uncertain", "confirmed"];
const provenAbsent = ["sending", "uncertain", "sending", "confirmed"];

type Case = [string, Omit<WantedFault, "handle">, string[], { reason?: string; detail?: string }];
const waits: Case[] = [
  [
    "told to wait, waits that long, and is then public once",
    { kind: "rateLimit", times: 1, waitMs: 1000 },
    ["sending", "retryWait", ...again],
    { reason: "rateLimited", detail: "too many posts, wait a little" },
  ],
  [
    "told to wait until an instant, waits until then, and is then public once",
    { kind: "rateLimit", times: 1, waitMs: 2000, retryAfter: "date" },
    ["sending", "retryWait", ...again],
    { reason: "rateLimited" },
  ],
  [
    "whose account must sign in again, signs in again by itself and is public once",
    { kind: "expired", times: 1 },
    ["sending", "retryWait", ...again],
    { reason: "authExpired", detail: "the session has ended, sign in again" },
  ],
];
const doubts: Case[] = [
  [
    "answered late is public, late",
    { kind: "slow", times: 1, waitMs: 700 },
    ["sending", "confirmed"],
    {},
  ],
  [
    "accepted but never acknowledged is looked for, found, and never sent again",
    { kind: "acceptThenDrop", times: 1 },
    foundOut,
    { reason: "noAnswer" },
  ],
  [
    "accepted and answered with an error is looked for, found, and never sent again",
    { kind: "acceptThenError", times: 1 },
    foundOut,
    { reason: "noAnswer", detail: "HTTP 500: something broke on our side" },
  ],
  [
    "lost on the way is sent again once its absence is proven",
    { kind: "dropThenForget", times: 1 },
    provenAbsent,
    { reason: "noAnswer" },
  ],
  [
    "answered with an error before it was taken is sent again once its absence is proven",
    { kind: "error", times: 1 },
    provenAbsent,
    { reason: "noAnswer" },
  ],
  [
    "answered by a page of something else is not taken for public",
    { kind: "garbage", times: 1 },
    provenAbsent,
    { reason: "noAnswer", detail: "the answer was not JSON" },
  ],
];

async function goes(stage: Stage, [, fault, path, middle]: Case): Promise<void> {
  const { postId, since } = await fireUnder(stage, [{ ...fault, handle }]);
  const delivery = await settled(stage, postId);
  const versions = await shown(stage, since, delivery.id);
  expect(pathOf(versions)).toEqual(path);
  if (middle.reason) expect(versions[1]).toMatchObject(middle);
  const posts = await publicPosts(stage, delivery);
  expect(posts.map(({ text, url }) => [text, url])).toEqual([[delivery.text, delivery.remoteUrl]]);
  expect(await stage.network.faults()).toEqual([]);
  const [from, to] = [versions[0]!, versions.at(-1)!].map((each) => Date.parse(each.changedAt));
  expect(to! - from!).toBeGreaterThanOrEqual(
    fault.retryAfter === "date" ? 900 : (fault.waitMs ?? 0),
  );
}

describe("with the queue on postgres a delivery", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage("postgres");
  });
  afterEach(() => stage.network.misbehave());
  afterAll(() => stage?.close());

  test.for([...doubts, ...waits])("%s", (each) => goes(stage, each));

  test("refused is refused for good, in the network's own words", async () => {
    const message = "this account is not allowed to say so";
    const { postId, since } = await fireUnder(stage, [
      { kind: "refuse", handle, times: 1, message },
    ]);
    const delivery = await settled(stage, postId);
    expect(delivery).toMatchObject({
      state: "rejected",
      reason: "networkRefused",
      detail: message,
      remoteUrl: null,
    });
    const versions = await shown(stage, since, delivery.id);
    expect(pathOf(versions)).toEqual(["sending", "rejected"]);
    expect(await publicPosts(stage, delivery)).toEqual([]);
  });

  test("accepted long after we stopped waiting is one post all the same", async () => {
    const waitMs = 2500;
    const { postId, since } = await fireUnder(stage, [{ kind: "slow", handle, times: 1, waitMs }]);
    const delivery = await settled(stage, postId);
    const versions = await shown(stage, since, delivery.id);
    expect(pathOf(versions)).toEqual(provenAbsent);
    // As slow a call that began later has ended: the one we gave up on was taken by then.
    const other = "evening.en";
    await stage.network.misbehave({ kind: "slow", handle: other, waitMs });
    const place = `/v1/accounts/${other}/posts/${randomUUID()}`;
    await stage.network.call("PUT", place, { text: "Plus tard", language: "fr" });
    expect(await publicPosts(stage, delivery)).toHaveLength(1);
  });

  test("sent into silence stays uncertain, is never sent again, and is settled once it can be looked for", async () => {
    const { network, screen } = stage;
    const times = 1000;
    const { postId, since } = await fireUnder(stage, [{ kind: "silent", handle, times }]);
    const asked = async () => times - ((await network.faults())[0]?.times ?? 0);
    // The call itself, and two look-ups, each given up at its deadline.
    await expect.poll(asked, { timeout: deadlineMs, interval: 100 }).toBeGreaterThanOrEqual(3);
    const doubtful = mineOf(stage, postId)!;
    expect(doubtful).toMatchObject({ state: "uncertain", reason: "noAnswer", remoteUrl: null });
    const before = await shown(stage, since, doubtful.id);
    expect(pathOf(before)).toEqual(["sending", "uncertain"]);
    await network.misbehave();
    await screen.until("it is settled", () => isOver(mineOf(stage, postId)!), deadlineMs);
    expect(mineOf(stage, postId)?.state).toBe("confirmed");
    expect(await publicPosts(stage, doubtful)).toHaveLength(1);
  });

  test("whose key holds somebody else's words is never called public", async () => {
    const { network, screen } = stage;
    const { postId } = await fireUnder(stage, [
      { kind: "slow", handle, times: 1, waitMs: 1000, on: ["publish"] },
      { kind: "silent", handle, on: ["find"] },
    ]);
    await screen.until("it is known", () => mineOf(stage, postId) !== undefined);
    const { id } = mineOf(stage, postId)!;
    const arrived = async () => (await network.calls()).some(({ key }) => key === id);
    await expect.poll(arrived, { timeout: deadlineMs, interval: 20 }).toBe(true);
    const place = `/v1/accounts/${handle}/posts/${id}`;
    await network.misbehave();
    expect((await network.call("PUT", place, { text: "Not ours", language: "fr" })).status).toBe(
      201,
    );
    await screen.until("it is settled", () => isOver(mineOf(stage, postId)!), deadlineMs);
    expect(mineOf(stage, postId)).toMatchObject({
      state: "rejected",
      detail: "this key already made another post",
      remoteUrl: null,
    });
  });

  test("with a picture arrives with the very bytes the desk keeps, and their description", async () => {
    const { desk, network, screen, cookie } = stage;
    const moment = await raiseGold(desk, screen);
    const template = await templateWithPicture(stage);
    const accounts = screen.state!.accounts.map(({ id }) => id);
    const wanted = {
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: template.id,
      accounts,
    };
    const preview = await command(desk, cookie, "post.preview", wanted);
    if (!preview.ok) throw new Error(`the preview was refused: ${preview.code}`);
    const renderHashes = preview.value.renderings.map(({ hash }) => hash!);
    const { postId } = await fire(desk, cookie, { ...wanted, renderHashes, undoMs: 0 });
    await settled(stage, postId);
    const kept = await fetch(`${desk.url}/media/${template.image!.mediaId}`, {
      headers: headersOf(desk, cookie),
    });
    const bytes = Buffer.from(await kept.arrayBuffer());
    const ids = screen.state!.deliveries.filter((each) => each.postId === postId);
    const posts = postsOf(await network.posts(), ids);
    expect(posts).toHaveLength(accounts.length);
    for (const { media, language } of posts) {
      expect(media.map(({ alt }) => alt)).toEqual([template.image!.alt[language as "fr" | "en"]]);
      const arrived = await fetch(media[0]!.url);
      expect(arrived.headers.get("content-type")).toBe(kept.headers.get("content-type"));
      expect(arrived.headers.get("x-content-type-options")).toBe("nosniff");
      expect(Buffer.from(await arrived.arrayBuffer()).equals(bytes)).toBe(true);
      const page = await (await fetch(network.url)).text();
      expect(page).toContain(`alt="${media[0]!.alt}"`);
    }
  });

  test("found under our key with other words, or another picture, is not ours", async () => {
    const { network } = stage;
    const adapter = createRehearsal({ url: () => network.url });
    const credentials = { handle, service: null, wears: "bluesky" as const, secret: network.token };
    const signal = AbortSignal.timeout(10_000);
    const { content: session } = await adapter.signIn(credentials, null, signal);
    const account = { handle, service: null, wears: "bluesky" as const, session };
    const sought = { since: new Date(0), taken: new Set<string>() };
    const remoteKey = randomUUID();
    const createdAt = new Date().toISOString();
    const ours = { text: "Or !", locale: "fr" as const, remoteKey, createdAt, media: [] };
    expect(await adapter.find(ours, {}, account, signal, sought)).toBeNull();
    const receipt = await adapter.publish(ours, {}, account, signal);
    expect(await adapter.find(ours, {}, account, signal, sought)).toEqual(receipt);
    const pictured = { media: [{ id: "another", alt: "Un aplat d’or" }] };
    const foreign = { kind: "contentRejected" };
    await expect(
      adapter.find({ ...ours, text: "Argent !" }, {}, account, signal, sought),
    ).rejects.toMatchObject(foreign);
    await expect(adapter.find(ours, pictured, account, signal, sought)).rejects.toMatchObject(
      foreign,
    );
    const stranger = { ...credentials, secret: "0".repeat(48) };
    await expect(adapter.signIn(stranger, null, signal)).rejects.toMatchObject({
      kind: "authExpired",
    });
  });

  test("is refused by the network itself when a client sends more than X would take", async () => {
    const { network } = stage;
    const send = (account: string, text: string) =>
      network.call("POST", `/v1/accounts/${account}/posts`, { text, language: "fr" });
    const put = (account: string, text: string) =>
      network.call("PUT", `/v1/accounts/${account}/posts/${randomUUID()}`, {
        text,
        language: "fr",
      });
    const tooLong = "😀".repeat(141);
    const refused = await send("soiree_iles", tooLong);
    expect([refused.status, await refused.json()]).toEqual([
      422,
      { error: "tooLong", message: "282 of 280 (weighted), as X counts" },
    ]);
    expect((await put(handle, tooLong)).status).toBe(201);
    expect((await put("nobody", "Or !")).status).toBe(401);
  });
});

describe("with the queue on redis a delivery", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage("redis");
  });
  afterAll(() => stage?.close());

  // Only what waits goes back through the queue.
  test.for(waits.filter(([, { retryAfter }]) => retryAfter === undefined))("%s", (each) =>
    goes(stage, each),
  );
});

async function templateWithPicture({ desk, cookie }: Stage) {
  const { default: sharp } = await import("sharp");
  const picture = await sharp({
    create: { width: 320, height: 180, channels: 3, background: "#c8902c" },
  })
    .jpeg()
    .toBuffer();
  const added = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { ...headersOf(desk, cookie), "content-type": "image/jpeg" },
    body: new Uint8Array(picture),
  });
  const { media } = (await added.json()) as {
    media: { id: string; width: number; height: number };
  };
  const saved = await command(desk, cookie, "template.save", {
    slug: "gold-with-picture",
    name: { fr: "Or en image", en: "Gold, pictured" },
    fits: { kinds: ["medal"], medals: ["gold"], firstEver: null },
    variants: [
      { locale: "fr", network: null, text: "L’or en image !" },
      { locale: "en", network: null, text: "Gold, pictured!" },
    ],
    image: {
      mediaId: media.id as never,
      width: media.width,
      height: media.height,
      alt: { fr: "Un aplat d’or", en: "A plain field of gold" },
    },
  });
  if (!saved.ok) throw new Error(`refused: ${saved.code} ${JSON.stringify(saved.details)}`);
  return saved.value.template;
}
