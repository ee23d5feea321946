/** Live data at the rates of a great event: nothing lost, nothing doubled, flat memory, and a fire that does not notice. */
import { readFile } from "node:fs/promises";
import { connect } from "#server/db/connect.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { command, feedSecret } from "../harness/desk.ts";
import { dayOf, type Flood, flood, newDay, sendAll, type Told } from "../harness/flood.ts";
import { quiet } from "../harness/postgres.ts";
import { type BenchDesk, openBenchDesk, openPostgres, valueOf } from "./bench-desk.ts";
import { recordedDay } from "./day.ts";
import { type Bench, type BenchParts, lineOf, pause, percentile, timed } from "./measure.ts";

/** 600 is what a release is measured with: ten minutes. */
const steadySeconds = Number(process.env["REBOND_BENCH_SECONDS"] ?? 60);
const perSecond = 100;
const burst = 500;
const fires = 24;
const silent = { ...quiet, error: () => undefined };

export const feed: Bench = async (parts) => {
  await openPostgres(parts);
  const bench = await openBenchDesk("postgres", parts);
  const record = connect(bench.desk.databaseUrl, silent, 8);
  parts.onClose(() => record.close());
  const secret = await feedSecret(bench.desk, "odf");
  const setting: Setting = { bench, secret, record, parts };
  await fireMeanwhile(setting, "to warm up", async () => undefined);
  const calm = await fireMeanwhile(setting, "with no feed", () => pause(1000));
  await steady(setting, calm);
  await inOneSecond(setting, calm);
  await wholeDay(setting);
  await killed(setting);
};

type Setting = {
  bench: BenchDesk;
  secret: string;
  record: ReturnType<typeof connect>;
  parts: BenchParts;
};

/** 100 messages a second for a minute (or as long as REBOND_BENCH_SECONDS says). */
async function steady(setting: Setting, calm: readonly number[]): Promise<void> {
  const { bench, secret, parts } = setting;
  const messages = dayOf(newDay(), steadySeconds * perSecond);
  const raw = await rawCommits(setting, messages.slice(0, 200));
  const quarter = Math.ceil(messages.length / 4);
  const memory: number[] = [await residentMb(bench.desk.pid)];
  const told: Flood[] = [];
  const during = await fireMeanwhile(setting, "100/s", async () => {
    for (let from = 0; from < messages.length; from += quarter) {
      told.push(await flood(bench.desk, secret, messages.slice(from, from + quarter), perSecond));
      memory.push(await residentMb(bench.desk.pid));
    }
  });
  const times = told.flatMap((each) => each.times);
  const lost = await lostOf(setting, messages);
  const growth = memory.at(-1)! - memory[1]!;
  parts.note(`feed: memory of the desk ${memory.map((mb) => Math.round(mb)).join(" → ")} MB`);
  parts.print(
    lineOf(
      `message → kept and answered, ${perSecond}/s for ${steadySeconds} s, ${lost} lost, memory +${Math.round(growth)} MB`,
      ...([times, raw, "keeps up (p99 ≤ 250 ms), 0 lost, memory flat (+40 MB at most)"] as const),
      ({ p99 }) => p99 <= 250 && lost === 0 && growth <= 40,
    ),
  );
  printFire(parts, `fire → durable reply while ${perSecond} messages/s come`, during, calm);
}

/** 500 messages within a second. */
async function inOneSecond(setting: Setting, calm: readonly number[]): Promise<void> {
  const { bench, secret, parts } = setting;
  const messages = dayOf(newDay(), burst);
  const raw = await rawCommits(setting, messages.slice(0, 200));
  let told: Flood | null = null;
  const during = await fireMeanwhile(setting, "a burst", async () => {
    told = await flood(bench.desk, secret, messages, burst);
  });
  const lost = await lostOf(setting, messages);
  parts.print(
    lineOf(
      `message → kept and answered, ${burst} in one second, ${lost} lost`,
      ...([told!.times, raw, "all within 10 s, 0 lost"] as const),
      ({ max }) => max <= 10_000 && lost === 0,
    ),
  );
  printFire(parts, `fire → durable reply while ${burst} messages come in one second`, during, calm);
}

