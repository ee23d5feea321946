/** One chaos run: opens a world, plans the script, lets the storm pass, waits until everything has ended, and judges. */
import { cli } from "../harness/desk.ts";
import type { Options } from "./options.ts";
import { predict } from "./predict.ts";
import { type Script, writeScript } from "./script.ts";
import { countOpen, lookAtAll, type Seen } from "./seen.ts";
import { storm, type Struck } from "./storm.ts";
import { judge, type Verdict } from "./verdict.ts";
import { pause } from "./workers.ts";
import { importScript, openWorld, type World } from "./world.ts";

export type Run = {
  note: (text: string) => void;
  onClose: (close: () => Promise<unknown>) => void;
};
export type Outcome = Verdict &
  Struck & {
    /** Between two kills, and from a kill until the worker is back, on average. */
    killEveryMs: number;
    backAfterMs: number;
    /** Whether the desk's own proof says that nobody edited its record. */
    audited: boolean;
  };

/** Planning takes this long for each delivery, and a while more. */
const planMs = 10;
const planAtLeastMs = 6000;
/** After the last blow: a lease, a deadline, every probe, a last call and what it takes to be sure. */
const settleMs = 240_000;

export async function run(options: Options, { note, onClose }: Run): Promise<Outcome> {
  const script = writeScript(options);
  const world = await openWorld(options, onClose);
  await world.network.misbehave(...script.faults);
  const beginsAt = wholeSecond(Date.now() + planAtLeastMs + planMs * script.planned.length);
  note(`planning ${script.planned.length} deliveries, the storm begins at ${beginsAt}`);
  await importScript(world, script, beginsAt);
  note(`planned; ${Math.round((beginsAt - Date.now()) / 1000)} s to go`);
  await assertPlanned(world, script);
  const struck = await storm(world, script, beginsAt);
  note(`the storm is over: ${JSON.stringify(struck)}`);
  note(`starts: ${world.workers.starts.map(({ from, to }) => to - from).join(" ")}`);
  await untilSettled(world, script, options, note);
  const all = await lookAtAll(world, script);
  const { starts } = world.workers;
  const verdict = judge(all, (seen) => predict(seen, all, starts, beginsAt, options.timeScale));
  const late = all.filter(({ row, planned }) => row?.state === "missed" && !planned.always);
  if (late.length > 0) note(`missed, by when they were due: ${late.map(dueOf).join(" ")}`);
  const backAfterMs = Math.round(meanOf(starts.map(({ from, to }) => to - from)));
  const killEveryMs = Math.round(script.stormMs / Math.max(1, struck.kills));
  const audited = await isAudited(world, note);
  return { ...verdict, ...struck, killEveryMs, backAfterMs, audited };
}

export function wholeSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}

async function assertPlanned({ record }: World, { planned }: Script): Promise<void> {
  const open = await countOpen(record);
  if (open !== planned.length)
    throw new Error(`${planned.length} were planned, ${open} are on the desk`);
}

async function untilSettled(
  { record }: World,
  { planned }: Script,
  { timeScale }: Options,
  note: Run["note"],
): Promise<void> {
  const deadline = performance.now() + settleMs * Math.max(timeScale, 0.25);
  let left: number = planned.length;
  while (left > 0 && performance.now() < deadline) {
    await pause(500);
    const now = await countOpen(record);
    if (now !== left && now % 20 === 0) note(`${now} of ${planned.length} are open`);
    left = now;
  }
  if (left > 0) note(`${left} neither ended nor asked a person`);
}

async function isAudited({ desk }: World, note: Run["note"]): Promise<boolean> {
  try {
    note((await cli(desk, "audit", "verify")).trim());
    return true;
  } catch (error) {
    note(String(error));
    return false;
  }
}

function dueOf({ planned }: Seen): string {
  return `${planned.dueMs / 1000}s`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
