/** Signing in to a Bluesky server: an app password once, then the session it gave is renewed for as long as it lives. */
import { z } from "zod";
import type { Answer } from "../call.ts";
import { type Credentials, NetworkError, type OpenAccount, type Session } from "../network.ts";
import { explain, procedure } from "./ask.ts";

const opened = z.object({
  did: z.string().regex(/^did:[a-z]+:\S+$/),
  handle: z.string().max(253),
  accessJwt: z.string().max(10_000),
  refreshJwt: z.string().max(10_000),
});
const content = opened.extend({
  /** Origin of the server that has the account's repository. */
  host: z.string(),
});
/** What is kept, sealed, between calls. */
export type Content = z.infer<typeof content>;

const answered = opened.extend({
  active: z.boolean().optional(),
  status: z.string().max(100).optional(),
  didDoc: z
    .object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.string() })) })
    .optional()
    .catch(undefined),
});

/** Reads back what `signIn` gave. */
export function contentOf({ session }: Pick<OpenAccount, "session">): Content {
  return content.parse(JSON.parse(session));
}

/** Renews the kept session, or signs in anew where there is none or its time is over. */
export async function signIn(
  { handle, secret, service }: Credentials,
  kept: string | null,
  signal: AbortSignal,
): Promise<Session> {
  if (!service) throw new Error(`the account ${handle} has no server`);
  const renewed = kept && (await renew(service, contentOf({ session: kept }), signal));
  if (renewed) return renewed;
  const answer = await procedure(
    { host: service, method: "com.atproto.server.createSession" },
    null,
    { json: { identifier: handle, password: secret } },
    signal,
  );
  return sessionFrom(service, answer);
}

/** Null when the server no longer takes the kept session. */
async function renew(
  service: string,
  { refreshJwt }: Content,
  signal: AbortSignal,
): Promise<Session | null> {
  const place = { host: service, method: "com.atproto.server.refreshSession" };
  const answer = await procedure(place, refreshJwt, null, signal);
  if (answer.status !== 200 && explain(answer).kind === "authExpired") return null;
  return sessionFrom(service, answer);
}

function sessionFrom(service: string, answer: Answer): Session {
  if (answer.status !== 200) throw aboutSignIn(explain(answer));
  const parsed = answered.safeParse(answer.body);
  if (!parsed.success) throw new NetworkError("ambiguous", "the session could not be read");
  const { did, handle, accessJwt, refreshJwt, didDoc, active, status } = parsed.data;
  if (active === false)
    throw new NetworkError("permissionMissing", `the account is ${status ?? "not active"}`);
  const host = hostOf(service, didDoc?.service ?? []);
  return {
    content: JSON.stringify({ did, handle, accessJwt, refreshJwt, host } satisfies Content),
    usableUntil: endOf(accessJwt),
  };
}

/** A refused sign-in says nothing about a post's content. */
function aboutSignIn(error: NetworkError): NetworkError {
  return error.kind === "contentRejected" ? new NetworkError("authExpired", error.message) : error;
}

/** Large services sign in at one address and keep each account's repository at another. */
function hostOf(service: string, places: { id: string; serviceEndpoint: string }[]): string {
  const place = places.find(({ id }) => id.endsWith("#atproto_pds"))?.serviceEndpoint;
  if (isLoopback(service) || !place || !URL.canParse(place)) return service;
  const { protocol, origin } = new URL(place);
  return protocol === "https:" && !isLoopback(origin) ? origin : service;
}

/** Whether an origin stands on this machine. */
export function isLoopback(origin: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(origin).hostname);
}

const claims = z.object({ exp: z.number().int().positive().max(1e11) });
const unsaidMs = 10 * 60_000;

/** The end of an access token (JWT), in its own words; a short while for one that does not say. */
function endOf(accessJwt: string): Date {
  try {
    const said = Buffer.from(accessJwt.split(".")[1] ?? "", "base64url").toString("utf8");
    return new Date(claims.parse(JSON.parse(said)).exp * 1000);
  } catch {
    return new Date(Date.now() + unsaidMs);
  }
}
