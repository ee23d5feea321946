/**
 * A `pg.Pool` look-alike whose `query()` runs on the transaction that is open around the call, so that BullMQ's
 * PostgreSQL backend adds a job that exists if and only if our transaction commits. BullMQ does not document this:
 * `tests/integration/queue.test.ts` holds it, and the BullMQ version is pinned.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { createPostgresBackend } from "bullmq";
import { CompiledQuery } from "kysely";
import type pg from "pg";
import type { Tx } from "../db/changes.ts";

/** What BullMQ takes as a connection; its own description of `pg.Pool` is narrower than the real one. */
export type BullConnection = NonNullable<Parameters<typeof createPostgresBackend>[1]["connection"]>;

export type TransactionPool = {
  /** Hand this to BullMQ as its connection. */
  pool: BullConnection;
  /** Runs `work` with every query of the look-alike routed to `tx`. */
  within: <Value>(tx: Tx, work: () => Promise<Value>) => Promise<Value>;
};

/** Outside a transaction the look-alike is the real pool: BullMQ checks its schema there once. */
export function createTransactionPool(real: pg.Pool): TransactionPool {
  const open = new AsyncLocalStorage<{ tx: Tx | null }>();
  const query = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
    const tx = open.getStore()?.tx;
    if (!tx) return real.query(text, values);
    const { rows } = await tx.withoutPlugins().executeQuery(CompiledQuery.raw(text, values ?? []));
    return { rows };
  };
  // What BullMQ starts inside and finishes later must not run on a connection that is someone else's by then.
  const within = async <Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> => {
    const scope: { tx: Tx | null } = { tx };
    try {
      return await open.run(scope, work);
    } finally {
      scope.tx = null;
    }
  };
  const pool = {
    query,
    connect: () => real.connect(),
    end: () => Promise.resolve(),
    on: () => pool,
    options: real.options,
  };
  return { pool: pool as unknown as BullConnection, within };
}
