/** The line between a desk and a Bluesky server: counts what is asked, and loses answers on demand. */
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Wire = {
  url: string;
  /** How many times a method (`com.atproto.…`) was asked for so far. */
  count: (method: string) => number;
  /** The next call of this method reaches the server; `instead` runs when it has answered, and the line breaks. */
  loseAnswer: (method: string, instead?: () => Promise<void>) => void;
  stop: () => Promise<void>;
};

/** Opens a line to a server that may come and go. */
export async function openWire(target: string): Promise<Wire> {
  const counts = new Map<string, number>();
  const losses = new Map<string, () => Promise<void>>();
  const server = createServer((asked, reply) => {
    const method = new URL(asked.url ?? "/", target).pathname.replace("/xrpc/", "");
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const lose = losses.get(method);
    losses.delete(method);
    const upstream = request(
      new URL(asked.url ?? "/", target),
      { method: asked.method ?? "GET", headers: asked.headers, agent: false },
      (answer) => {
        if (!lose) {
          reply.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(reply);
          return;
        }
        answer.resume();
        answer.once("close", () => {
          lose().then(
            () => breakOff(reply),
            () => breakOff(reply),
          );
        });
      },
    );
    upstream.on("error", () => breakOff(reply));
    asked.pipe(upstream);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (method) => counts.get(method) ?? 0,
    loseAnswer: (method, instead = async () => undefined) => void losses.set(method, instead),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function breakOff(reply: ServerResponse): void {
  reply.socket?.destroy();
}
