/** Every call an account's client made, kept beside the posts: what was asked, what went wrong, what came of it. */
import { z } from "zod";
import { openLedger } from "./ledger.ts";

const storedCall = z.object({
  /** When it arrived (ISO, UTC). */
  at: z.string(),
  handle: z.string(),
  manner: z.string(),
  call: z.string(),
  /** The key it came under; empty where there is none. */
  key: z.string(),
  /** The text it is about; null where the network cannot know. */
  text: z.string().nullable(),
  fault: z.string().nullable(),
  /** The post that it made: null for none, and for one that was there. */
  made: z.string().nullable(),
  /** What it was answered; null for no answer, or none yet. */
  status: z.number().nullable(),
});
export type StoredCall = z.infer<typeof storedCall>;
type Ended = Pick<StoredCall, "made" | "status">;

export type Calls = {
  /** Oldest first, with those that have not ended. */
  list: () => StoredCall[];
  /** Notes one that arrives; what it answers is told how it ended. */
  begin: (call: Omit<StoredCall, "at" | keyof Ended>) => (ended: Ended) => void;
};

const most = 20_000;

/** Opens the file; the newest 20 000 are at hand. */
export function openCalls(file: string): Calls {
  // Nothing is acknowledged on its strength: it need not be on disk before the answer is.
  const { lines, add } = openLedger(file, storedCall, { waits: false });
  let calls = lines.slice(-most);
  return {
    list: () => calls,
    begin(call) {
      const noted: StoredCall = { at: new Date().toISOString(), ...call, made: null, status: null };
      calls.push(noted);
      if (calls.length > most * 1.1) calls = calls.slice(-most);
      return (ended) => add(Object.assign(noted, ended));
    },
  };
}
