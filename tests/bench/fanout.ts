/** One log to a thousand consoles: from the commit of a change, its own time included, until each of them has it; beside Socket.IO alone. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { noFacts } from "#shared/moments.ts";
import { protocol } from "#shared/protocol.ts";
import { headersOf } from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";
import { raiseGold } from "../harness/react.ts";
import { openBenchDesk, openPostgres } from "./bench-desk.ts";
import { type Bench, type BenchParts, lineOf, pause } from "./measure.ts";

const consoles = Number(process.env["REBOND_BENCH_CONSOLES"] ?? 1000);
const perSecond = 400;
/** In one commit, as a feed's messages share theirs. */
const together = 4;
const seconds = 20;

export const fanout: Bench = async (parts) => {
  await openPostgres(parts);
  const { desk, editors } = await openBenchDesk("postgres", parts, 1);
  const record = await openRecord(desk);
  parts.onClose(() => record.close());
  const { console, credential } = editors[0]!;
  const moment = { ...(await raiseGold(desk, console)), facts: noFacts };
  const change = { type: "moment.confirmed", data: { moment } } as const;
  const changes = Array.from({ length: together }, () => change);
  const bare = await heardFrom(parts, await openBare(parts));
  const { seq, epoch } = console.state!;
  const headers = headersOf(desk, credential);
  const ours = await heardFrom(parts, {
    url: desk.url,
    headers,
    auth: { protocol, epoch, seq },
    send: () => record.append(changes),
  });
  parts.print(
    lineOf(
      `commit begun → heard by ${consoles} consoles, ${ours.rate.toFixed(0)} changes/s for ${seconds} s, ${ours.missed} missed`,
      ...([ours.times, bare.times, `${perSecond} a second, p99 ≤ 60 ms, none missed`] as const),
      ({ p99 }) => p99 <= 60 && ours.missed === 0 && ours.rate >= perSecond * 0.98,
    ),
  );

  /** Socket.IO in a thread of its own; each batch is sent as it is, and counted as the log would. */
  async function openBare({ onClose }: BenchParts): Promise<Source> {
    const thread = new Worker(new URL("./fanout-bare.mjs", import.meta.url));
    onClose(() => thread.terminate());
    const [{ port }] = (await once(thread, "message")) as [{ port: number }];
    let last = 0;
    return {
      url: `http://127.0.0.1:${port}`,
      headers: {},
      auth: {},
      async send() {
        const numbered = changes.map((each) => ({ ...each, seq: (last += 1) }));
        thread.postMessage(numbered);
        return last;
      },
    };
  }
};

/** `send` commits a few changes and answers the seq of the last. */
type Source = {
  url: string;
  headers: Record<string, string>;
  auth: object;
  send: () => Promise<number>;
};
type Heard = { times: number[]; missed: number; rate: number };

async function heardFrom({ onClose }: BenchParts, { send, ...to }: Source): Promise<Heard> {
  const workerData = { ...to, listeners: consoles };
  const thread = new Worker(new URL("./fanout-listeners.mjs", import.meta.url), { workerData });
  onClose(() => thread.terminate());
  await once(thread, "message");
  const began = performance.now();
  const committed: [number, number][] = [];
  for (let sent = 0; sent < perSecond * seconds; sent += together) {
    const due = began + (sent / perSecond) * 1000;
    if (due > performance.now()) await pause(due - performance.now());
    // By the clock that every thread shares, and before the commit: consoles may have it before whoever committed knows.
    const at = Date.now();
    committed.push([await send(), at]);
  }
  const took = (performance.now() - began) / 1000;
  await pause(2000);
  thread.postMessage(committed);
  const [{ times, missed }] = (await once(thread, "message")) as [Omit<Heard, "rate">];
  await thread.terminate();
  return { times, missed, rate: (committed.length * together) / took };
}
