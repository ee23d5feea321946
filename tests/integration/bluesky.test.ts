import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createBluesky } from "#server/networks/bluesky.ts";
import { remoteKeyFor } from "#server/networks/keys.ts";
import type { DeliveryState } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import {
  addPicture,
  type BlueskyStage,
  deliveriesOf,
  look,
  react,
  saveReaction,
  setBlueskyStage,
  signInTo,
  xrpc,
} from "../harness/bluesky.ts";
import { openConsole } from "../harness/console.ts";
import { command } from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";
import { allAre } from "../harness/stage.ts";

type Stored = {
  text: string;
  langs: string[];
  createdAt: string;
  facets: { index: { byteStart: number; byteEnd: number }; features: { $type: string }[] }[];
  embed: {
    images: { image: { ref: { $link: string } }; alt: string; aspectRatio: object }[];
  };
};

/** Servers and workers start anew within a test, beside each other on a small machine. */
const settleMs = 60_000;
vi.setConfig({ testTimeout: 150_000 });

describe.each(backends)("on Bluesky, with the queue on %s", (backend) => {
  let stage: BlueskyStage;
  let reaction: string;
  beforeAll(async () => {
    stage = await setBlueskyStage(backend, "web");
    reaction = await saveReaction(stage, "bluesky");
  });
  afterAll(() => stage?.close());

  const urisOf = async (did: string) => (await stage.pds.records(did)).map((each) => each.uri);

  test("a fired reaction stands in the account's repository word for word, with its picture, and every desk has the receipt", async () => {
    const { pds, desk, screen, cookie } = stage;
    const { known, account } = await stage.link(["fr", "en"]);
    const picture = await addPicture(stage);
    const withPicture = await saveReaction(stage, "bluesky-picture", picture);
    const colleague = openConsole(desk, cookie);
    const worker = await stage.worker();
    const commits = (await pds.commits(known.did)).length;
    const startedAt = Date.now();

    const { postId, renderings } = await react(stage, withPicture, account);
    for (const console of [screen, colleague])
      await console.until(
        "both are public",
        (self) => self.state !== null && allAre(self, postId, "confirmed"),
      );

    const records = await pds.records(known.did);
    expect((await pds.commits(known.did)).length).toBe(commits + 2);
    expect(deliveriesOf(colleague, postId)).toEqual(deliveriesOf(screen, postId));
    for (const { text, locales, publicAt, remoteId, remoteUrl, dueAt } of deliveriesOf(
      screen,
      postId,
    )) {
      const stored = records.find((each) => each.uri === remoteId)!.value as Stored;
      const preview = renderings.find((each) => each.locale === locales[0])!;
      expect(Buffer.from(stored.text)).toEqual(Buffer.from(preview.text));
      expect(stored.text).toBe(text);
      expect(stored.langs).toEqual(locales);
      expect(Date.parse(stored.createdAt)).toBe(Date.parse(dueAt));
      expect(facetsOf(stored)).toEqual([
        { kind: "app.bsky.richtext.facet#tag", said: text.match(/#\S+/)![0] },
        { kind: "app.bsky.richtext.facet#link", said: text.match(/https:\S+/)![0] },
      ]);
      const [image] = stored.embed.images;
      expect(image).toMatchObject({
        alt: preview.media[0]!.alt,
        aspectRatio: { width: picture.width, height: picture.height },
      });
      const served = await fetch(`${desk.url}/media/${picture.id}`, { headers: { cookie } });
      const bytes = Buffer.from(await served.arrayBuffer());
      expect((await pds.blob(known.did, image!.image.ref.$link)).equals(bytes)).toBe(true);
      expect(Date.parse(publicAt!)).toBeGreaterThanOrEqual(startedAt - 1000);
      expect(Date.parse(publicAt!)).toBeLessThanOrEqual(Date.now() + 1000);
      expect(await (await fetch(remoteUrl!)).json()).toMatchObject({ value: { text } });
    }
    colleague.close();
    await worker.stop();
  });

  test.each(["afterGate", "afterAccept"])(
    "a worker killed %s leaves exactly one post",
    async (point) => {
      const { pds, screen } = stage;
      const { known, account } = await stage.link(["fr"]);
      const commits = (await pds.commits(known.did)).length;
      const dying = await stage.worker({ REBOND_CRASH_AT: point });
      const { postId } = await react(stage, reaction, account);
      await dying.gone();
      await dying.stop();
      expect(await pds.records(known.did)).toHaveLength(point === "afterGate" ? 0 : 1);
      const second = await stage.worker();
      await screen.until("it is public", () => allAre(screen, postId, "confirmed"), settleMs);
      const [delivery] = deliveriesOf(screen, postId);
      expect(await urisOf(known.did)).toEqual([delivery!.remoteId]);
      expect((await pds.commits(known.did)).length).toBe(commits + 1);
      await second.stop();
    },
  );

  test("a server that is down when a post falls due has it once, when it is back", async () => {
    const { pds, screen } = stage;
    const { known, account } = await stage.link(["fr"]);
    const worker = await stage.worker();
    await pds.kill9();
    const { postId } = await react(stage, reaction, account);
    const waiting: DeliveryState[] = ["retryWait", "uncertain"];
    await screen.until("it has to wait", () =>
      waiting.some((state) => allAre(screen, postId, state)),
    );
    await pds.restart();
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"), settleMs);
    expect(await urisOf(known.did)).toEqual([deliveriesOf(screen, postId)[0]!.remoteId]);
    await worker.stop();
  });

  test("a server killed between taking a post and saying so has it once", async () => {
    const { pds, wire, screen } = stage;
    const { known, account } = await stage.link(["fr"]);
    const worker = await stage.worker();
    const commits = (await pds.commits(known.did)).length;
    wire.loseAnswer("com.atproto.repo.putRecord", () => pds.kill9());
    const { postId } = await react(stage, reaction, account);
    await screen.until("it is in doubt", () => allAre(screen, postId, "uncertain"));
    await pds.restart();
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"), settleMs);
    expect(await urisOf(known.did)).toEqual([deliveriesOf(screen, postId)[0]!.remoteId]);
    expect((await pds.commits(known.did)).length).toBe(commits + 1);
    await worker.stop();
  });
});

describe("what Bluesky would not take", () => {
  let stage: BlueskyStage;
  beforeAll(async () => {
    stage = await setBlueskyStage("postgres", "web,worker");
  });
  afterAll(() => stage?.close());

  test("a key that holds another post already is left as it is, and the desk says refused", async () => {
    const { pds, screen } = stage;
    const { known, account } = await stage.link(["fr"]);
    const reaction = await saveReaction(stage, "bluesky");
    const { postId, ids } = await react(stage, reaction, account, 4000);
    const { accessJwt } = await signInTo(pds, known);
    const other = { $type: "app.bsky.feed.post", text: "Autre", createdAt: "2026-02-12T10:00:00Z" };
    await xrpc(pds, "com.atproto.repo.putRecord", accessJwt, {
      repo: known.did,
      collection: "app.bsky.feed.post",
      rkey: remoteKeyFor("bluesky", ids[0]!),
      record: other,
    });
    await screen.until("it is refused", () => allAre(screen, postId, "rejected"));
    expect(deliveriesOf(screen, postId)[0]!.reason).toBe("networkRefused");
    expect(await pds.records(known.did)).toMatchObject([{ value: other }]);
  });

  test("a text of 301 characters cannot be armed for it, nor fired past the preview", async () => {
    const { desk, cookie } = stage;
    const { account } = await stage.link(["fr"]);
    const record = await openRecord(desk);
    const template = await record.saveTemplate({
      slug: "too-long",
      name: { fr: "Trop long", en: "Too long" },
      fits: { kinds: ["medal"], medals: null, firstEver: null },
      variants: [{ locale: "fr", network: null, text: "👩‍🚀".repeat(301) }],
      image: null,
    });
    const { wanted, renderings } = await look(stage, template.id, account);
    expect(renderings).toMatchObject([{ hash: null, length: 301, maxLength: 300 }]);
    const made = await record.countMade();
    expect(
      await command(desk, cookie, "post.fire", {
        ...wanted,
        renderHashes: ["0".repeat(64)],
        undoMs: 0,
      }),
    ).toMatchObject({ ok: false, code: "tooLong" });
    expect(await record.countMade()).toEqual(made);
    await record.close();
  });

  test("a name is a mention where the network knows it and plain text where not, and a picture over 1 MB is refused", async () => {
    const known = await stage.pds.createAccount();
    const bluesky = createBluesky();
    const signal = AbortSignal.timeout(10_000);
    const service = stage.pds.url;
    const credentials = { ...known, service, wears: null, secret: known.password };
    const { content } = await bluesky.signIn(credentials, null, signal);
    const account = { handle: known.handle, service, wears: null, session: content };
    const outgoing = {
      text: `Bravo @${known.handle} et @nobody-at-all.test`,
      locale: "fr" as const,
      remoteKey: "3lbkxyzabcd2a",
      createdAt: "2026-02-12T10:00:00.000Z",
      media: [],
    };
    const { record } = await bluesky.prepare(outgoing, account, signal);
    expect(record).toMatchObject({
      text: outgoing.text,
      facets: [{ features: [{ $type: "app.bsky.richtext.facet#mention", did: known.did }] }],
    });
    const large = {
      sha256: "",
      type: "image/jpeg" as const,
      width: 10,
      height: 10,
      alt: "Trop",
      read: async () => Buffer.alloc(1_000_001),
    };
    await expect(
      bluesky.prepare({ ...outgoing, media: [large] }, account, signal),
    ).rejects.toMatchObject({ kind: "mediaRejected" });
  });
});

function facetsOf({ text, facets }: Stored): { kind: string; said: string }[] {
  const bytes = Buffer.from(text);
  return facets.map(({ index, features }) => ({
    kind: features[0]!.$type,
    said: bytes.subarray(index.byteStart, index.byteEnd).toString(),
  }));
}
