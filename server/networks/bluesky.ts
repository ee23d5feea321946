/**
 * Bluesky: a record put under a key of ours. The server refuses to replace what is there (`swapRecord: null`) and takes
 * the same record twice without a second commit, so a call whose answer was lost may be made again.
 */
import { z } from "zod";
import type { Answer } from "./call.ts";
import { addressOf, errorName, explain, procedure, query } from "./bluesky/ask.ts";
import { buildRecord } from "./bluesky/record.ts";
import { type Content, contentOf, isLoopback, signIn } from "./bluesky/session.ts";
import {
  type Network,
  NetworkError,
  type OpenAccount,
  type Outgoing,
  type Prepared,
  type Receipt,
  type Standing,
} from "./network.ts";
import { instantOfKey } from "./keys.ts";

const collection = "app.bsky.feed.post";
const written = z.object({
  uri: z.string().max(1000),
  commit: z.object({ rev: z.string().max(100) }).optional(),
});
const record = z.looseObject({ text: z.string(), createdAt: z.string() });
const read = z.object({ uri: z.string().max(1000), value: record });

export function createBluesky(): Network {
  return {
    signIn,
    async prepare(outgoing, account, signal) {
      const session = contentOf(account);
      return { repo: session.did, record: await buildRecord(outgoing, session, signal) };
    },
    publish,
    find,
    remove,
    isGone,
  };
}

async function publish(
  outgoing: Outgoing,
  prepared: Prepared,
  account: OpenAccount,
  signal: AbortSignal,
): Promise<Receipt> {
  const session = contentOf(account);
  const { did, host, accessJwt } = session;
  if (isElsewhere(prepared, session))
    throw new NetworkError("permissionMissing", "the account is linked to another repository now");
  const answer = await procedure(
    { host, method: "com.atproto.repo.putRecord" },
    accessJwt,
    {
      json: {
        repo: did,
        collection,
        rkey: outgoing.remoteKey,
        record: prepared["record"],
        swapRecord: null,
        validate: true,
      },
    },
    signal,
  );
  if (answer.status === 200) {
    const parsed = written.safeParse(answer.body);
    if (!parsed.success) throw unreadable();
    return receiptOf(outgoing, session, parsed.data.uri, parsed.data.commit?.rev ?? null);
  }
  if (errorName(answer) !== "InvalidSwap") throw explain(answer);
  const there = await find(outgoing, prepared, account, signal);
  if (there) return there;
  throw new NetworkError("ambiguous", "the key was taken, and then it was not");
}

async function find(
  outgoing: Outgoing,
  prepared: Prepared,
  account: OpenAccount,
  signal: AbortSignal,
): Promise<Receipt | null> {
  const session = contentOf(account);
  if (isElsewhere(prepared, session))
    throw new NetworkError("ambiguous", "the account is linked to another repository now");
  const answer = await query(placeOf(outgoing, session), null, signal);
  if (answer.status === 400 && errorName(answer) === "RecordNotFound") return null;
  if (answer.status !== 200) throw noAnswer(answer);
  const parsed = read.safeParse(answer.body);
  if (!parsed.success) throw unreadable();
  const { uri, value } = parsed.data;
  const ours = record.parse(prepared["record"]);
  if (value.text !== ours.text || value.createdAt !== ours.createdAt)
    throw new NetworkError("contentRejected", "the key of this post already holds another one");
  return receiptOf(outgoing, session, uri, null);
}

/** Deleting what is not there is no error there: the same call again changes nothing. */
async function remove(
  { remoteId, remoteKey }: Standing,
  account: OpenAccount,
  signal: AbortSignal,
): Promise<void> {
  const session = contentOf(account);
  const { did, host, accessJwt } = session;
  if (!isIn(session, remoteId))
    throw new NetworkError("permissionMissing", "the account is linked to another repository now");
  const answer = await procedure(
    { host, method: "com.atproto.repo.deleteRecord" },
    accessJwt,
    { json: { repo: did, collection, rkey: remoteKey } },
    signal,
  );
  if (answer.status !== 200) throw explain(answer);
}

async function isGone(
  { remoteId, remoteKey }: Standing,
  account: OpenAccount,
  signal: AbortSignal,
): Promise<boolean> {
  const session = contentOf(account);
  if (!isIn(session, remoteId))
    throw new NetworkError("ambiguous", "the account is linked to another repository now");
  const answer = await query(placeOf({ remoteKey }, session), null, signal);
  if (answer.status === 400 && errorName(answer) === "RecordNotFound") return true;
  if (answer.status !== 200) throw noAnswer(answer);
  return false;
}

function isIn({ did }: Content, remoteId: string): boolean {
  return remoteId.startsWith(`at://${did}/`);
}

/** Whether the account was linked anew, to another repository: what is absent there proves nothing about ours. */
function isElsewhere({ repo }: Prepared, { did }: Content): boolean {
  return repo !== undefined && repo !== did;
}

/** A refusal to look says nothing about the post. */
function noAnswer(answer: Answer): NetworkError {
  const { kind, message, until } = explain(answer);
  return new NetworkError(kind === "contentRejected" ? "ambiguous" : kind, message, until);
}

/** Where the record of a post is looked up, by its key. */
function placeOf(
  { remoteKey }: Pick<Outgoing, "remoteKey">,
  { did, host }: Content,
): Parameters<typeof addressOf>[0] {
  const wanted = { repo: did, collection, rkey: remoteKey };
  return { host, method: "com.atproto.repo.getRecord", query: wanted };
}

function receiptOf(outgoing: Outgoing, session: Content, uri: string, rev: string | null): Receipt {
  const { did, handle, host } = session;
  const { remoteKey } = outgoing;
  const remoteId = `at://${did}/${collection}/${remoteKey}`;
  if (uri !== remoteId) throw unreadable();
  const name = handle === "handle.invalid" ? did : handle;
  return {
    remoteId,
    // The public page shows what public servers hold; what stands on this machine is shown as its own record.
    remoteUrl: isLoopback(host)
      ? addressOf(placeOf(outgoing, session))
      : `https://bsky.app/profile/${name}/post/${remoteKey}`,
    publicAt: rev && instantOfKey(rev),
  };
}

function unreadable(): NetworkError {
  return new NetworkError("ambiguous", "the answer could not be read");
}