/** A recorded day at sixty times its pace, where the recording is at hand. */
async function wholeDay(setting: Setting): Promise<void> {
  const { bench, parts } = setting;
  const { messages, missing } = recordedDay(newDay());
  if (missing) return parts.note(`feed: no recorded day, ${missing}`);
  const saved = await command(bench.desk, bench.admin, "feed.save", {
    feedId: null,
    name: "day",
    format: "results",
    connector: "webhook",
    address: null,
    everyMs: null,
    settings: { competition: "DAY" },
  });
  const { secret } = valueOf<CommandOutput<"feed.save">>(saved);
  const sender = { source: "day", secret: secret!, contentType: "application/json" };
  const [plan, ...units] = messages;
  const raw = await rawCommits(setting, units.slice(0, 200));
  await sendAll(bench.desk, { ...sender, contentType: "text/csv" }, [plan!]);
  const before = await residentMb(bench.desk.pid);
  const { times, answers } = await sendAll(bench.desk, sender, units);
  const growth = (await residentMb(bench.desk.pid)) - before;
  const lost = await lostOf(setting, messages);
  const refused = answers.filter(({ status }) => status !== 202).length;
  parts.print(
    lineOf(
      `message → kept and answered, a recorded day ×60 (${units.length} units), ${lost} lost, ${refused} refused, memory +${Math.round(growth)} MB`,
      ...([times, raw, "keeps up (p99 ≤ 1000 ms), 0 lost, memory flat (+40 MB at most)"] as const),
      ({ p99 }) => p99 <= 1000 && lost + refused === 0 && growth <= 40,
    ),
  );
}

/** The desk is killed in the middle of a burst, twice, and the provider goes on sending. */
async function killed(setting: Setting): Promise<void> {
  const { bench, secret, parts } = setting;
  const day = newDay();
  const messages = dayOf(day, burst);
  const raw = await rawCommits(setting, messages.slice(0, 100));
  const sending = flood(bench.desk, secret, messages, burst / 2);
  for (let kill = 0; kill < 2; kill += 1) {
    await pause(700);
    await bench.desk.kill9();
    await bench.desk.restart();
  }
  const { times, resent } = await sending;
  const lost = await lostOf(setting, messages);
  const doubled = await doubledOf(setting, day);
  parts.print(
    lineOf(
      `message → kept and answered, killed twice in a burst, ${resent} sent again, ${lost} lost, ${doubled} doubled`,
      ...([times, raw, "0 lost, 0 doubled"] as const),
      () => lost === 0 && doubled === 0,
    ),
  );
}

/** Presses Enter now and then while something else happens; the times of the durable replies. */
async function fireMeanwhile(
  { bench }: Setting,
  what: string,
  happen: () => Promise<unknown>,
): Promise<number[]> {
  const armed = await bench.armed(fires, 3000, 1);
  const times: number[] = [];
  let over = false;
  const happening = happen().finally(() => (over = true));
  for (const [index, input] of armed.entries()) {
    const { console } = bench.editors[index % bench.editors.length]!;
    times.push(await timed(async () => valueOf(await console.ask("post.fire", input))));
    await pause(over ? 80 : 250);
  }
  await happening.catch((error: unknown) => {
    throw new Error(`while firing ${what}`, { cause: error });
  });
  return times;
}

function printFire(
  parts: BenchParts,
  name: string,
  during: readonly number[],
  calm: readonly number[],
): void {
  const before = percentile(calm, 0.95);
  parts.print(
    lineOf(
      name,
      ...([during, calm, "p95 ≤ 25 ms, or what it is without the feed + 10 ms"] as const),
      ({ p95 }) => p95 <= Math.max(25, before + 10),
    ),
  );
}

/** The same bytes sent to the database and one durable commit, one after the other: no answer that promises can be sooner. */
async function rawCommits({ record }: Setting, messages: readonly Told[]): Promise<number[]> {
  const write =
    "UPDATE people SET locale = locale WHERE id = (SELECT min(id::text) FROM people)::uuid AND length($1) > 0";
  const times: number[] = [];
  for (const { body } of messages) times.push(await timed(() => record.pool.query(write, [body])));
  return times;
}

/** Sent, and not on record. */
async function lostOf({ record }: Setting, messages: readonly Told[]): Promise<number> {
  const rows = await record.db
    .selectFrom("messages")
    .select("externalId")
    .where(
      "externalId",
      "in",
      messages.map(({ id }) => id),
    )
    .execute();
  return messages.length - rows.length;
}

/** The same fact of a day as two moments. */
async function doubledOf({ record }: Setting, day: string): Promise<number> {
  const { rows } = await record.pool.query<{ moments: number }>(
    "SELECT count(*)::int AS moments FROM moments WHERE kind = 'result' AND starts_with(event_code, $1) GROUP BY facts->>'eventCode', participants->0->>'code'",
    [`${day}/`],
  );
  if (rows.length === 0) throw new Error("the burst made no moment: nothing was measured");
  return rows.filter(({ moments }) => moments > 1).length;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "VmRSS: 0 kB");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
