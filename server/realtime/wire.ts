/** The typed socket, and how much of what we sent it has not left this machine. */
import type { Server, Socket } from "socket.io";
import type { Person } from "#shared/campaigns.ts";
import type { Attending, ClientToServer, ServerToClient } from "#shared/protocol.ts";
import type { Audience } from "#shared/roles.ts";

/** Who is connected, as of the last check, and which part of the stream they read. */
export type Seat = {
  person: Person;
  sessionId: string | null;
  audience: Audience;
  /** Absent until the console says it. */
  attending?: Attending;
};
export type Wire = Socket<ClientToServer, ServerToClient, Record<never, never>, Seat>;
export type Wires = Server<ClientToServer, ServerToClient, Record<never, never>, Seat>;

/** What waits to be sent to a console: in Socket.IO's queue, and in the socket's own buffer. */
export function backlog(wire: Wire): { packets: number; bytes: number } {
  // Private in engine.io's types, yet the only place where packets pile up for a console that stopped reading.
  const queued = (wire.conn as unknown as { writeBuffer: { data?: unknown }[] }).writeBuffer;
  const bytes = queued.reduce(
    (sum, { data }) => sum + (typeof data === "string" ? data.length : 0),
    0,
  );
  return { packets: queued.length, bytes: bytes + wire.request.socket.writableLength };
}

/** Ends a connection at once. A polite close would wait for the very buffer that does not drain. */
export function cut(wire: Wire): void {
  wire.request.socket.destroy();
}
