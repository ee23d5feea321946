/**
 * What came and was not read yet, in order. A connection that is cut takes with it what its stream still holds: what came
 * is held here instead, and read to its end before anybody hears of the cut.
 */
import type { SafeAnswer } from "#server/safe-fetch.ts";

export type Inbox = {
  put: (piece: Buffer) => void;
  /** Bytes that wait. */
  size: () => number;
  /** Nothing more comes; with an error, that is what ends the reading. */
  end: (error?: Error) => void;
  pieces: () => AsyncGenerator<Buffer>;
};

/** `onRead` is called after each piece was taken out. */
export function createInbox(onRead: () => void = () => undefined): Inbox {
  const waiting: Buffer[] = [];
  let bytes = 0;
  let over: { error: Error | null } | null = null;
  let wake = (): void => undefined;
  return {
    put(piece) {
      waiting.push(piece);
      bytes += piece.length;
      wake();
    },
    size: () => bytes,
    end(error) {
      over ??= { error: error ?? null };
      wake();
    },
    async *pieces() {
      for (;;) {
        const next = waiting.shift();
        if (next) {
          bytes -= next.length;
          onRead();
          yield next;
        } else if (over?.error) throw over.error;
        else if (over) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** The pieces of an answer's body from now on; it is slowed down while more than `mostBytes` wait. */
export function piecesOf({ body }: Pick<SafeAnswer, "body">, mostBytes: number): Inbox {
  const inbox = createInbox(() => {
    if (body.isPaused() && inbox.size() <= mostBytes / 2) body.resume();
  });
  body.on("data", (piece: Buffer) => {
    inbox.put(piece);
    if (inbox.size() > mostBytes) body.pause();
  });
  body.on("error", (error: Error) => inbox.end(error));
  body.on("end", () => inbox.end());
  body.on("close", () => inbox.end(new Error("cut")));
  return inbox;
}
