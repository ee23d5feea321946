/** The reaction: Enter → durable reply, fire → request at the network, hold → nothing more leaves. */
import type { CommandInput } from "#shared/commands.ts";
import { type Backend, backends } from "../harness/backends.ts";
import {
  type BenchDesk,
  consoles,
  type Editor,
  openBenchDesk,
  openPostgres,
  valueOf,
} from "./bench-desk.ts";
import { startFlow } from "./flow.ts";
import { type Bench, type BenchParts, lineOf, pause } from "./measure.ts";
import { openCommitAndTrip, openRawQueue } from "./raw.ts";

const presses = 100;
const fires = 120;
const holds = 10;
/** Of one editor, with what a clock may differ. */
const spanMs = 830;

export const fire: Bench = async (parts) => {
  await openPostgres(parts);
  const onPostgres = await openBenchDesk("postgres", parts);
  await enterToReply(onPostgres, parts);
  await fireToRequest("postgres", onPostgres, parts);
  await holdToSilence(onPostgres, parts);
  await onPostgres.close();
  const [, redis] = backends;
  await fireToRequest(redis, await openBenchDesk(redis, parts), parts);
};

type Fired = { postId: string; deliveries: { id: string }[] };

/** Each editor in turn, never sooner than their span allows. */
function inTurn(editors: readonly Editor[]): () => Promise<Editor> {
  const freeAt = editors.map(() => 0);
  let turn = 0;
  return async () => {
    // Of the one before, who has been answered since: the desk counts from when it took the press.
    if (turn > 0) freeAt[(turn - 1) % editors.length] = performance.now() + spanMs;
    const index = turn % editors.length;
    turn += 1;
    const wait = freeAt[index]! - performance.now();
    if (wait > 0) await pause(wait);
    return editors[index]!;
  };
}

async function enterToReply(bench: BenchDesk, parts: BenchParts): Promise<void> {
  const armed = await bench.armed(presses, 3000);
  const raw = await openCommitAndTrip(bench, parts);
  const next = inTurn(bench.editors);
  const flow = startFlow(bench.desk, 100);
  const [times, rawTimes]: [number[], number[]] = [[], []];
  await pause(1000);
  for (const input of armed) {
    const { console } = await next();
    const pressedAt = performance.now();
    valueOf(await console.ask("post.fire", input));
    times.push(performance.now() - pressedAt);
    rawTimes.push(await raw(console));
  }
  const taken = await flow.stop();
  parts.note(`enter → reply: ${taken.toFixed(0)} moments/s flowed to ${consoles} consoles`);
  parts.print(
    lineOf(
      `enter → durable reply, ${taken.toFixed(0)} moments/s flowing to ${consoles} consoles`,
      ...([times, rawTimes, "p95 ≤ 25 ms"] as const),
      ({ p95 }) => p95 <= 25,
    ),
  );
  await untilQuiet(bench);
}

/** Nothing is on its way any more. */
async function untilQuiet({ editors }: BenchDesk): Promise<void> {
  const final = ["confirmed", "missed", "cancelled", "rejected"];
  await editors[0]!.console.until(
    "everything has left",
    ({ state }) => state!.deliveries.every((each) => final.includes(each.state)),
    60_000,
  );
}

async function fireToRequest(backend: Backend, bench: BenchDesk, parts: BenchParts): Promise<void> {
  const raw = await openRawQueue(bench, parts);
  for (const accounts of [1, 4]) {
    const armed = await bench.armed(fires / accounts, 0, accounts);
    const next = inTurn(bench.editors);
    const [times, rawTimes]: [number[], number[]] = [[], []];
    for (const input of armed) {
      const editor = await next();
      times.push(...(await arrivalsOf(bench, editor, input)));
      // Between two fires, when neither has anything under way.
      rawTimes.push(await raw.addToStart());
      await pause(20);
      rawTimes.push(await raw.addToStart());
    }
    parts.print(
      lineOf(
        `fire (undo 0) → request at the network, ${accounts} at once, queue on ${backend}`,
        ...([times, rawTimes, "p99 ≤ 3 × raw p99 (BullMQ add → start)"] as const),
        ({ ratio }) => ratio <= 3,
      ),
    );
    await untilQuiet(bench);
  }
}

/** Press → arrival of each of its deliveries. */
async function arrivalsOf(
  { network }: BenchDesk,
  { console }: Editor,
  input: CommandInput<"post.fire">,
): Promise<number[]> {
  const pressedAt = performance.now();
  const { deliveries } = valueOf<Fired>(await console.ask("post.fire", input));
  const came = await Promise.all(deliveries.map(({ id }) => network.of(id)));
  return came.map((at) => at - pressedAt);
}

async function holdToSilence(bench: BenchDesk, parts: BenchParts): Promise<void> {
  const raw = await openCommitAndTrip(bench, parts);
  const [times, rawTimes]: [number[], number[]] = [[], []];
  let late = 0;
  for (let round = 0; round < holds; round += 1) {
    rawTimes.push(await raw(bench.editors[0]!.console));
    const { shownMs, sentAfter } = await holdOnce(bench);
    times.push(shownMs);
    late += sentAfter;
  }
  parts.note(`hold: ${late} sends after the reply, over ${holds} holds`);
  parts.print(
    lineOf(
      `hold pressed → reply and shown on ${consoles} consoles, ${late} sends after the reply`,
      ...([times, rawTimes, "max ≤ 300 ms, 0 sends after the reply"] as const),
      ({ max }) => max <= 300 && late === 0,
    ),
  );
}

/** Twenty deliveries fall due within a second; the hold comes in the middle of them. */
async function holdOnce(bench: BenchDesk): Promise<{ shownMs: number; sentAfter: number }> {
  const { editors, network } = bench;
  const armed = await bench.armed(5, 0);
  await pause(spanMs);
  const fired = await Promise.all(
    armed.map((input, index) =>
      editors[index + 1]!.console.ask("post.fire", { ...input, undoMs: 300 + index * 200 }),
    ),
  );
  const ids = fired.flatMap((reply) => valueOf<Fired>(reply).deliveries.map(({ id }) => id));
  await pause(600);
  const pressedAt = performance.now();
  const shown = Promise.all(
    editors.map(({ console }) =>
      console.until("the hold is shown", ({ state }) => state!.holds.some((each) => each.held)),
    ),
  );
  const reply = await editors[0]!.console.ask("hold.place", {});
  const repliedAt = performance.now();
  const { alreadyLeaving } = valueOf<{ alreadyLeaving: string[] }>(reply);
  await shown;
  const shownMs = performance.now() - pressedAt;
  await pause(1200);
  const sentAfter = [...network.all()].filter(
    ([key, at]) => ids.includes(key) && at > repliedAt && !alreadyLeaving.includes(key),
  ).length;
  valueOf(await editors[0]!.console.ask("hold.release", {}));
  await Promise.all(
    editors.map(({ console }) =>
      console.until("the hold is lifted", ({ state }) => state!.holds.every((each) => !each.held)),
    ),
  );
  await untilQuiet(bench);
  return { shownMs, sentAfter };
}
