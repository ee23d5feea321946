/** A container made before the gate and published once: it says itself whether that has happened. */
import { z } from "zod";
import { call } from "../call.ts";
import { NetworkError } from "../network.ts";
import { contentOf, explain, idOf, isDone, noSight, receiptOf, type Speech } from "./ask.ts";

const seen = z.object({ status: z.enum(["FINISHED", "PUBLISHED"]), post: z.unknown().optional() });

export const container: Speech = {
  async prepare({ at, session, signal }, ready, outgoing) {
    const json = contentOf(outgoing, ready);
    const answer = await call("POST", `${at}/containers`, session, { json }, signal);
    return { ...ready, draftId: idOf(answer, "container") };
  },
  async publish({ at, session, signal }, { draftId }) {
    const json = { containerId: draftId };
    const answer = await call("POST", `${at}/publish`, session, { json }, signal);
    if (!isDone(answer)) throw explain(answer);
    return receiptOf(answer.body);
  },
  async find({ at, session, signal }, { draftId }) {
    const to = `${at}/containers/${encodeURIComponent(draftId ?? "")}`;
    const answer = await call("GET", to, session, null, signal);
    if (answer.status !== 200) throw noSight(answer);
    const parsed = seen.safeParse(answer.body);
    if (!parsed.success) throw new NetworkError("ambiguous", "the container could not be read");
    return parsed.data.status === "PUBLISHED" ? receiptOf(parsed.data.post) : null;
  },
};
