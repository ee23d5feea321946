/** Taking a post back there: under our key where the account's manner has one, else under the id that the network gave it. */
import { call } from "../call.ts";
import type { Standing } from "../network.ts";
import { errorName, explain, isDone, noSight, type Place, type Ready } from "./ask.ts";

/** What is gone already needs nothing more. */
export async function remove(place: Place, ready: Ready, standing: Standing): Promise<void> {
  const to = addressOf(place, ready, standing);
  const answer = await call("DELETE", to, place.session, null, place.signal);
  if (isDone(answer) || errorName(answer) === "postNotFound") return;
  throw explain(answer);
}

/** Where nothing can be read nobody can know: then only taking it back once more is certain. */
export async function isGone(place: Place, ready: Ready, standing: Standing): Promise<boolean> {
  if (ready.manner === "nothing") return false;
  const to = addressOf(place, ready, standing);
  const answer = await call("GET", to, place.session, null, place.signal);
  if (answer.status === 404 && errorName(answer) === "postNotFound") return true;
  if (answer.status !== 200) throw noSight(answer);
  return ready.manner === "flag" && (answer.body as { published?: unknown }).published === false;
}

function addressOf({ at }: Place, { manner }: Ready, { remoteId, remoteKey }: Standing): string {
  const id = manner === "recordKey" ? remoteKey : remoteId;
  return `${at}/posts/${encodeURIComponent(id)}`;
}
