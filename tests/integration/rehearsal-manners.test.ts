/** The rehearsal network in each manner of publishing, and the adapter that speaks them: the oracle's own contract. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { NetworkError, OpenAccount, Outgoing, Prepared } from "#server/networks/network.ts";
import { createRehearsal } from "#server/networks/rehearsal.ts";
import type { NetworkName } from "#shared/networks.ts";
import { startTestNetwork, type TestNetwork } from "../harness/rehearsal-network.ts";

let network: TestNetwork;
let adapter: ReturnType<typeof createRehearsal>;
beforeAll(async () => {
  network = await startTestNetwork();
  adapter = createRehearsal({ url: () => network.url });
});
afterEach(() => network.misbehave());
afterAll(() => network?.stop());

/** A network of each manner, and an account that wears it. */
const worn = {
  recordKey: "bluesky",
  container: "instagram",
  flag: "facebook",
  idempotencyKey: "mastodon",
  listing: "x",
  nothing: "telegram",
} as const satisfies Record<string, NetworkName>;
type Manner = keyof typeof worn;
const manners = Object.keys(worn) as Manner[];
const provable: Manner[] = ["recordKey", "container", "flag"];
const askable: Manner[] = [...provable, "idempotencyKey", "listing"];

const signal = () => AbortSignal.timeout(5000);
const longAgo = new Date(0);

async function accountOf(manner: Manner, handle = `of-${manner}`): Promise<OpenAccount> {
  const [wears, service] = [worn[manner], null];
  const asked = { handle, wears, service, secret: network.token };
  const { content } = await adapter.signIn(asked, null, signal());
  return { handle, wears, service, session: content };
}

function post(text = `Or ! ${randomUUID()}`): Outgoing {
  const createdAt = new Date().toISOString();
  return { text, locale: "fr", remoteKey: randomUUID(), createdAt, media: [] };
}

async function ready(manner: Manner, outgoing = post(), handle?: string) {
  const account = await accountOf(manner, handle);
  const prepared = await adapter.prepare(outgoing, account, signal());
  const found = (since = longAgo) =>
    adapter.find(outgoing, prepared, account, signal(), { since, taken: new Set() });
  const publish = (deadline = signal()) => adapter.publish(outgoing, prepared, account, deadline);
  return { account, outgoing, prepared, publish, find: found };
}

/** What is public under these words. */
async function publicOf({ text }: Outgoing) {
  return (await network.posts()).filter((each) => each.text === text);
}

const kindOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => "done",
    (error: NetworkError) => error.kind,
  );

test.for(manners)(
  "under %s what is prepared is not public, and what is published is once",
  async (manner) => {
    const { outgoing, publish } = await ready(manner);
    expect(await publicOf(outgoing)).toEqual([]);
    const receipt = await publish();
    const [there, ...more] = await publicOf(outgoing);
    expect(more).toEqual([]);
    expect(receipt).toEqual({
      remoteId: there?.id,
      remoteUrl: there?.url,
      publicAt: there?.createdAt,
    });
    const keyed = manner === "recordKey" || manner === "idempotencyKey";
    expect(there?.key).toBe(keyed ? outgoing.remoteKey : "");
  },
);

test.for(provable)("under %s ten calls at once and ten more make one post", async (manner) => {
  const { outgoing, publish } = await ready(manner);
  const receipts = await Promise.all(Array.from({ length: 10 }, () => publish()));
  for (let round = 0; round < 10; round += 1) receipts.push(await publish());
  const there = await publicOf(outgoing);
  expect(there).toHaveLength(1);
  expect(new Set(receipts.map(({ remoteId }) => remoteId))).toEqual(new Set([there[0]?.id]));
});

test("an idempotency key stops a repeat that comes after it was written down, and none that comes before", async () => {
  const one = await ready("idempotencyKey");
  const first = await one.publish();
  await expect
    .poll(async () => {
      await one.publish();
      const before = (await publicOf(one.outgoing)).length;
      await one.publish();
      return (await publicOf(one.outgoing)).length - before;
    })
    .toBe(0);
  expect((await publicOf(one.outgoing)).at(-1)?.id).toBe(first.remoteId);
  const other = await ready("idempotencyKey");
  await Promise.all(Array.from({ length: 10 }, () => other.publish()));
  expect((await publicOf(other.outgoing)).length).toBeGreaterThan(1);
});

test.for(["listing", "nothing"] as const)("under %s a repeat is a second post", async (manner) => {
  const { outgoing, publish } = await ready(manner);
  await publish();
  await publish();
  expect(await publicOf(outgoing)).toHaveLength(2);
});

