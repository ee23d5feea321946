/** A post that lies there unpublished before the gate, and a flag that makes it public: lifted twice, it is up. */
import { z } from "zod";
import { call } from "../call.ts";
import { NetworkError } from "../network.ts";
import { contentOf, explain, idOf, isDone, noSight, receiptOf, type Speech } from "./ask.ts";

const seen = z.object({ published: z.boolean() });

export const flag: Speech = {
  async prepare({ at, session, signal }, ready, outgoing) {
    const json = { ...contentOf(outgoing, ready), published: false };
    const answer = await call("POST", `${at}/posts`, session, { json }, signal);
    return { ...ready, draftId: idOf(answer, "post") };
  },
  async publish({ at, session, signal }, { draftId }) {
    const to = `${at}/posts/${encodeURIComponent(draftId ?? "")}/publish`;
    const answer = await call("POST", to, session, null, signal);
    if (!isDone(answer)) throw explain(answer);
    return receiptOf(answer.body);
  },
  async find({ at, session, signal }, { draftId }) {
    const to = `${at}/posts/${encodeURIComponent(draftId ?? "")}`;
    const answer = await call("GET", to, session, null, signal);
    if (answer.status !== 200) throw noSight(answer);
    const parsed = seen.safeParse(answer.body);
    if (!parsed.success) throw new NetworkError("ambiguous", "the post could not be read");
    return parsed.data.published ? receiptOf(answer.body) : null;
  },
};
