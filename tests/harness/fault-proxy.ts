/** A line that can be made slow, mute or broken: a TCP proxy in front of PostgreSQL, Redis or a network. */
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Where it leads: a TCP port of the loopback, or a Unix socket. */
export type Target = { port: number } | { path: string };
export type FaultProxy = {
  readonly port: number;
  /** As it should be, for what is connected and what comes. */
  pass: () => void;
  /** Everything takes so much longer, each way. */
  delay: (ms: number) => void;
  /** Nothing gets through either way and nobody is told: connections stay open, new ones are taken and left alone. */
  freeze: () => void;
  /** At most so many bytes a second towards the client. */
  throttle: (bytesPerSecond: number) => void;
  /** Each connection from now on is reset once so many bytes have come through in that direction. */
  cutAfter: (bytes: number, towards: "client" | "server") => void;
  /** Resets every connection that is open. */
  reset: () => void;
  /** Leads elsewhere from now on, and resets what led there before. */
  retarget: (target: Target) => void;
  stop: () => Promise<void>;
};

type Fault =
  | { kind: "pass" | "freeze" }
  | { kind: "delay"; ms: number }
  | { kind: "throttle"; bytesPerSecond: number }
  | { kind: "cut"; bytes: number; towards: "client" | "server" };

/** How often a frozen or throttled line looks whether it may go on. */
const stepMs = 20;

export async function openFaultProxy(first: Target): Promise<FaultProxy> {
  let target = first;
  let fault: Fault = { kind: "pass" };
  const pairs = new Set<[Socket, Socket]>();
  const reset = () => pairs.forEach((pair) => pair.forEach(resetOne));

  /** One direction: chunk after chunk, each as the fault of its moment has it. */
  async function pump(from: Socket, to: Socket, towards: "client" | "server"): Promise<void> {
    let through = 0;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      while (fault.kind === "freeze" && !to.destroyed) await pause(stepMs);
      if (fault.kind === "delay") await pause(fault.ms);
      if (fault.kind === "throttle" && towards === "client") {
        await trickle(chunk, to);
        continue;
      }
      if (
        fault.kind === "cut" &&
        fault.towards === towards &&
        through + chunk.length >= fault.bytes
      ) {
        to.write(chunk.subarray(0, Math.max(0, fault.bytes - through)));
        await pause(stepMs);
        resetOne(from);
        resetOne(to);
        return;
      }
      through += chunk.length;
      if (to.destroyed) return;
      to.write(chunk);
    }
    while (fault.kind === "freeze" && !to.destroyed) await pause(stepMs);
    to.end();
  }

  async function trickle(chunk: Buffer, to: Socket): Promise<void> {
    for (let at = 0; at < chunk.length && !to.destroyed;) {
      const size =
        fault.kind === "throttle"
          ? Math.max(1, Math.floor((fault.bytesPerSecond * stepMs) / 1000))
          : chunk.length;
      to.write(chunk.subarray(at, at + size));
      at += size;
      if (fault.kind === "throttle") await pause(Math.max(stepMs, 1000 / fault.bytesPerSecond));
    }
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true });
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    for (const [socket, other] of [pair, pair.toReversed()] as [Socket, Socket][]) {
      socket.setNoDelay(true);
      socket.on("error", () => resetOne(other));
      socket.on("close", () => pairs.delete(pair));
    }
    // What goes wrong on the line is what the line is for.
    pump(client, upstream, "server").catch(() => upstream.destroy());
    pump(upstream, client, "client").catch(() => client.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    pass: () => void (fault = { kind: "pass" }),
    delay: (ms) => void (fault = { kind: "delay", ms }),
    freeze: () => void (fault = { kind: "freeze" }),
    throttle: (bytesPerSecond) => void (fault = { kind: "throttle", bytesPerSecond }),
    cutAfter: (bytes, towards) => void (fault = { kind: "cut", bytes, towards }),
    reset,
    retarget(next) {
      target = next;
      reset();
    },
    async stop() {
      fault = { kind: "pass" };
      const closed = new Promise((resolve) => server.close(resolve));
      reset();
      await closed;
    },
  };
}

/** The port or socket that a PostgreSQL address leads to. */
export function postgresTarget(url: string): Target {
  const { searchParams, port } = new URL(url);
  const folder = searchParams.get("host");
  return folder ? { path: join(folder, `.s.PGSQL.${port || 5432}`) } : { port: Number(port) };
}

/** The same database behind a proxy. */
export function throughProxy(url: string, { port }: Pick<FaultProxy, "port">): string {
  const { pathname, username } = new URL(url);
  return `postgres://${username}@127.0.0.1:${port}${pathname}?sslmode=disable`;
}

/** A Unix socket knows no reset: there, an end without a goodbye is all there is. */
function resetOne(socket: Socket): void {
  if (socket.remoteFamily) socket.resetAndDestroy();
  else socket.destroy();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