test.for(askable)(
  "under %s a post is found where it is, and not where it is not",
  async (manner) => {
    const { publish, find } = await ready(manner);
    const since = new Date();
    expect(await find(since)).toBeNull();
    const receipt = await publish();
    expect(await find(since)).toEqual(receipt);
  },
);

test("under nothing a post cannot be asked for", async () => {
  const { publish, find } = await ready("nothing");
  await publish();
  expect(await kindOf(find())).toBe("ambiguous");
});

test.for(["idempotencyKey", "listing"] as const)(
  "under %s an older post with the same words is not taken for ours",
  async (manner) => {
    const older = await ready(manner);
    await older.publish();
    const [there] = await publicOf(older.outgoing);
    const after = new Date(Date.parse(there!.createdAt) + 1);
    await expect.poll(() => Date.now()).toBeGreaterThan(after.getTime());
    const ours = await ready(manner, { ...post(older.outgoing.text) });
    expect(await ours.find(after)).toBeNull();
    const receipt = await ours.publish();
    expect(await ours.find(after)).toEqual(receipt);
  },
);

test.for(["idempotencyKey", "listing"] as const)(
  "under %s a post is found below many that came after it; below too many to look through, it is not called absent",
  async (manner) => {
    const since = new Date();
    const { account, publish, find } = await ready(manner, post(), `talkative-${manner}`);
    const sayMore = async (count: number): Promise<void> => {
      const others = Array.from({ length: count }, () => post());
      await Promise.all(
        others.map(async (other) =>
          adapter.publish(
            other,
            await adapter.prepare(other, account, signal()),
            account,
            signal(),
          ),
        ),
      );
    };
    const receipt = await publish();
    await sayMore(90);
    expect(await find(since)).toEqual(receipt);
    await sayMore(310);
    expect(await kindOf(find(since))).toBe("ambiguous");
  },
);

test("a post is found though its network shortened the addresses in it", async () => {
  const outgoing = post(`Or !  Le fil : https://example.org/${randomUUID()}, en direct`);
  const { publish, find } = await ready("listing", outgoing);
  const receipt = await publish();
  const listed = await network.call("GET", "/v1/accounts/of-listing/posts?since=1970-01-01");
  expect(await listed.text()).toContain("https://short.example/1, en direct");
  expect(await find()).toEqual(receipt);
});

test.for(["idempotencyKey", "listing"] as const)(
  "under %s a post with another number of pictures is not ours",
  async (manner) => {
    const { account, outgoing, publish, find } = await ready(manner);
    await publish();
    const pictured: Prepared = { manner, media: [{ id: "a", alt: "Un podium" }] };
    const since = longAgo;
    expect(await find()).not.toBeNull();
    expect(
      await adapter.find(outgoing, pictured, account, signal(), { since, taken: new Set() }),
    ).toBeNull();
  },
);

test("what was prepared for an account that wears another network since is neither sent nor called absent", async () => {
  const { outgoing, prepared } = await ready("container");
  const account = { ...(await accountOf("recordKey")), handle: "of-container" };
  expect(await kindOf(adapter.publish(outgoing, prepared, account, signal()))).toBe(
    "permissionMissing",
  );
  expect(
    await kindOf(
      adapter.find(outgoing, prepared, account, signal(), { since: longAgo, taken: new Set() }),
    ),
  ).toBe("ambiguous");
  expect(await publicOf(outgoing)).toEqual([]);
});

test("a call of another manner than the account's is refused, and makes nothing", async () => {
  await accountOf("listing");
  const json = { text: `Or ! ${randomUUID()}`, language: "fr" };
  const answer = await network.call("PUT", "/v1/accounts/of-listing/posts/a-key", json);
  expect([answer.status, await answer.json()]).toEqual([
    422,
    { error: "otherManner", message: "this account does not publish that way" },
  ]);
  expect(await publicOf({ ...post(json.text) })).toEqual([]);
});

/** Faults after which nobody can know from the answer; whether the post is there all the same. */
const doubts = {
  error: false,
  garbage: false,
  dropThenForget: false,
  silent: false,
  acceptThenError: true,
  acceptThenDrop: true,
  trickle: true,
  resetInBody: true,
  truncated: true,
  wrongShape: true,
  huge: true,
} as const;
const kinds = Object.keys(doubts) as (keyof typeof doubts)[];

