/** A provider under load: an invented day of results, sent signed at a pace, each message until it is answered. */
import { randomUUID } from "node:crypto";
import { type Answer, isWorthRetrying, send } from "#server/feeds/send.ts";
import { competitor, line, odfMessage } from "../fixtures/odf.ts";
import type { Desk } from "./desk.ts";

export type Told = { id: string; body: string };
/** Who sends: a feed by its name, in its type. */
export type Sender = { source: string; secret: string; contentType: string };
const statuses = ["LIVE", "LIVE", "LIVE", "UNOFFICIAL", "OFFICIAL"] as const;
const inAUnit = 8;

/**
 * As many messages as wanted: units side by side, each told five times from its start to its official result. `day`
 * keeps two floods apart.
 */
export function dayOf(day: string, count: number): Told[] {
  const units = Math.ceil(count / statuses.length);
  const all = statuses.flatMap((status, version) =>
    Array.from({ length: units }, (_, unit) => ({
      id: `${day}-${unit}-${version}`,
      body: told(day, unit, version, status),
    })),
  );
  return all.slice(0, count);
}

function told(day: string, unit: number, version: number, status: string): string {
  const lines = Array.from({ length: inAUnit }, (_, at) => {
    const who = competitor(`${unit}-${at}`, "LCA", "Ana", `FERROL${unit}`);
    // The lead changes hands with every version.
    const rank = ((at + version) % inAUnit) + 1;
    return line(String(rank), `1${rank}.${version}2`, who);
  });
  return odfMessage({
    type: "DT_RESULT",
    status,
    version: version + 1,
    competition: day,
    event: `Women's ${unit + 1}00m`,
    code: `ATHW${String(unit).padStart(6, "0")}------------FNL-000100--`,
    time: `21${String(version).padStart(2, "0")}00000`,
    content: lines.join(""),
  });
}

export type Flood = { answers: Answer[]; times: number[]; resent: number };
const patienceMs = 60_000;
const mostInFlight = 100;

/** Sends them at a pace, and each again until it is taken or refused, as a provider does. Times are press to answer, ms. */
export function flood(
  desk: Pick<Desk, "url">,
  secret: string,
  messages: readonly Told[],
  perSecond: number,
): Promise<Flood> {
  const sender = { source: "odf", secret, contentType: "application/xml" };
  const timed = messages.map((each, index) => ({ ...each, atMs: (index * 1000) / perSecond }));
  return sendAll(desk, sender, timed);
}

/** The same with a time for each, in milliseconds from now. */
export async function sendAll(
  desk: Pick<Desk, "url">,
  sender: Sender,
  messages: readonly (Told & { atMs: number })[],
): Promise<Flood> {
  const began = performance.now();
  const done: Flood = { answers: [], times: [], resent: 0 };
  const inFlight = new Set<Promise<void>>();
  for (const message of messages) {
    const wait = began + message.atMs - performance.now();
    if (wait > 1) await pause(wait);
    while (inFlight.size >= mostInFlight) await Promise.race(inFlight);
    const one = sendUntilAnswered(desk, sender, message, done).then(
      () => void inFlight.delete(one),
    );
    inFlight.add(one);
  }
  await Promise.all(inFlight);
  return done;
}

async function sendUntilAnswered(
  { url }: Pick<Desk, "url">,
  sender: Sender,
  { id, body }: Told,
  done: Flood,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    const answer = await send({ url, ...sender, id, body, now: Date.now() });
    if (!isWorthRetrying(answer) || performance.now() - began > patienceMs) {
      done.answers.push(answer);
      done.times.push(performance.now() - began);
      return;
    }
    done.resent += 1;
    await pause(200);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A name for a day that no other flood has. */
export function newDay(): string {
  return `DAY${randomUUID().slice(0, 8).toUpperCase()}`;
}
