/** Who may connect: an exact origin (or a token), a handshake we understand, a person who is signed in. */
import type { IncomingMessage } from "node:http";
import { handshake, protocol } from "#shared/protocol.ts";
import type { Handshake, RefusedConnection } from "#shared/protocol.ts";

/**
 * Whether the upgrade may go on. A browser always says its origin, so a page elsewhere cannot ride on a session; a
 * script that says none must bring a token.
 */
export function mayUpgrade(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, authorization } = request.headers;
  if (origin === undefined) return /^bearer /i.test(authorization ?? "");
  return allowed.includes(origin);
}

/** Answers an upgrade that may not go on. Written by hand: engine.io would say 400. */
export function refuseUpgrade(request: IncomingMessage): void {
  const body = JSON.stringify({
    code: "originRefused",
    message: "this address may not open a console here",
    field: "Origin",
  });
  const head = [
    "HTTP/1.1 403 Forbidden",
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  request.socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The handshake, or why the connection is refused. */
export function readHandshake(auth: unknown): Handshake | RefusedConnection {
  const parsed = handshake.safeParse(auth);
  if (!parsed.success) return "badHandshake";
  return parsed.data.protocol < protocol ? "clientTooOld" : parsed.data;
}

/** The error a console sees as `connect_error`, with its code in `data`. */
export function connectError(code: RefusedConnection): Error {
  return Object.assign(new Error(code), { data: { code } });
}
