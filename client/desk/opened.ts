/** When a moment was first in the middle of this screen, by the server's clock: of the newest, for this visit. */
import { serverNow } from "../live/store.ts";

const most = 500;
const openedAt = new Map<string, string>();

/** Keeps the first time. */
export function noteOpened(momentId: string): void {
  if (openedAt.has(momentId)) return;
  openedAt.set(momentId, new Date(serverNow()).toISOString());
  if (openedAt.size > most) openedAt.delete(openedAt.keys().next().value!);
}

/** ISO; undefined where it was not, or too long ago to be kept. */
export function firstOpened(momentId: string): string | undefined {
  return openedAt.get(momentId);
}
