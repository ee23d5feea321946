/**
 * Who is at the desk on the other web processes. Each process says at every heartbeat who is on it; what one says stands
 * until it says something else, or has said nothing for a few heartbeats: it is gone then, and so are they.
 */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { attending, type Present } from "#shared/protocol.ts";
import type { Clock } from "../clock.ts";
import type { Db } from "../db/changes.ts";
import type { Connected } from "../db/connect.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

export type Elsewhere = {
  /** Says who is on this process. Never fails: who is missed now is said at the next heartbeat. */
  tell: (people: readonly Present[]) => void;
  people: () => Present[];
  stop: () => Promise<void>;
};

const channel = "presence";
/** What PostgreSQL carries in one notification is bounded (8000 bytes); nobody reads more names either. */
const mostTold = 40;
const silentBeats = 4;

const told = z.object({
  from: z.uuid(),
  people: z.array(z.object({ id: z.uuid(), name: z.string(), ...attending.shape })).max(mostTold),
});

type Parts = {
  /** Somebody came, went or turned to another moment there. */
  onChange: () => void;
  db: Db;
  listen: Connected["listen"];
  clock: Clock;
  timing: Timing;
  log: Log;
};

export function createElsewhere({ onChange, db, listen, clock, timing, log }: Parts): Elsewhere {
  const self = randomUUID();
  const processes = new Map<string, { people: Present[]; at: number }>();
  let saying = false;
  let lastSaid = "";

  const hear = (payload: string): void => {
    const said = told.safeParse(asJson(payload));
    if (!said.success || said.data.from === self) return;
    const { from, people } = said.data;
    const before = processes.get(from)?.people ?? [];
    processes.set(from, { people, at: clock.monotonic() });
    if (JSON.stringify(before) !== JSON.stringify(people)) onChange();
  };
  const listening = listen(channel, hear).catch((error: unknown) => {
    log.warn({ err: error }, "people on other web processes are not seen");
    return null;
  });

  const say = async (people: readonly Present[]): Promise<void> => {
    const short = people
      .slice(0, mostTold)
      .map((each) => ({ ...each, name: each.name.slice(0, 30) }));
    lastSaid = JSON.stringify({ from: self, people: short });
    await sql`SELECT pg_notify(${channel}, ${lastSaid})`.execute(db);
  };

  return {
    tell(people) {
      // Nobody here, and that was said: a desk of one process, at night, says nothing at all.
      const isSaid = people.length === 0 && lastSaid.endsWith('"people":[]}');
      if (saying || isSaid) return;
      saying = true;
      say(people)
        .catch((error: unknown) => log.warn({ err: error }, "who is here could not be told"))
        .finally(() => {
          saying = false;
        });
    },
    people() {
      const since = clock.monotonic() - silentBeats * timing.heartbeatMs;
      for (const [from, { at }] of processes) if (at < since) processes.delete(from);
      return [...processes.values()].flatMap(({ people }) => people);
    },
    async stop() {
      const close = await listening;
      await close?.();
    },
  };
}

function asJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
