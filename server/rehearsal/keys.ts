/**
 * Idempotency keys, as a network keeps them beside its posts: written a little after the post is public, and forgotten
 * after an hour. Two calls at once under one key make two posts; one after the other, one.
 */
import type { Timeline } from "./timeline.ts";

const lateMs = 30;
const keptMs = 3_600_000;

export type Keys = {
  /** The id of the post made under a key; null when the network does not know it, yet or any more. */
  find: (handle: string, key: string) => string | null;
  /** Writes the key, late. */
  keep: (handle: string, key: string, postId: string) => void;
};

/** Those of the posts of the last hour are known. */
export function createKeys(timeline: Timeline): Keys {
  const known = new Map<string, { postId: string; at: number }>();
  const placeOf = (handle: string, key: string): string => `${handle}\n${key}`;
  for (const { handle, key, id, createdAt } of timeline.newest(10_000))
    if (key !== "") known.set(placeOf(handle, key), { postId: id, at: Date.parse(createdAt) });
  return {
    find(handle, key) {
      const kept = known.get(placeOf(handle, key));
      return kept && Date.now() - kept.at < keptMs ? kept.postId : null;
    },
    keep(handle, key, postId) {
      setTimeout(() => known.set(placeOf(handle, key), { postId, at: Date.now() }), lateMs);
    },
  };
}
