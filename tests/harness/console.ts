/** A console without a screen: it connects, applies and resumes as the real one does, and keeps account of every seq. */
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import type { Socket } from "socket.io-client";
import { applyChange } from "#shared/changes.ts";
import type { Snapshot } from "#shared/changes.ts";
import { protocol } from "#shared/protocol.ts";
import type { Attending, ClientToServer, Presence, ServerToClient } from "#shared/protocol.ts";
import type { Reply } from "#shared/result.ts";
import { headersOf } from "./desk.ts";
import type { Credential, Desk } from "./desk.ts";

export type TestConsole = {
  readonly state: Snapshot | null;
  /** Every seq that came as a change, in order of arrival. */
  readonly seqs: number[];
  /** What should never be: a seq missing, or one that came twice. */
  readonly faults: string[];
  readonly snapshots: number;
  readonly presences: Presence[];
  readonly connected: boolean;
  /** Codes of refused connections. */
  readonly refusals: string[];
  /** Times the connection was lost. */
  readonly cuts: number;
  /** Resolves when the predicate holds; asked again after everything that happens. Rejects at the deadline. */
  until: (
    what: string,
    predicate: (self: TestConsole) => boolean,
    deadlineMs?: number,
  ) => Promise<void>;
  /** One command over the socket. */
  ask: (name: string, input: unknown, commandId?: string) => Promise<Reply<unknown>>;
  /** Says where its person is. */
  attend: (attending: Attending) => void;
  /** Cuts the connection without a goodbye; it comes back by itself. */
  drop: () => void;
  /** Stops reading from the network, as a frozen tab does; `thaw` goes on. */
  freeze: () => void;
  thaw: () => void;
  close: () => void;
};

/** What socket.io-client keeps to itself: the TCP socket under its websocket. */
type Insides = { transport: { ws: { _socket: { pause: () => void; resume: () => void } } } };

export type ConsoleOptions = {
  from?: { epoch: string | null; seq: number | null };
  protocol?: number;
  headers?: Record<string, string>;
};

const answerMs = 15_000;

export function openConsole(
  desk: Desk,
  credential: Credential,
  options: ConsoleOptions = {},
): TestConsole {
  let state: Snapshot | null = null;
  let snapshots = 0;
  let cuts = 0;
  const seqs: number[] = [];
  const faults: string[] = [];
  const presences: Presence[] = [];
  const refusals: string[] = [];
  const waiting = new Set<() => void>();
  const happened = () => waiting.forEach((check) => check());

  const socket: Socket<ServerToClient, ClientToServer> = io(desk.url, {
    transports: ["websocket"],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 500,
    extraHeaders: options.headers ?? headersOf(desk, credential),
    auth: (give) =>
      give({
        protocol: options.protocol ?? protocol,
        epoch: state?.epoch ?? options.from?.epoch ?? null,
        seq: state?.seq ?? seqs.at(-1) ?? options.from?.seq ?? null,
      }),
  });
  socket.on("snapshot", (snapshot) => {
    state = snapshot;
    snapshots += 1;
    happened();
  });
  socket.on("changes", ({ epoch, changes }) => {
    for (const change of changes) {
      const before: number | undefined = seqs.at(-1);
      const expected = state
        ? state.seq + 1
        : before === undefined
          ? (options.from?.seq ?? 0) + 1
          : before + 1;
      if (change.seq !== expected) faults.push(`${change.seq} came where ${expected} should`);
      if (state && epoch !== state.epoch) faults.push(`${change.seq} came from another log`);
      seqs.push(change.seq);
      if (state) state = applyChange(state, change);
    }
    happened();
  });
  socket.on("presence", (presence) => {
    presences.push(presence);
    happened();
  });
  socket.on("connect", happened);
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
    refusals.push(error.data?.code ?? error.message);
    happened();
  });
  socket.on("disconnect", () => {
    cuts += 1;
    happened();
  });

  const self: TestConsole = {
    get state() {
      return state;
    },
    get snapshots() {
      return snapshots;
    },
    get connected() {
      return socket.connected;
    },
    get cuts() {
      return cuts;
    },
    seqs,
    faults,
    presences,
    refusals,
    until: (what, predicate, deadlineMs = answerMs) =>
      new Promise((resolve, reject) => {
        const finish = (end: () => void) => {
          waiting.delete(check);
          clearTimeout(late);
          end();
        };
        const check = () => {
          if (predicate(self)) finish(resolve);
        };
        const late = setTimeout(() => {
          const where = `at ${state?.seq ?? "nothing"}, ${socket.connected ? "connected" : "not connected"}`;
          finish(() =>
            reject(
              new Error(
                `not within ${deadlineMs} ms: ${what} (${where}; refused: ${refusals.join()})`,
              ),
            ),
          );
        }, deadlineMs);
        waiting.add(check);
        check();
      }),
    ask: (name, input, commandId = randomUUID()) =>
      socket.timeout(answerMs).emitWithAck("command", { commandId, name, input }),
    attend: (attending) => void socket.emit("attending", attending),
    drop: () => void socket.io.engine.close(),
    freeze: () => frozen(socket).pause(),
    thaw: () => frozen(socket).resume(),
    close: () => void socket.disconnect(),
  };
  return self;
}

function frozen(socket: Socket): Insides["transport"]["ws"]["_socket"] {
  return (socket.io.engine as unknown as Insides).transport.ws._socket;
}
