/** Providers of live data on this machine, that a test makes speak, fall silent, fail and cut. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export type Asked = { path: string; headers: IncomingMessage["headers"]; at: number };
export type Provider = {
  /** `http://127.0.0.1:…`; the same with `ws:` for a WebSocket. */
  url: string;
  /** Every request, in order. */
  asked: Asked[];
  /** How the next requests are answered. */
  answer: (how: (request: IncomingMessage, response: ServerResponse) => void) => void;
  close: () => Promise<void>;
};

/** An HTTP server; 404 until told otherwise. */
export async function startProvider(): Promise<Provider> {
  const asked: Asked[] = [];
  let how = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", headers: request.headers, at: performance.now() });
    how(request, response);
  });
  const url = await listening(server);
  return {
    url,
    asked,
    answer: (next) => void (how = next),
    close: () => closed(server),
  };
}

/** A page as web servers serve one: with an ETag, and 304 to whoever has it. */
export function page(content: () => string, type = "application/cloudevents+json") {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const body = content();
    const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { "content-type": type, etag }).end(body);
  };
}

export type LineOfSockets = {
  url: string;
  /** Handshakes so far. */
  opened: () => number;
  /** Says it to whoever is connected. */
  say: (text: string) => void;
  close: () => Promise<void>;
};

/** A WebSocket server that only speaks. */
export async function startSockets(): Promise<LineOfSockets> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on("upgrade", (request, stream) => {
    const socket = stream as Socket;
    const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.write(head);
    opened += 1;
    sockets.add(socket);
  });
  const url = (await listening(server)).replace("http:", "ws:");
  return {
    url,
    opened: () => opened,
    say: (text) => sockets.forEach((socket) => socket.write(frame(text))),
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await closed(server);
    },
  };
}

/** One text, as a server frames it. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([0x81, 126, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([body.length < 126 ? Buffer.from([0x81, body.length]) : head, body]);
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