test.for(manners)(
  "under %s every fault without an answer leaves the outcome open",
  async (manner) => {
    for (const kind of kinds) {
      const { outgoing, publish } = await ready(manner);
      await network.misbehave({ kind, times: 1, matching: outgoing.text, on: ["publish"] });
      const outcome = await kindOf(publish(AbortSignal.timeout(400)));
      expect({ kind, outcome }).toEqual({ kind, outcome: "ambiguous" });
      const there = await publicOf(outgoing);
      expect({ kind, there: there.length }).toEqual({ kind, there: doubts[kind] ? 1 : 0 });
      expect(await network.faults()).toEqual([]);
    }
  },
);

test("in every manner a post can be taken long after its caller has gone", async () => {
  await network.misbehave({ kind: "lateAccept", waitMs: 900 });
  await Promise.all(
    manners.map(async (manner) => {
      const { outgoing, publish } = await ready(manner);
      expect(await kindOf(publish(AbortSignal.timeout(200)))).toBe("ambiguous");
      expect(await publicOf(outgoing)).toEqual([]);
      await expect.poll(async () => (await publicOf(outgoing)).length, { timeout: 5000 }).toBe(1);
      const made = (await network.calls()).filter(({ text }) => text === outgoing.text).at(-1);
      expect(made).toMatchObject({ fault: "lateAccept", status: null, made: expect.any(String) });
    }),
  );
});

test("a limit is worded in three ways, and each is waited for", async () => {
  const { publish } = await ready("recordKey");
  const waits = { seconds: 3000, date: 3000, garbage: 5000 };
  for (const retryAfter of ["seconds", "date", "garbage"] as const) {
    await network.misbehave({ kind: "rateLimit", retryAfter, waitMs: 3000, times: 1 });
    const error = await publish().then(
      () => null,
      (each: NetworkError) => each,
    );
    expect(error).toMatchObject({ kind: "rateLimited", message: expect.stringContaining("wait") });
    const waitMs = error!.until!.getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(waits[retryAfter] - 1200);
    expect(waitMs).toBeLessThanOrEqual(waits[retryAfter] + 1000);
  }
});

test("a session that has ended is told apart from a refusal, in every manner", async () => {
  for (const manner of manners) {
    const { outgoing, publish } = await ready(manner);
    await network.misbehave({ kind: "expired", times: 1, matching: outgoing.text });
    expect(await kindOf(publish())).toBe("authExpired");
    expect(await kindOf(publish())).toBe("authExpired");
    await accountOf(manner);
    expect(await kindOf(publish())).toBe("done");
    await network.misbehave({ kind: "refuse", times: 1, message: "no", handle: `of-${manner}` });
    expect(await kindOf((await ready(manner)).publish())).toBe("contentRejected");
  }
});

test("a container or a post that lies there fails before anything is public, and is made again", async () => {
  for (const manner of ["container", "flag"] as const) {
    const account = await accountOf(manner);
    const outgoing = post();
    const prepare = () => adapter.prepare(outgoing, account, signal());
    await network.misbehave({ kind: "error", on: ["upload"], times: 1, matching: outgoing.text });
    expect(await kindOf(prepare())).toBe("ambiguous");
    const prepared = await prepare();
    await adapter.publish(outgoing, prepared, account, signal());
    expect(await publicOf(outgoing)).toHaveLength(1);
  }
});

test("a script of thousands says which post is hit, by its words", async () => {
  const [hit, spared] = [await ready("listing"), await ready("listing")];
  const others = Array.from({ length: 4998 }, () => ({
    kind: "refuse" as const,
    matching: randomUUID(),
  }));
  const mine = { kind: "refuse" as const, matching: hit.outgoing.text, times: 1 };
  await network.misbehave(...others, mine);
  expect(await kindOf(spared.publish())).toBe("done");
  expect(await kindOf(hit.publish())).toBe("contentRejected");
  expect(await kindOf(hit.publish())).toBe("done");
  expect(await network.faults()).toHaveLength(4998);
});

test("every call is on record, with what it made and what was done to it", async () => {
  const { outgoing, publish, find } = await ready("idempotencyKey");
  await network.misbehave({ kind: "acceptThenDrop", times: 1, matching: outgoing.text });
  await kindOf(publish());
  await find();
  const [there] = await publicOf(outgoing);
  const calls = (await network.calls()).slice(-2);
  const handle = "of-idempotencyKey";
  const manner = "idempotencyKey";
  const each = { at: expect.any(String), handle, manner };
  const sent = { call: "publish", key: outgoing.remoteKey, text: outgoing.text };
  const asked = { call: "find", key: "", text: null };
  expect(calls).toEqual([
    { ...each, ...sent, fault: "acceptThenDrop", made: there?.id, status: null },
    { ...each, ...asked, fault: null, made: null, status: 200 },
  ]);
  const stranger = await fetch(`${network.url}/v1/calls`);
  expect(stranger.status).toBe(401);
});
