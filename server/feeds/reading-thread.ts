/** What a reading thread does: one message after another. Started by `read.ts`. */
import { BadMessage, type RefusedStatus } from "./bad-message.ts";
import { readingOf, type ToRead } from "./read-here.ts";
import type { Reading } from "./statement.ts";

/** An error loses its class on the way back: what was wrong travels as it is answered. */
export type Outcome =
  | { ok: true; reading: Reading }
  | { ok: false; status: RefusedStatus; outcome: string; message: string; field: string | null };

export function readOne(toRead: ToRead): Outcome {
  try {
    return { ok: true, reading: readingOf(toRead) };
  } catch (error) {
    if (!(error instanceof BadMessage)) throw error;
    const { status, outcome, message, field } = error;
    return { ok: false, status, outcome, message, field };
  }
}
