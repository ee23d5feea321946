/** Bluesky. */
import { type Network, NetworkError } from "./network.ts";

export function createBluesky(): Network {
  const notYet = () => Promise.reject(new NetworkError("notSent", "not yet"));
  return { guarantee: "proven", signIn: notYet, prepare: notYet, publish: notYet, find: notYet };
}
