/**
 * Sessions: a signed cookie that names a row. Idle for 4 h or 16 h old (a broadcast day), it is over. A request, a
 * command or an open console counts as use. Ending one is deleting its row.
 */
import { unsign } from "cookie-signature";
import connectPgSimple from "connect-pg-simple";
import type { RequestHandler } from "express";
import session from "express-session";
import type { IncomingHttpHeaders } from "node:http";
import type { Pool } from "pg";
import type { Person } from "#shared/campaigns.ts";
import type { Log } from "../log.ts";

declare module "express-session" {
  interface SessionData {
    personId: string;
    /** Milliseconds since 1970. */
    startedAt: number;
  }
}

const idle = "4 hours";
const absoluteMs = 16 * 3600 * 1000;
/** A row is written again only when this much of its idle time is gone: an open console asks every 30 s. */
const idleLeft = "3 hours 55 minutes";

/** Who a request belongs to: by its token when it has one (its cookie is then not looked at), else by its session. */
export type Identified = { person: Person; sessionId: string | null };

export type Sessions = {
  /** express-session, for the two routes that make and end sessions. */
  middleware: RequestHandler;
  identify: (headers: IncomingHttpHeaders) => Promise<Identified | null>;
};

type Parts = {
  pool: Pool;
  /** Signs the cookie; derived from the installation's key. */
  secret: string;
  /** Behind https: the cookie is Secure and bound to the host by its name. */
  secure: boolean;
  findPerson: (id: string) => Promise<Person | null>;
  personOfToken: (token: string) => Promise<Person | null>;
  log: Log;
};

export function createSessions({
  pool,
  secret,
  secure,
  findPerson,
  personOfToken,
  log,
}: Parts): Sessions {
  const name = secure ? "__Host-rebond" : "rebond";
  const Store = connectPgSimple(session);
  const errorLog = (...facts: unknown[]) =>
    log.warn({ facts: facts.map(String) }, "the session store failed");
  const store = new Store({
    pool,
    tableName: "sessions",
    createTableIfMissing: false,
    disableTouch: true,
    errorLog,
  });
  const set = store.set.bind(store);
  // The store takes a row's life from the cookie, which lives as long as a session may in all; ours starts with the idle time.
  store.set = (sessionId, content, done) => {
    set(sessionId, content, (error: unknown) => {
      if (error) return done?.(error);
      keep(pool, sessionId).then(
        () => done?.(),
        (failure: unknown) => done?.(failure),
      );
    });
  };

  async function personOfSession(sessionId: string): Promise<Person | null> {
    const { rows } = await pool.query<{
      sess: { personId?: string; startedAt?: number };
      stale: boolean;
    }>(
      "SELECT sess, expire < now() + $2::interval AS stale FROM sessions WHERE sid = $1 AND expire > now()",
      [sessionId, idleLeft],
    );
    const [row] = rows;
    if (!row?.sess.personId || !row.sess.startedAt) return null;
    if (Date.now() - row.sess.startedAt > absoluteMs) return null;
    if (row.stale) await keep(pool, sessionId);
    return findPerson(row.sess.personId);
  }

  return {
    middleware: session({
      name,
      secret,
      store,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: absoluteMs },
    }),
    async identify(headers) {
      const token = bearerOf(headers);
      if (token !== null) {
        const person = await personOfToken(token);
        return person && { person, sessionId: null };
      }
      const sessionId = sessionOf(headers.cookie, name, secret);
      const person = sessionId && (await personOfSession(sessionId));
      return person ? { person, sessionId } : null;
    },
  };
}

/** Gives a session its idle time again. */
async function keep(pool: Pool, sessionId: string): Promise<void> {
  await pool.query("UPDATE sessions SET expire = now() + $2::interval WHERE sid = $1", [
    sessionId,
    idle,
  ]);
}

/** The bearer token of a request, or null when it carries none. */
export function bearerOf(headers: IncomingHttpHeaders): string | null {
  const [, token] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
  return token ?? null;
}

function sessionOf(cookies: string | undefined, name: string, secret: string): string | null {
  for (const part of (cookies ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key !== name || !value) continue;
    const signed = decoded(value);
    const sessionId = signed?.startsWith("s:") ? unsign(signed.slice(2), secret) : false;
    if (sessionId) return sessionId;
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
