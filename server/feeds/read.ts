/**
 * Reads messages off the main thread: a body of 20 MB, or a hostile one, must not delay a fire. Threads are bounded in
 * number, memory and time; what exceeds them is refused by name and costs one thread, which is started anew.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { BadMessage } from "./bad-message.ts";
import type { Read, ToRead } from "./read-here.ts";
import type { Outcome } from "./reading-thread.ts";

export type Reader = {
  /** Throws `BadMessage` also when too many wait (`busy`), and for what takes too much time or memory. */
  read: Read;
  close: () => Promise<void>;
};

const waitingLimit = 2000;
const longestMs = 30_000;
const mostThreads = 4;
/** Measured: the elements of 20 MB of XML take 150 to 350 MB. */
const memoryMb = 1024;

export function createReader(): Reader {
  const pool = new Piscina({
    filename: program(),
    minThreads: 0,
    maxThreads: Math.min(mostThreads, Math.max(1, availableParallelism() - 1)),
    idleTimeout: 10 * 60_000,
    maxQueue: waitingLimit,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  return {
    async read(format, body, context) {
      if (pool.queueSize >= waitingLimit) throw busy();
      const read = await inTime(pool, { format, body, context });
      if (read.ok) return read.reading;
      throw new BadMessage(read.status, read.outcome, read.message, read.field);
    },
    close: () => pool.destroy(),
  };
}

async function inTime(pool: Piscina<ToRead, Outcome>, task: ToRead): Promise<Outcome> {
  // Not AbortSignal.timeout: each would keep its message in memory until its time is over.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), longestMs);
  try {
    return await pool.run(task, { name: "readOne", signal: limit.signal });
  } catch (error) {
    if (error instanceof BadMessage) throw error;
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (code === "ERR_WORKER_OUT_OF_MEMORY" || (error as Error).name === "AbortError")
      throw new BadMessage(
        422,
        "tooComplex",
        "the message took too much time or memory to read; send it in smaller parts",
        "body",
      );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function busy(): BadMessage {
  return new BadMessage(503, "busy", "too many messages wait already; send this one again shortly");
}

/** Compiled as `npm start` does it, else from its source. */
function program(): string {
  const source = fileURLToPath(new URL("./reading-thread.mjs", import.meta.url));
  return process.env["READER_PROGRAM"] ?? source;
}
