/**
 * The one connection. Websocket only; on every (re)connection it says how far it has read, and the server answers with
 * what is missing or a whole snapshot. It never shows a state with a hole in it.
 */
import { io, type Socket } from "socket.io-client";
import type { Frame, ClientToServer, Presence, ServerToClient } from "#shared/protocol.ts";
import { protocol } from "#shared/protocol.ts";
import type { Snapshot } from "#shared/changes.ts";
import { createBuffer } from "./buffer.ts";
import { countMeanwhile } from "./meanwhile.ts";
import { createOffset } from "./offset.ts";
import { type Connection, useLive } from "./store.ts";

export type DeskSocket = Socket<ServerToClient, ClientToServer>;

/** Silence after which what is shown can no longer be called live. */
const silenceMs = 5000;
const watchEveryMs = 500;
/** Heartbeats without a frame after which a resumed console knows that it missed nothing. */
const quietHeartbeats = 2;
/** Two that come closer together are one heartbeat, and word of what people turn to. */
const shortestBeatMs = 500;
/** Heartbeats after which one that was not late itself is among them. */
const sureHeartbeats = 4;
const retryAfterMs = 2000;

/** Workers out of sight are no longer listed: what was seen of them before stands. With nothing seen yet, it counts from now. */
function lastSeen({ at, workers }: Presence, before: number | null): number {
  const seen = workers.map(({ seenAt }) => Date.parse(seenAt));
  if (before !== null) seen.push(before);
  return seen.length > 0 ? Math.max(...seen) : Date.parse(at);
}

/** Opens the connection and keeps it until the returned function is called. `onLive` runs each time the desk is current. */
export function connectDesk(onLive: () => void): { socket: DeskSocket; close: () => void } {
  const socket: DeskSocket = io({
    transports: ["websocket"],
    autoConnect: false,
    auth: (give) => give({ protocol, epoch, seq: buffer.seq() }),
    reconnectionDelay: 250,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.8,
    timeout: 5000,
  });
  const buffer = createBuffer((desk) => useLive.setState({ desk, heardAt }));
  const offset = createOffset(Date.now);
  let epoch: string | null = null;
  let heardAt = Date.now();
  let heartbeats = 0;
  let beatAt = -Infinity;
  let cutFrom: { at: number; known: ReadonlySet<string> } | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const set = (connection: Connection): void => useLive.setState({ connection });
  const status = (): Connection["status"] => useLive.getState().connection.status;

  const lose = (): void => {
    const { desk, connection, clockOffsetMs } = useLive.getState();
    if (!desk || ["lost", "tooOld", "signedOut"].includes(connection.status)) return;
    cutFrom ??= { at: heardAt, known: new Set(desk.moments.map((moment) => moment.id)) };
    set({ status: "lost", seenAt: cutFrom.at + clockOffsetMs });
  };

  const restart = (): void => {
    socket.disconnect();
    heardAt = Date.now();
    socket.connect();
  };

  const current = (): void => {
    if (status() === "live") return;
    buffer.flush();
    const { desk } = useLive.getState();
    if (cutFrom && desk) {
      useLive.setState({
        meanwhile: countMeanwhile(cutFrom.known, desk.moments, Date.now() - cutFrom.at),
      });
    }
    cutFrom = null;
    // Together: a line that is back has just been heard, also where there was nothing to catch up on.
    useLive.setState({ connection: { status: "live" }, heardAt });
    onLive();
  };

  const onSnapshot = (snapshot: Snapshot): void => {
    heardAt = Date.now();
    epoch = snapshot.epoch;
    buffer.reset(snapshot);
    current();
  };

  const onChanges = (frame: Frame): void => {
    heardAt = Date.now();
    if (frame.epoch !== epoch || !buffer.take(frame.changes)) {
      lose();
      restart();
      return;
    }
    const at = buffer.seq() ?? 0;
    const { connection } = useLive.getState();
    if (connection.status !== "catchingUp") return;
    if (at >= frame.head) current();
    else set({ ...connection, at, head: frame.head });
  };

  const onPresence = (presence: Presence): void => {
    heardAt = Date.now();
    // What people turn to is told between two heartbeats, and proves nothing about what was missed.
    const now = performance.now();
    if (now - beatAt >= shortestBeatMs) {
      heartbeats += 1;
      beatAt = now;
    }
    const clockOffsetMs = offset(Date.parse(presence.at));
    useLive.setState(({ workerSeenAt, driftMs }) => ({
      presence,
      heardAt,
      clockOffsetMs,
      driftMs: heartbeats < sureHeartbeats ? driftMs : -clockOffsetMs,
      workerSeenAt: lastSeen(presence, workerSeenAt),
    }));
    const { connection } = useLive.getState();
    if (
      connection.status === "catchingUp" &&
      connection.head === null &&
      heartbeats >= quietHeartbeats
    )
      current();
  };

  socket.on("connect", () => {
    heardAt = Date.now();
    heartbeats = 0;
    beatAt = -Infinity;
    const seq = buffer.seq();
    if (seq !== null) set({ status: "catchingUp", from: seq, at: seq, head: null });
  });
  socket.on("snapshot", onSnapshot);
  socket.on("changes", onChanges);
  socket.on("presence", onPresence);
  socket.on("disconnect", (reason) => {
    buffer.flush();
    lose();
    // The client library leaves a connection closed by the server alone; ours is meant to last.
    if (reason === "io server disconnect") retryLater();
  });
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
    const code = error.data?.code;
    if (code === "signedOut") set({ status: "signedOut" });
    else if (code === "clientTooOld" || code === "badHandshake") set({ status: "tooOld" });
    else if (!socket.active) retryLater();
  });

  function retryLater(): void {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), retryAfterMs * (0.2 + Math.random()));
  }

  const watch = setInterval(() => {
    if (!socket.connected || Date.now() - heardAt < silenceMs) return;
    lose();
    restart();
  }, watchEveryMs);

  // The browser knows before the silence tells.
  const onLine = (): void => {
    if (!navigator.onLine) lose();
    restart();
  };
  window.addEventListener("offline", onLine);
  window.addEventListener("online", onLine);

  socket.connect();
  return {
    socket,
    close: () => {
      clearInterval(watch);
      clearTimeout(retry);
      window.removeEventListener("offline", onLine);
      window.removeEventListener("online", onLine);
      socket.disconnect();
    },
  };
}
