/** The consoles' connections: who gets in, what they may send, when they are cut. */
import type { IncomingHttpHeaders, Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { Person } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { PersonId } from "#shared/ids.ts";
import { attending as attendingSchema, envelope as envelopeSchema } from "#shared/protocol.ts";
import type { Envelope, Handshake } from "#shared/protocol.ts";
import type { Reply } from "#shared/result.ts";
import { audienceOf } from "#shared/roles.ts";
import type { Role } from "#shared/roles.ts";
import type { Clock } from "../clock.ts";
import type { Db } from "../db/changes.ts";
import type { Connected } from "../db/connect.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import { connectError, mayUpgrade, readHandshake, refuseUpgrade } from "./admission.ts";
import type { Broadcaster } from "./broadcaster.ts";
import { createElsewhere } from "./elsewhere.ts";
import { presenceRoom, type ReadAtWork, startPresence } from "./presence.ts";
import { createStream } from "./stream.ts";
import { cut } from "./wire.ts";
import type { Wire, Wires } from "./wire.ts";

/** Commands of one console that may be under way at once. */
const commandsAtOnce = 20;

type Parts = {
  httpServer: HttpServer;
  /** Who the headers of a request belong to, now; null when nobody. Asked again at every command and every 30 s. */
  identify: (
    headers: IncomingHttpHeaders,
  ) => Promise<{ person: Person; sessionId: string | null } | null>;
  dispatch: (
    caller: { personId: PersonId; name: string; role: Role; via: "socket"; isScript: boolean },
    envelope: Envelope,
  ) => Promise<Reply<unknown>>;
  readSnapshot: () => Promise<Snapshot>;
  broadcaster: Broadcaster;
  allowedOrigins: () => readonly string[];
  /** Called when a console was cut because it did not read. */
  onSlow: () => void;
  /** Called when a person's last console on this process went away. */
  onGone: (personId: string) => void;
  db: Db;
  listen: Connected["listen"];
  readAtWork: ReadAtWork;
  clock: Clock;
  timing: Timing;
  log: Log;
};

export type Sockets = {
  /** Consoles connected to this process. */
  count: () => number;
  /** Cuts every console of a session that has ended. */
  endSession: (sessionId: string) => void;
  close: () => Promise<void>;
};

export function createSockets(parts: Parts): Sockets {
  const { httpServer, identify, dispatch, allowedOrigins, timing, log } = parts;
  const wires: Wires = new Server(httpServer, {
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 64 << 10,
    connectTimeout: 5000,
    pingInterval: 10_000,
    pingTimeout: 8000,
    allowRequest(request, answer) {
      const may = mayUpgrade(request, allowedOrigins());
      if (!may) refuseUpgrade(request);
      answer(may ? null : "originRefused", may);
    },
  });
  const stream = createStream({ ...parts, wires });
  const elsewhere = createElsewhere({ ...parts, onChange: () => presence.tellSoon() });
  const presence = startPresence({ ...parts, wires, elsewhere });

  wires.use((wire, next) => {
    const from = readHandshake(wire.handshake.auth);
    if (typeof from === "string") return next(connectError(from));
    seat(wire).then(
      (seated) => next(seated ? undefined : connectError("signedOut")),
      (error: unknown) => {
        log.warn({ err: error }, "a connection could not be checked");
        next(new Error("internal"));
      },
    );
  });

  wires.on("connection", (wire) => {
    wire
      .join([presenceRoom(wire.data.audience), sessionRoom(wire.data.sessionId)])
      ?.catch(() => cut(wire));
    presence.beatSoon();
    // Spread, so that a thousand consoles that came back together are not all looked at in one instant.
    const check = setInterval(
      () => recheck(wire),
      timing.sessionCheckMs * (0.8 + Math.random() * 0.2),
    );
    wire.on("disconnect", () => {
      clearInterval(check);
      presence.beatSoon();
      const { id } = wire.data.person;
      const elsewhere = [...wires.of("/").sockets.values()].some(
        (other) => other.data.person.id === id,
      );
      if (!elsewhere) parts.onGone(id);
    });
    wire.on("attending", (said) => {
      const attending = attendingSchema.safeParse(said);
      if (!attending.success) return;
      wire.data.attending = attending.data;
      presence.tellSoon();
    });
    let underWay = 0;
    wire.on("command", (sent, reply) => {
      if (typeof reply !== "function") return;
      if (underWay >= commandsAtOnce) return reply({ ok: false, code: "busy", details: {} });
      underWay += 1;
      answer(wire, sent)
        .catch((error: unknown): Reply<unknown> => {
          log.error({ err: error }, "a command could not be answered");
          return { ok: false, code: "internal", details: {} };
        })
        .then(reply)
        .catch((error: unknown) => log.warn({ err: error }, "a reply could not be sent"))
        .finally(() => {
          underWay -= 1;
        });
    });
    stream.admit(wire, wire.handshake.auth as Handshake).catch(() => cut(wire));
  });

  async function answer(wire: Wire, sent: unknown): Promise<Reply<unknown>> {
    const envelope = envelopeSchema.safeParse(sent);
    if (!envelope.success) return badEnvelope(envelope.error.issues[0]);
    const found = await identify(wire.request.headers);
    if (!found) {
      leaveSoon(wire);
      return { ok: false, code: "signedOut", details: {} };
    }
    const { id, name, role } = found.person;
    const reply = await dispatch(
      { personId: id, name, role, via: "socket", isScript: found.sessionId === null },
      envelope.data as Envelope,
    );
    // A changed role may read another stream: it comes back as what it now is.
    if (role !== wire.data.person.role) leaveSoon(wire);
    return reply;
  }

  async function seat(wire: Wire): Promise<boolean> {
    const found = await identify(wire.request.headers);
    if (!found) return false;
    Object.assign(wire.data, { ...found, audience: audienceOf(found.person.role) });
    return true;
  }

  function recheck(wire: Wire): void {
    identify(wire.request.headers).then(
      (found) => {
        if (found?.person.role !== wire.data.person.role) cut(wire);
      },
      (error: unknown) =>
        log.warn({ err: error }, "a session could not be checked again; the console stays for now"),
    );
  }

  return {
    count: () => wires.of("/").sockets.size,
    endSession(sessionId) {
      const ids = wires.of("/").adapter.rooms.get(sessionRoom(sessionId)) ?? new Set<string>();
      for (const id of ids) {
        const wire = wires.of("/").sockets.get(id);
        if (wire) cut(wire);
      }
    },
    async close() {
      await presence.stop();
      await wires.close();
    },
  };
}

/** After the reply has had its turn. Closes the connection, not the namespace: a console comes back from that by itself. */
function leaveSoon(wire: Wire): void {
  setImmediate(() => wire.conn.close());
}

function badEnvelope(issue: { path: PropertyKey[]; message: string } | undefined): Reply<unknown> {
  const field = issue?.path.map(String).join(".") || "envelope";
  return {
    ok: false,
    code: "badInput",
    details: { field, message: `${field}: ${issue?.message ?? "not a command"}` },
  };
}

function sessionRoom(sessionId: string | null): string {
  return `session:${sessionId ?? "none"}`;
}
