/**
 * Brings each console up to date and keeps it so. Invariant: a console gets every seq once, in order. It reads on its
 * own cursor until that equals the broadcaster's position, and joins the live room in that same tick; from then on the
 * broadcaster's runs, which follow that position without a gap, are all it gets.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { changeFor, snapshotFor } from "#shared/audience.ts";
import type { Change, Snapshot } from "#shared/changes.ts";
import type { Handshake } from "#shared/protocol.ts";
import type { Audience } from "#shared/roles.ts";
import type { Position } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { Broadcaster } from "./broadcaster.ts";
import { backlog, cut } from "./wire.ts";
import type { Wire, Wires } from "./wire.ts";

/** Further behind than this, a snapshot is cheaper than the changes. */
const reach = 5000;
/** With more than this on its way, a console is given no more until it has taken some. */
const inFlightBytes = 500_000;
/** Packets that may wait for a console: heartbeats and replies pile up too. */
const mostPackets = 500;
const audiences: readonly Audience[] = ["desk", "guest"];

type Parts = {
  wires: Wires;
  broadcaster: Broadcaster;
  readSnapshot: () => Promise<Snapshot>;
  timing: Timing;
  log: Log;
  onSlow: () => void;
};

export type Stream = {
  /** Brings a console up to date from where it says it was, then keeps it so. Never rejects. */
  admit: (wire: Wire, from: Handshake) => Promise<void>;
};

export function createStream({
  wires,
  broadcaster,
  readSnapshot,
  timing,
  log,
  onSlow,
}: Parts): Stream {
  broadcaster.follow({ changes: sendLive, restarted: restartAll });

  function sendLive(run: Change[], head: Position): void {
    for (const audience of audiences) {
      const room = liveRoom(audience);
      if (!wires.sockets.adapter.rooms.get(room)?.size) continue;
      const changes = run.map((change) => changeFor(audience, change));
      // To a room: encoded once, whatever the number of consoles.
      wires.to(room).emit("changes", { epoch: head.epoch, head: head.seq, changes });
      for (const wire of liveIn(room)) slowDown(wire);
    }
  }

  function liveIn(room: string): Wire[] {
    const ids = wires.sockets.adapter.rooms.get(room) ?? new Set<string>();
    return [...ids].flatMap((id) => wires.sockets.sockets.get(id) ?? []);
  }

  /** A console that does not keep up reads on at its own pace, from the log; what waits for it stays bounded. */
  function slowDown(wire: Wire): void {
    const waiting = backlog(wire);
    if (waiting.packets > mostPackets) return cutSlow(wire);
    if (waiting.bytes <= inFlightBytes) return;
    leave(wire);
    bringUp(wire, broadcaster.position()).catch((error: unknown) => giveUp(wire, error));
  }

  function cutSlow(wire: Wire): void {
    log.warn(
      { person: wire.data.person.name, ...backlog(wire) },
      "a console does not read what it is sent; cut, it will resume",
    );
    onSlow();
    cut(wire);
  }

  function restartAll(): void {
    log.warn(
      { epoch: broadcaster.position().epoch },
      "the change log was started anew; every console gets a snapshot",
    );
    for (const audience of audiences) {
      for (const wire of liveIn(liveRoom(audience))) {
        leave(wire);
        bringUp(wire, null).catch((error: unknown) => giveUp(wire, error));
      }
    }
  }

  function leave(wire: Wire): void {
    for (const audience of audiences)
      wire.leave(liveRoom(audience))?.catch((error: unknown) => giveUp(wire, error));
  }

  async function admit(wire: Wire, from: Handshake): Promise<void> {
    try {
      await bringUp(wire, await resumable(from));
    } catch (error) {
      giveUp(wire, error);
    }
  }

  /** Where a console can go on from; null when it needs a snapshot. */
  async function resumable({ epoch, seq }: Handshake): Promise<Position | null> {
    if (epoch === null || seq === null) return null;
    // It may have read further than we have, from another process; and how far behind it is counts from the log's head.
    await broadcaster.refresh();
    const head = broadcaster.position();
    return epoch === head.epoch && seq <= head.seq && head.seq - seq <= reach
      ? { epoch, seq }
      : null;
  }

  /** Ends when the console is live or gone: every turn moves its cursor, or waits for the log with a bound. */
  async function bringUp(wire: Wire, from: Position | null): Promise<void> {
    let cursor = from ?? (await sendSnapshot(wire));
    // Says how far there is to go: a console that missed nothing knows at once that it is up to date.
    if (from)
      wire.emit("changes", { epoch: from.epoch, head: broadcaster.position().seq, changes: [] });
    while (wire.connected) {
      if (backlog(wire).bytes > inFlightBytes) await drained(wire);
      const head = broadcaster.position();
      if (cursor.epoch === head.epoch && cursor.seq === head.seq) {
        wire.join(liveRoom(wire.data.audience))?.catch((error: unknown) => giveUp(wire, error));
        return;
      }
      if (cursor.epoch !== head.epoch || cursor.seq > head.seq) cursor = await agree(wire, cursor);
      else cursor = await sendRun(wire, cursor, head);
    }
  }

  /** The cursor comes from a database read that was newer than the broadcaster's, or from a log that is no more. */
  async function agree(wire: Wire, cursor: Position): Promise<Position> {
    await broadcaster.refresh();
    return broadcaster.position().epoch === cursor.epoch ? cursor : sendSnapshot(wire);
  }

  async function sendSnapshot(wire: Wire): Promise<Position> {
    const snapshot = await readSnapshot();
    wire.emit("snapshot", snapshotFor(wire.data.audience, snapshot));
    return { epoch: snapshot.epoch, seq: snapshot.seq };
  }

  async function sendRun(wire: Wire, cursor: Position, head: Position): Promise<Position> {
    const run = broadcaster.recent(cursor.seq) ?? (await broadcaster.read(cursor.seq));
    const last = run.at(-1);
    if (!last || run[0]!.seq !== cursor.seq + 1)
      throw new Error(`the change log has no ${cursor.seq + 1}`);
    const changes = run.map((change) => changeFor(wire.data.audience, change));
    wire.emit("changes", { epoch: cursor.epoch, head: head.seq, changes });
    return { epoch: cursor.epoch, seq: last.seq };
  }

  /** Waits until the console has taken what it was sent. Cuts it when it does not. */
  async function drained(wire: Wire): Promise<void> {
    const until = performance.now() + timing.drainMs;
    while (wire.connected && backlog(wire).bytes > inFlightBytes) {
      if (performance.now() > until) return cutSlow(wire);
      await sleep(10);
    }
  }

  function giveUp(wire: Wire, error: unknown): void {
    log.warn({ err: error }, "a console could not be brought up to date; cut, it will come back");
    cut(wire);
  }

  return { admit };
}

function liveRoom(audience: Audience): string {
  return `live:${audience}`;
}
