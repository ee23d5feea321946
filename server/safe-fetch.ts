/** Asks addresses that people typed: only those they may name, every redirect looked at again (`addresses.ts`). */
import type { Socket } from "node:net";
import { Agent, buildConnector, type Dispatcher, request } from "undici";
import {
  addressProblem,
  AddressRefused,
  assertPublicPeer,
  hostOf,
  publicLookup,
} from "./addresses.ts";

export type Asked = {
  headers: Record<string, string>;
  /** A header that only the address that was typed gets: a redirect to another server goes without. */
  key: { name: string; value: string } | null;
  signal: AbortSignal;
};
export type SafeAnswer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Dispatcher.ResponseData["body"];
};
export type Reach = {
  /** GET; at most three redirects. Throws `AddressRefused`, and undici's errors. The body is the caller's to read or destroy. */
  get: (address: string, asked: Asked) => Promise<SafeAnswer>;
  /** For one WebSocket. `reached` says whether a connection was made; `end` cuts it. Throws `AddressRefused`. */
  line: (address: string) => { dispatcher: Agent; reached: () => boolean; end: () => void };
  close: () => Promise<void>;
};

const connectMs = 5000;
const mostRedirects = 3;
const redirects = [301, 302, 303, 307, 308];

/** `hosts` may be asked wherever they are; `maxBytes` is the largest WebSocket message. */
export function createReach(hosts: ReadonlySet<string>, maxBytes: number): Reach {
  const anywhere = agent(buildConnector({ timeout: connectMs }), maxBytes);
  const outside = agent(guarded(), maxBytes);
  const isListed = (url: URL): boolean => hosts.has(hostOf(url));

  return {
    async get(address, { headers, key, signal }) {
      let url = allowed(address, ["http:", "https:"], hosts);
      let withKey = key;
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        const dispatcher = isListed(url) ? anywhere : outside;
        const all = withKey ? { ...headers, [withKey.name]: withKey.value } : headers;
        const answer = await request(url, { headers: all, signal, dispatcher });
        // Whoever reads it hears of an error; nobody must read what is let go of.
        answer.body.on("error", () => undefined);
        const next = redirects.includes(answer.statusCode) ? answer.headers["location"] : undefined;
        if (typeof next !== "string")
          return { status: answer.statusCode, headers: answer.headers, body: answer.body };
        answer.body.destroy();
        const from = url;
        url = allowed(new URL(next, from).href, ["http:", "https:"], hosts);
        // Whom the operator trusts is asked by who types their name, not by whoever sends us there.
        if (isListed(url) && !isListed(from))
          throw new AddressRefused(`${hostOf(from)} sends on to ${hostOf(url)}, which it may not`);
        if (url.origin !== from.origin) withKey = null;
      }
      throw new AddressRefused(`${address} sends on more than ${mostRedirects} times`);
    },
    line(address) {
      const url = allowed(address, ["ws:", "wss:"], hosts);
      let socket: Socket | null = null;
      const connect = isListed(url) ? buildConnector({ timeout: connectMs }) : guarded();
      const dispatcher = agent((options, callback) => {
        connect(options, (...[error, made]) => {
          socket = made;
          if (error) callback(error, null);
          else callback(null, made);
        });
      }, maxBytes);
      return {
        dispatcher,
        reached: () => socket !== null,
        end: () => {
          socket?.destroy();
          dispatcher.destroy().catch(() => undefined);
        },
      };
    },
    async close() {
      await Promise.all([anywhere.destroy(), outside.destroy()]);
    },
  };
}

function allowed(address: string, protocols: readonly string[], hosts: ReadonlySet<string>): URL {
  const problem = addressProblem(address, protocols, hosts);
  if (problem) throw new AddressRefused(problem.message);
  return new URL(address);
}

function agent(connect: buildConnector.connector, maxPayloadSize: number): Agent {
  return new Agent({ connect, webSocket: { maxPayloadSize }, headersTimeout: 0, bodyTimeout: 0 });
}

/** Only to public addresses, whatever a name says now or said before. */
function guarded(): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs, lookup: publicLookup });
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      try {
        assertPublicPeer(socket.remoteAddress);
      } catch (refused) {
        socket.destroy();
        return callback(refused as Error, null);
      }
      callback(null, socket);
    });
  };
}
