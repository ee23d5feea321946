/** What the promise "exactly one public post" rests on, held against the real server. */
import { randomBytes } from "node:crypto";
import { AtpAgent } from "@atproto/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPds } from "../harness/pds.ts";
import type { PdsAccount, TestPds } from "../harness/pds.ts";

let pds: TestPds;
beforeAll(async () => {
  pds = await startPds();
});
afterAll(() => pds?.stop());

async function signedIn({ handle, password }: PdsAccount): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: pds.url });
  await agent.login({ identifier: handle, password });
  return agent;
}

test("a post written again under its key stays one post and one commit, also over a killed server", async () => {
  const account = await pds.createAccount();
  const agent = await signedIn(account);
  const picture = randomBytes(1000);
  const image = (await agent.uploadBlob(picture, { encoding: "image/png" })).data.blob;
  const write = async () => {
    const { data } = await agent.com.atproto.repo.putRecord({
      repo: account.did,
      collection: "app.bsky.feed.post",
      rkey: "3lbkxyzabcd2a",
      swapRecord: null,
      record: {
        $type: "app.bsky.feed.post",
        text: "Or !",
        createdAt: "2026-02-12T10:00:00.000Z",
        embed: { $type: "app.bsky.embed.images", images: [{ image, alt: "Une médaille" }] },
      },
    });
    return { cid: data.cid, committed: data.commit !== undefined };
  };
  const commitsBefore = (await pds.commits(account.did)).length;

  const first = await write();
  expect(first.committed).toBe(true);
  expect(await write()).toEqual({ cid: first.cid, committed: false });
  await pds.restart();
  expect(await write()).toEqual({ cid: first.cid, committed: false });

  expect(await pds.commits(account.did)).toHaveLength(commitsBefore + 1);
  expect(await pds.records(account.did)).toMatchObject([
    { cid: first.cid, value: { text: "Or !" } },
  ]);
  expect(await pds.blob(account.did, image.ref.toString())).toEqual(picture);
  await signedIn(account);
});
