/** A network that only writes down when each post reached it: in this process, so that one clock measures both ends. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Arrivals = {
  url: string;
  token: string;
  /** When the post under this key came (`performance.now()`); waits for it, at most `deadlineMs`. */
  of: (key: string, deadlineMs?: number) => Promise<number>;
  /** Every key that has come, and when. */
  all: () => ReadonlyMap<string, number>;
  close: () => Promise<void>;
};

const place = /^\/v1\/accounts\/[^/]+\/posts\/([^/?]+)$/;

export async function startArrivals(): Promise<Arrivals> {
  const came = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  const server = createServer((request, response) => {
    const at = performance.now();
    const key = place.exec(request.url ?? "")?.[1];
    if (key && request.method === "PUT" && !came.has(key)) {
      came.set(key, at);
      waiting.get(key)?.(at);
    }
    request.resume().on("end", () => {
      if (key) return answer(response, came.has(key) ? 200 : 404, receipt(key));
      // Signing in, and uploading a picture.
      answer(response, 200, { ok: true, id: "1" });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receipt = (key: string) => ({
    id: key,
    key,
    url: `${url}/posts/${key}`,
    createdAt: new Date().toISOString(),
    ...(came.has(key) ? {} : { error: "postNotFound", message: "no post has this key" }),
  });
  return {
    url,
    token: "a token of the benchmark's own",
    of: (key, deadlineMs = 10_000) =>
      new Promise((resolve, reject) => {
        const at = came.get(key);
        if (at !== undefined) return resolve(at);
        const late = setTimeout(() => reject(new Error(`${key} did not arrive`)), deadlineMs);
        waiting.set(key, (when) => {
          clearTimeout(late);
          waiting.delete(key);
          resolve(when);
        });
      }),
    all: () => came,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
