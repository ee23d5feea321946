/**
 * The rehearsal network: a loopback service of ours, reached like any other, over HTTP with a bearer token. An account
 * there publishes in the manner of the network it wears.
 */
import { type Manner, mannerOf } from "#shared/networks.ts";
import { type Answer, call } from "./call.ts";
import { type Network, NetworkError, type OpenAccount, type OutgoingMedia } from "./network.ts";
import {
  explain,
  idOf,
  isDone,
  type Place,
  type Ready,
  readyOf,
  type Speech,
} from "./rehearsal/ask.ts";
import { container } from "./rehearsal/container.ts";
import { flag } from "./rehearsal/flag.ts";
import { idempotencyKey, listing, nothing } from "./rehearsal/listed.ts";
import { recordKey } from "./rehearsal/record-key.ts";
import { isGone, remove } from "./rehearsal/remove.ts";

const speeches: Record<Manner, Speech> = {
  recordKey,
  container,
  flag,
  idempotencyKey,
  listing,
  nothing,
};
/** The network forgets no sign-in; a session is used this long and then made anew, as elsewhere. */
const sessionMs = 86_400_000;

/** `url()` is read at each call: the service gets its port when it starts. */
export function createRehearsal({ url }: { url: () => string }): Network {
  const accountAt = (handle: string): string =>
    `${url()}/v1/accounts/${encodeURIComponent(handle)}`;
  const placeOf = ({ handle, session }: OpenAccount, signal: AbortSignal): Place => ({
    at: accountAt(handle),
    session,
    signal,
  });
  return {
    async signIn({ handle, wears, secret }, _kept, signal) {
      const json = { wears: wears ?? "rehearsal" };
      const answer = await call("PUT", accountAt(handle), secret, { json }, signal);
      if (!isDone(answer)) throw explain(answer);
      return { content: secret, usableUntil: new Date(Date.now() + sessionMs) };
    },
    async prepare(outgoing, account, signal) {
      const place = placeOf(account, signal);
      const manner = mannerOf({ network: "rehearsal", wears: account.wears });
      const media = await upload(place, outgoing.media);
      const ready = { manner, media, draftId: null };
      return (await speeches[manner].prepare?.(place, ready, outgoing)) ?? ready;
    },
    async publish(outgoing, prepared, account, signal) {
      const ready = readyOf(prepared, account);
      if (!ready) throw otherwise("permissionMissing");
      return speeches[ready.manner].publish(placeOf(account, signal), ready, outgoing);
    },
    async find(outgoing, prepared, account, signal, sought) {
      const ready = readyOf(prepared, account);
      // What it is not in one manner, it may be in another.
      if (!ready) throw otherwise("ambiguous");
      return speeches[ready.manner].find(placeOf(account, signal), ready, outgoing, sought);
    },
    async remove(standing, account, signal) {
      const ready = readyOf(standing.prepared, account);
      if (!ready) throw otherwise("permissionMissing");
      await remove(placeOf(account, signal), ready, standing);
    },
    async isGone(standing, account, signal) {
      const ready = readyOf(standing.prepared, account);
      if (!ready) throw otherwise("ambiguous");
      return isGone(placeOf(account, signal), ready, standing);
    },
  };
}

function otherwise(kind: "permissionMissing" | "ambiguous"): NetworkError {
  return new NetworkError(kind, "the account wears another network since this was prepared");
}

async function upload(
  { at, session, signal }: Place,
  media: readonly OutgoingMedia[],
): Promise<Ready["media"]> {
  const uploaded: Ready["media"] = [];
  for (const { type, alt, read } of media) {
    const sent = { bytes: await read(), type };
    const answer = await call("POST", `${at}/media`, session, sent, signal);
    uploaded.push({ id: pictureOf(answer), alt });
  }
  return uploaded;
}

function pictureOf(answer: Answer): string {
  try {
    return idOf(answer, "picture");
  } catch (error) {
    if (!(error instanceof NetworkError) || error.kind !== "contentRejected") throw error;
    throw new NetworkError("mediaRejected", error.message);
  }
}
