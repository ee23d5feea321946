/** `npm run -s bench -- NAME…`: runs benchmarks and prints one JSON line a case; what else there is to say goes to stderr. */
import { compilePrograms } from "../harness/programs.ts";
import { desk } from "./desk.ts";
import { fanout } from "./fanout.ts";
import { feed } from "./feed.ts";
import { fire } from "./fire.ts";
import type { Bench } from "./measure.ts";
import { gate } from "./gate.ts";
import { paint } from "./paint.ts";
import { instant, slots } from "./slots.ts";
import { takeover } from "./takeover.ts";

/** By name; each runs against its own raw ceiling in the same run (DESIGN §8). */
const benches: Record<string, Bench> = {
  paint,
  desk,
  fanout,
  fire,
  slots,
  instant,
  takeover,
  gate,
  feed,
};
/** No benchmark takes longer, beside the steady flow it was asked for; one that hangs must not keep a terminal. */
const longestMs = 8 * 60_000 + Number(process.env["REBOND_BENCH_SECONDS"] ?? 60) * 1000;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (names.length === 0 || unknown.length > 0) {
  const there = Object.keys(benches).join(", ");
  console.error(
    unknown.length > 0
      ? `there is no benchmark ${unknown.join(", ")}; there are: ${there}`
      : `usage: npm run -s bench -- NAME…; there are: ${there}`,
  );
  process.exit(2);
}

const removePrograms = await compilePrograms();
let missed = 0;
for (const name of names) {
  const closing: (() => Promise<unknown>)[] = [];
  const late = setTimeout(() => {
    console.error(`${name} did not end within ${longestMs / 60_000} minutes`);
    end(closing, 1);
  }, longestMs);
  const leave = () => end(closing, 130);
  process.once("SIGINT", leave).once("SIGTERM", leave);
  try {
    await benches[name]!({
      print(line) {
        console.log(JSON.stringify(line));
        if (!line.met) missed += 1;
      },
      note: (text) => console.error(text),
      onClose: (close) => closing.push(close),
    });
  } finally {
    clearTimeout(late);
    process.off("SIGINT", leave).off("SIGTERM", leave);
    await closeAll(closing);
  }
}
await removePrograms();
if (missed > 0) console.error(`${missed} missed its target`);
process.exit(0);

function end(closing: (() => Promise<unknown>)[], code: number): void {
  closeAll(closing).then(
    () => process.exit(code),
    () => process.exit(code),
  );
}

/** In reverse order of opening; one that fails does not keep the others open. */
async function closeAll(closing: (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closing.splice(0).toReversed())
    await close().catch((error: unknown) => console.error(error));
}
