/**
 * A wrong clock for one process: `NODE_OPTIONS=--import <this file>` shifts its wall clock, and nothing else of it, by
 * REBOND_TEST_SKEW_MS; at SIGUSR2 by the number of milliseconds that the file REBOND_TEST_SKEW_FILE then holds. Timers and
 * the monotonic clock go on as on a machine whose time was set.
 */
import { readFileSync } from "node:fs";

const RealDate = Date;
let skewMs = Number(process.env.REBOND_TEST_SKEW_MS ?? 0);
const now = () => RealDate.now() + skewMs;

const Skewed = new Proxy(RealDate, {
  construct: (target, given, asked) =>
    Reflect.construct(target, given.length ? given : [now()], asked),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
RealDate.prototype.constructor = Skewed;
globalThis.Date = Skewed;

const file = process.env.REBOND_TEST_SKEW_FILE;
if (file) process.on("SIGUSR2", () => (skewMs = Number(readFileSync(file, "utf8"))));
