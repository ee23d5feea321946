/** A network that only writes down when each post reached it: a process of its own, so that what is measured is not its work. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export type Arrivals = {
  url: string;
  token: string;
  /** When the post under this key came (`performance.now()`); waits for it, at most `deadlineMs`. */
  of: (key: string, deadlineMs?: number) => Promise<number>;
  /** Every key that has come, and when; what came in the last moment may be missing. */
  all: () => ReadonlyMap<string, number>;
  close: () => Promise<void>;
};
type Came = { key: string; at: number };

const program = fileURLToPath(new URL("arrivals-server.mjs", import.meta.url));
/** From the machine's monotonic clock to `performance.now()` here. */
const offsetMs = performance.now() - Number(process.hrtime.bigint()) / 1e6;

export async function startArrivals(): Promise<Arrivals> {
  const came = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  const child = fork(program, { stdio: "inherit", execArgv: [] });
  const url = await addressOf(child);
  child.on("message", (some: Came[]) => {
    for (const { key, at } of some) {
      came.set(key, at + offsetMs);
      waiting.get(key)?.(at + offsetMs);
    }
  });
  return {
    url,
    token: "a token of the benchmark's own",
    of: (key, deadlineMs = 10_000) =>
      new Promise((resolve, reject) => {
        const at = came.get(key);
        if (at !== undefined) return resolve(at);
        const late = setTimeout(() => reject(new Error(`${key} did not arrive`)), deadlineMs);
        waiting.set(key, (when) => {
          clearTimeout(late);
          waiting.delete(key);
          resolve(when);
        });
      }),
    all: () => came,
    async close() {
      child.disconnect();
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("message", ({ port }: { port: number }) => resolve(`http://127.0.0.1:${port}`));
  });
}
