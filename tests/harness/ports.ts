/** Ports that stay free while a program is down: outside the range from which the system gives any connection its own. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

const lowest = 20_000;
const highest = 32_000;
const tries = 50;

/** A port that is free together with the next one: a desk's, and its rehearsal network's. */
export async function freePorts(): Promise<number> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = 2 * randomInt(lowest / 2, highest / 2);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error(`no two free ports between ${lowest} and ${highest}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
