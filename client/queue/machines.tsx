import type { Presence } from "#shared/protocol.ts";
import { clockWarnMs } from "#shared/spans.ts";
import { aliveIn, apartOf, queueAwaySince } from "../live/at-work.ts";
import { recordAwayFor, useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { span } from "../ui/time.ts";
import type { Health } from "./accounts.ts";
import styles from "./accounts-pane.module.css";
import { Shape } from "./shape.tsx";

type Told = { name: string; health: Health["kind"]; words: string };

/** Clocks, database, queue and senders, as the last heartbeat told them. */
export function Machines({ now }: { now: number }) {
  const say = useSay();
  const presence = useLive((live) => live.presence);
  const isLive = useLive((live) => live.connection.status === "live");
  const offsetMs = useLive((live) => live.clockOffsetMs);
  const told = presence && isLive ? toldBy(say, presence, now) : null;
  return (
    <>
      <h3>{say("queue.machine")}</h3>
      {told ? (
        <dl className={styles.machines}>
          {told.map(({ name, health, words }) => (
            <div key={name} data-machine={health}>
              <dt>
                <Shape of={health} /> {name}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
          <div>
            <dt>
              <Shape of="ok" /> {say("queue.machine.here")}
            </dt>
            <dd>{say("queue.machine.here.value", { count: Math.round(Math.abs(offsetMs)) })}</dd>
          </div>
        </dl>
      ) : (
        <p className={styles.none}>{say("queue.machine.unheard")}</p>
      )}
    </>
  );
}

function toldBy(say: Say, presence: Presence, now: number): Told[] {
  const away = recordAwayFor(presence);
  const answers = say("queue.machine.answers");
  const silentFor = (ms: number): string => say("queue.machine.away", { span: span(say, ms) });
  const alive = aliveIn(presence);
  const queueAway = queueAwaySince(alive);
  const { queue, overdueMs } = presence;
  return [
    {
      name: say("queue.machine.record"),
      health: away > 0 ? "silent" : "ok",
      words: away > 0 ? silentFor(away) : answers,
    },
    {
      name: say("queue.machine.queue", { name: queue === "redis" ? "Redis" : "PostgreSQL" }),
      health: queueAway ? "silent" : "ok",
      words: queueAway ? silentFor(now - Date.parse(queueAway)) : answers,
    },
    {
      name: say("queue.machine.workers"),
      health: alive.length === 0 ? "silent" : overdueMs > 0 ? "limited" : "ok",
      words:
        overdueMs > 0
          ? say("queue.machine.late", { span: span(say, overdueMs) })
          : say("queue.machine.workers.value", { count: alive.length }),
    },
    clocksOf(say, alive),
  ];
}

/** The widest gap between a sender's clock, the database's and the networks'. */
function clocksOf(say: Say, alive: ReturnType<typeof aliveIn>): Told {
  const name = say("queue.machine.clock");
  const known = alive.filter(({ databaseOffsetMs }) => databaseOffsetMs !== null);
  if (known.length === 0)
    return { name, health: "limited", words: say("queue.machine.clock.unknown") };
  const apart = Math.max(...known.map(apartOf));
  if (known.some(({ stopped }) => stopped))
    return {
      name,
      health: "silent",
      words: say("queue.machine.clock.stopped", { span: span(say, apart) }),
    };
  return {
    name,
    health: apart > clockWarnMs ? "limited" : "ok",
    words: say("queue.machine.clock.value", { count: Math.round(apart) }),
  };
}
