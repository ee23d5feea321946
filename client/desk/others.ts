/** Which colleagues are on which moment, as their screens say. */
import { useMemo } from "react";
import type { Presence } from "#shared/protocol.ts";
import { useLive } from "../live/store.ts";

/** A colleague on a moment. */
export type Other = { id: string; name: string; writing: boolean };

const none: readonly Other[] = [];

/** What presence says of them, as one word: it comes every second, and changes rarely. */
function wordOf(presence: Presence | null, me: string | undefined): string {
  const others = (presence?.people ?? []).filter(({ id, momentId }) => id !== me && momentId);
  return JSON.stringify(
    others.map(({ id, name, momentId, writing }) => [momentId, { id, name, writing }]),
  );
}

/** By moment, everybody but oneself; the same lists until something changes. */
export function useOthers(): (momentId: string) => readonly Other[] {
  const word = useLive(({ presence, me }) => wordOf(presence, me?.id));
  const by = useMemo(() => {
    const lists = new Map<string, Other[]>();
    for (const [momentId, other] of JSON.parse(word) as [string, Other][])
      lists.set(momentId, [...(lists.get(momentId) ?? []), other]);
    return lists;
  }, [word]);
  return (momentId) => by.get(momentId) ?? none;
}
