/** How long what was pressed can still be taken back: one window a post, which the server decides. */
import { z } from "zod";
import { may, type Role } from "./roles.ts";

/** The longest an account, or the charter, may ask for; a person may want it so many times as long. */
export const longestUndoMs = 10_000;
export const mostTimes = 10;
/** A new account's. */
export const usualUndoMs = 3000;

/** What an account, or what is sensitive, waits at least, milliseconds. */
export const undoWindow = z.number().int().min(0).max(longestUndoMs);
/** What a press asks for. */
export const undoAsked = z
  .number()
  .int()
  .min(0)
  .max(longestUndoMs * mostTimes);

/** The window of what leaves together: the longest of its accounts’, and what is sensitive waits its own at least. */
export function windowOf(
  { sensitiveUndoMs }: { sensitiveUndoMs: number },
  accounts: readonly { undoMs: number }[],
  sensitive: boolean,
): number {
  return Math.max(0, ...accounts.map(({ undoMs }) => undoMs), sensitive ? sensitiveUndoMs : 0);
}

/** Who presses, as far as windows go: a person at a console, or a script with a token of its own. */
export type Presser = { role: Role; isScript: boolean };

/**
 * What a press gets. A script’s own word counts: nobody sits there to press Undo. Whoever produces may do without a
 * window; every other console may ask for more, never for less.
 */
export function grantedUndo(
  windowMs: number,
  askedMs: number,
  { role, isScript }: Presser,
): number {
  if (isScript || (askedMs === 0 && may(role, "produce"))) return askedMs;
  return Math.max(windowMs, askedMs);
}
