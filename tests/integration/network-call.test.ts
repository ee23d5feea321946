/** What one call to a network can honestly say of what left, and how long and how much it takes at most. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Answer, call } from "#server/networks/call.ts";
import { onDate } from "#server/networks/heard-date.ts";
import type { NetworkError } from "#server/networks/network.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  vi.useRealTimers();
  sockets.forEach((socket) => socket.destroy());
  servers.splice(0).forEach((server) => server.close());
});

/** A bare server on a port of its own: what stands behind an address need not be a network. */
async function serve(onSocket: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => undefined));
    onSocket(socket);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function post(url: string, deadlineMs = 2000): Promise<Answer> {
  return call("POST", url, "token", { json: { text: "Or !" } }, AbortSignal.timeout(deadlineMs));
}

const kindOf = (answer: Promise<Answer>): Promise<string> =>
  answer.then(
    ({ status }) => String(status),
    (error: NetworkError) => error.kind,
  );

/** Answers each request of a connection, then does to it what `after` says. */
const answering =
  (seen: string[], after: (socket: Socket) => void, head = "") =>
  (socket: Socket): void => {
    socket.on("data", (data) => {
      seen.push(...[...data.toString().matchAll(/^POST (\S+)/gm)].map(([, path]) => path ?? ""));
      if (!data.toString().endsWith("}")) return;
      socket.write(`HTTP/1.1 200 OK\r\n${head}content-length: 2\r\n\r\n{}`, () => after(socket));
    });
  };

test("an address that does not exist, a port nobody listens on, and TLS with who speaks none: nothing was sent", async () => {
  const read: string[] = [];
  const plain = await serve((socket) => {
    socket.on("data", (data) => read.push(data.toString("latin1")));
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  const gone = await serve(() => undefined);
  await new Promise((resolve) => servers.at(-1)!.close(resolve));
  expect(await kindOf(post(`http://${gone}/`))).toBe("notSent");
  expect(await kindOf(post("http://nobody.invalid/"))).toBe("notSent");
  expect(await kindOf(post(`https://${plain}/`))).toBe("notSent");
  expect(read.join("")).not.toContain("POST");
});

test("a handshake that never ends is given up at the deadline, and nothing was sent", async () => {
  const mute = await serve((socket) => socket.resume());
  const startedAt = performance.now();
  expect(await kindOf(post(`https://${mute}/`, 300))).toBe("notSent");
  expect(performance.now() - startedAt).toBeLessThan(1500);
});

test("a call whose deadline has passed before it begins sends nothing", async () => {
  const seen: string[] = [];
  const place = await serve(answering(seen, () => undefined));
  const over = AbortSignal.abort();
  const body = { json: { text: "Or !" } };
  expect(await kindOf(call("POST", `http://${place}/`, null, body, over))).toBe("notSent");
  expect(seen).toEqual([]);
});

test("a machine that slept, or a process that stood still, between the call and its first byte writes nothing late", async () => {
  const seen: string[] = [];
  const place = await serve(answering(seen, () => undefined));
  const slept = post(`http://${place}/slept`);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5000 });
  await expect(slept).rejects.toMatchObject({ kind: "notSent", message: "too late to begin" });
  vi.useRealTimers();
  const stood = post(`http://${place}/stood`, 20_000);
  const until = performance.now() + 4200;
  while (performance.now() < until);
  expect(await kindOf(stood)).toBe("notSent");
  expect(await kindOf(post(`http://${place}/next`))).toBe("200");
  expect(seen).toEqual(["/next"]);
});

test("a connection reset before its server read anything is never called unsent once a byte was written", async () => {
  const read: number[] = [];
  const place = await serve((socket) => {
    const index = read.push(0) - 1;
    if (index % 2 === 0) return void socket.resetAndDestroy();
    socket.on("data", (data) => {
      read[index] = (read[index] ?? 0) + data.length;
      socket.resetAndDestroy();
    });
  });
  for (let round = 0; round < 40; round += 1) {
    const kind = await kindOf(post(`http://${place}/`));
    expect(["ambiguous", "notSent"]).toContain(kind);
    if ((read[round] ?? 0) > 0) expect(kind).toBe("ambiguous");
  }
  expect(read).toHaveLength(40);
});

test("a connection its server closed while it was idle is not used again, and the post is sent on another", async () => {
  const seen: string[] = [];
  const place = await serve(answering(seen, (socket) => socket.end()));
  for (let round = 0; round < 5; round += 1) {
    expect(await kindOf(post(`http://${place}/${round}`))).toBe("200");
    await expect.poll(() => sockets.size).toBe(0);
  }
  expect(seen).toEqual(["/0", "/1", "/2", "/3", "/4"]);
});

test("a connection that ends just as the next call is written loses that call at most, and never sends it twice", async () => {
  const seen: string[] = [];
  const place = await serve(answering(seen, (socket) => socket.resetAndDestroy()));
  const kinds: string[] = [];
  for (let round = 0; round < 60; round += 1)
    kinds.push(await kindOf(post(`http://${place}/${round}`)));
  expect(new Set(seen).size).toBe(seen.length);
  for (const [round, kind] of kinds.entries()) {
    if (kind === "200") expect(seen).toContain(`/${round}`);
    if (kind === "notSent") expect(seen).not.toContain(`/${round}`);
  }
});

test("an answer that comes a byte at a time is given up at the deadline, one that is too large at 256 kB", async () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n";
  const slow = await serve((socket) => {
    socket.once("data", () => socket.write(head));
    const timer = setInterval(() => socket.write(" "), 50);
    socket.on("close", () => clearInterval(timer));
  });
  const startedAt = performance.now();
  expect(await kindOf(post(`http://${slow}/`, 400))).toBe("ambiguous");
  expect(performance.now() - startedAt).toBeLessThan(1500);
  let written = 0;
  const huge = await serve((socket) => {
    socket.once("data", () => {
      socket.write(head);
      const more = (): void => {
        written += 65_536;
        if (written < 5_000_000) socket.write(" ".repeat(65_536), (error) => !error && more());
      };
      more();
    });
  });
  await expect(post(`http://${huge}/`)).rejects.toMatchObject({
    kind: "ambiguous",
    message: "the answer was larger than 256 kB",
  });
  await expect.poll(() => sockets.size).toBe(1);
});

test("a redirect is an answer: the post goes nowhere else", async () => {
  const seen: string[] = [];
  const elsewhere = await serve(answering(seen, () => undefined));
  const place = await serve((socket) => {
    const head = `HTTP/1.1 307 Temporary Redirect\r\nlocation: http://${elsewhere}/`;
    socket.once("data", () => socket.end(`${head}\r\ncontent-length: 0\r\n\r\n`));
  });
  expect(await kindOf(post(`http://${place}/`))).toBe("307");
  expect(seen).toEqual([]);
});

test("the time a network says it is can be heard, to the second", async () => {
  const heard: [string, string][] = [];
  onDate((date, host) => heard.push([date.toISOString(), host]));
  const said = "Date: Sun, 10 Aug 2036 19:30:05 GMT\r\n";
  const place = await serve(answering([], () => undefined, said));
  await post(`http://${place}/`);
  const mute = await serve(answering([], () => undefined));
  await post(`http://${mute}/`);
  onDate(() => undefined);
  expect(heard).toEqual([["2036-08-10T19:30:05.000Z", place]]);
});
