/** A post without a key of its own: sent twice, it is there twice. It is looked for among what the account said since. */
import { z } from "zod";
import { call } from "../call.ts";
import { NetworkError, type Outgoing, type Receipt, type Sought } from "../network.ts";
import { isSamePost } from "../same-post.ts";
import {
  attached,
  contentOf,
  explain,
  isDone,
  noSight,
  type Place,
  type Ready,
  receiptOf,
  type Speech,
} from "./ask.ts";

/** What the network lists at once, and how often it is asked for more. */
const pageSize = 40;
const mostPages = 10;

const listed = z.object({
  posts: z
    .array(z.object({ text: z.string(), media: attached, createdAt: z.iso.datetime() }).loose())
    .max(pageSize),
});
type Listed = z.infer<typeof listed>["posts"];

/** Sends under an idempotency key, which the network remembers for a while, and only once the post is there. */
export const idempotencyKey: Speech = {
  publish: (place, ready, outgoing) =>
    send(place, ready, outgoing, { "idempotency-key": outgoing.remoteKey }),
  find,
};

export const listing: Speech = { publish: (...all) => send(...all), find };

/** Nothing there can be read: a person has to look. */
export const nothing: Speech = {
  publish: (...all) => send(...all),
  async find() {
    throw new NetworkError("ambiguous", "this network cannot be asked what became of a post");
  },
};

async function send(
  { at, session, signal }: Place,
  ready: Ready,
  outgoing: Outgoing,
  headers: Record<string, string> = {},
): Promise<Receipt> {
  const json = contentOf(outgoing, ready);
  const answer = await call("POST", `${at}/posts`, session, { json }, signal, headers);
  if (!isDone(answer)) throw explain(answer);
  return receiptOf(answer.body);
}

/** The oldest since then that says the same: ours was sent then, a repeat of it by hand comes later. */
async function find(
  place: Place,
  { media }: Ready,
  { text }: Outgoing,
  { since, taken }: Sought,
): Promise<Receipt | null> {
  const ours = { text, pictures: media.length };
  const found = (await listSince(place, since))
    .filter((post) => Date.parse(post.createdAt) >= since.getTime())
    .filter((post) => !taken.has(receiptOf(post).remoteId))
    .findLast((post) => isSamePost(ours, { text: post.text, pictures: post.media.length }));
  return found ? receiptOf(found) : null;
}

/** All the account said since, newest first; `ambiguous` where that is too much to look through: what was not seen is not absent. */
async function listSince({ at, session, signal }: Place, since: Date): Promise<Listed> {
  const asked = new URLSearchParams({ since: since.toISOString() });
  const all: Listed = [];
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await call("GET", `${at}/posts?${asked.toString()}`, session, null, signal);
    if (answer.status !== 200) throw noSight(answer);
    const parsed = listed.safeParse(answer.body);
    if (!parsed.success) throw new NetworkError("ambiguous", "the list of posts could not be read");
    const { posts } = parsed.data;
    all.push(...posts);
    const last = posts.at(-1);
    if (!last || posts.length < pageSize) return all;
    asked.set("before", receiptOf(last).remoteId);
  }
  throw new NetworkError(
    "ambiguous",
    `more than ${all.length} posts since: too many to look through`,
  );
}
