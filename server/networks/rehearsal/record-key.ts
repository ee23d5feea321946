/** A post put under a key of ours: the same post twice is one, and looking under the key proves where it is not. */
import { z } from "zod";
import { call } from "../call.ts";
import { NetworkError } from "../network.ts";
import {
  attached,
  contentOf,
  errorName,
  explain,
  isDone,
  noSight,
  type Place,
  receiptOf,
  type Speech,
} from "./ask.ts";

const content = z.object({ text: z.string(), media: attached });

export const recordKey: Speech = {
  async publish(place, ready, outgoing) {
    const json = contentOf(outgoing, ready);
    const to = under(place, outgoing.remoteKey);
    const answer = await call("PUT", to, place.session, { json }, place.signal);
    if (!isDone(answer)) throw explain(answer);
    return receiptOf(answer.body);
  },
  async find(place, { media }, { text, remoteKey }) {
    const answer = await call("GET", under(place, remoteKey), place.session, null, place.signal);
    if (answer.status === 404 && errorName(answer) === "postNotFound") return null;
    if (answer.status !== 200) throw noSight(answer);
    const found = receiptOf(answer.body);
    const there = content.safeParse(answer.body);
    if (!there.success) throw new NetworkError("ambiguous", "the post found could not be read");
    // What the key holds is ours when it says what we would say.
    if (there.data.text !== text || JSON.stringify(there.data.media) !== JSON.stringify(media))
      throw new NetworkError("contentRejected", "another post is kept under our key");
    return found;
  },
};

function under({ at }: Place, key: string): string {
  return `${at}/posts/${encodeURIComponent(key)}`;
}
