/**
 * What every gate passes and whoever stops them closes. A row lock that many share is handed on past a writer who waits
 * for it, so that gates which overlap would keep a hold waiting for as long as they come; this lock is taken in turn.
 */
import { sql } from "kysely";
import { advisory } from "./advisory.ts";
import type { Tx } from "./changes.ts";

/** For a gate, before its first row lock: waits behind whoever closes. Until the transaction ends. */
export async function passTurnstile(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock_shared(${advisory.turnstile})`.execute(tx);
}

/** For a hold, its release and a change of mode, before their first row lock: waits for the gates that are open, and for no later one. */
export async function closeTurnstile(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${advisory.turnstile})`.execute(tx);
}
