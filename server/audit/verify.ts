/**
 * Recomputes the chain from the rows themselves and names the first that is not as it was written. Reads by pages, in one
 * REPEATABLE READ transaction, so that it may run while the desk does.
 */
import { sql } from "kysely";
import type { Db, Tx } from "../db/changes.ts";
import {
  covered,
  type Digest,
  digestsOf,
  hashOf,
  type Link,
  type Source,
  sources,
} from "./covered.ts";
import { createSeen, type Seen } from "./seen.ts";

export const flaws = {
  edited: "was edited after it was written",
  removed: "was removed",
  notChained: "was put in past the chain",
  chainedTwice: "stands in the chain twice",
  chainEdited: "was edited: its hash does not follow",
  linkRemoved: "was removed from the chain",
  outOfOrder: "is not in its order",
  otherHead: "is not in this chain: what came after it was cut off, or the chain was written anew",
} as const;
/** `table` and `id` name the row at fault; `link` where in the chain it was found, null outside it. */
export type Flaw = { table: string; id: string; what: keyof typeof flaws; link: string | null };
/** `head`: hash of the last link, hex; empty where nothing was ever written. `seq`: number of the last change. */
export type Verdict =
  | { ok: true; rows: number; links: number; head: string }
  | { ok: false; rows: number; flaw: Flaw };

const pageLinks = 500;
const pageIds = 20_000;

type Walk = {
  last: bigint;
  lastHash: Buffer;
  lastSeq: bigint;
  rows: number;
  seen: Record<Source, Seen>;
  /** Whether the head somebody kept was met; true where none was asked for. */
  met: boolean;
};

/** `keptHead`: a head that was written down earlier; the chain must still run through it. */
export async function verify(db: Db, keptHead: string | null = null): Promise<Verdict> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      // As the triggers wrote: the text of an instant depends on it.
      await sql`SET LOCAL timezone = 'UTC'`.execute(tx);
      await sql`SET LOCAL datestyle = 'ISO'`.execute(tx);
      const seen = { changes: createSeen(), actions: createSeen(), attempts: createSeen() };
      const start = { last: 0n, lastHash: Buffer.alloc(0), lastSeq: 0n, rows: 0 };
      const walk: Walk = { ...start, seen, met: keptHead === null };
      const flaw = (await walkChain(tx, walk, keptHead)) ?? (await lookBeside(tx, walk, keptHead));
      const { rows } = walk;
      if (flaw) return { ok: false, rows, flaw };
      return { ok: true, rows, links: Number(walk.last), head: walk.lastHash.toString("hex") };
    });
}

async function walkChain(tx: Tx, walk: Walk, keptHead: string | null): Promise<Flaw | null> {
  // Ends: the numbers of the links only rise.
  for (;;) {
    const links = await readLinks(tx, walk.last);
    const now = await hashRows(tx, links);
    for (const link of links) {
      const flaw = checkLink(walk, link) ?? checkRows(walk, link, now);
      if (flaw) return flaw;
      walk.last = BigInt(link.id);
      walk.lastHash = link.hash;
      walk.met ||= link.hash.toString("hex") === keptHead;
    }
    if (links.length < pageLinks) return null;
  }
}

async function readLinks(tx: Tx, after: bigint): Promise<Link[]> {
  return tx
    .selectFrom("audit")
    .leftJoin("auditEntries as e", "e.id", "audit.entryId")
    .select(["audit.id", "audit.entryId", "audit.hash", "e.source", "e.digests"])
    .where("audit.id", ">", String(after))
    .orderBy("audit.id")
    .limit(pageLinks)
    .execute();
}

function checkLink(walk: Walk, link: Link): Flaw | null {
  const found = (what: Flaw["what"], id = link.id): Flaw => ({
    table: "audit",
    id,
    what,
    link: id,
  });
  const next = walk.last + 1n;
  if (BigInt(link.id) !== next) return found("linkRemoved", String(next));
  const { source, digests } = link;
  if (source === null || digests === null)
    return { table: "audit_entries", id: link.entryId, what: "removed", link: link.id };
  return hashOf(walk.lastHash, link, source, digests).equals(link.hash)
    ? null
    : found("chainEdited");
}

type Now = Record<Source, Map<bigint, Buffer>>;

/** The hashes of the rows these links name, as the rows are now. */
async function hashRows(tx: Tx, links: readonly Link[]): Promise<Now> {
  const now: Now = { changes: new Map(), actions: new Map(), attempts: new Map() };
  for (const source of sources) {
    const ids = links
      .filter((link) => link.source === source)
      .flatMap(({ digests }) => (digests && digestsOf(digests)) ?? [])
      .map(({ id }) => String(id));
    for (let from = 0; from < ids.length; from += pageIds) {
      const { key, body } = covered[source];
      const { rows } = await sql<{ id: string; hash: Buffer }>`
        SELECT ${sql.ref(`r.${key}`)} AS id, sha256(convert_to(${sql.raw(body)}::text, 'UTF8')) AS hash
        FROM ${sql.table(source)} AS r
        WHERE ${sql.ref(`r.${key}`)} = ANY (${ids.slice(from, from + pageIds)}::bigint[])`.execute(
        tx,
      );
      for (const { id, hash } of rows) now[source].set(BigInt(id), hash);
    }
  }
  return now;
}

function checkRows(walk: Walk, link: Link, now: Now): Flaw | null {
  const source = sources.find((each) => each === link.source);
  const digests = link.digests && digestsOf(link.digests);
  if (!source || !digests)
    return { table: "audit_entries", id: link.entryId, what: "edited", link: link.id };
  for (const digest of digests) {
    const what = checkRow(walk, source, digest, now[source].get(digest.id));
    if (what) return { table: source, id: String(digest.id), what, link: link.id };
    walk.seen[source].add(digest.id);
    walk.rows += 1;
  }
  return null;
}

function checkRow(
  walk: Walk,
  source: Source,
  { id, hash }: Digest,
  now: Buffer | undefined,
): Flaw["what"] | null {
  if (!now) return "removed";
  if (walk.seen[source].has(id)) return "chainedTwice";
  if (!now.equals(hash)) return "edited";
  if (source !== "changes") return null;
  // Changes have no gaps and commit in their order; the others are numbered before they commit.
  if (id !== walk.lastSeq + 1n) return "outOfOrder";
  walk.lastSeq = id;
  return null;
}

/** What the chain does not name: rows put in past it, an end that was cut off. */
async function lookBeside(tx: Tx, walk: Walk, keptHead: string | null): Promise<Flaw | null> {
  const beside = (table: string, id: string, what: Flaw["what"]): Flaw => {
    return { table, id, what, link: null };
  };
  for (const source of sources) {
    const id = await findUnchained(tx, source, walk.seen[source]);
    if (id !== null) return beside(source, id, "notChained");
  }
  const loose = await tx
    .selectFrom("auditEntries as e")
    .leftJoin("audit", "audit.entryId", "e.id")
    .select("e.id")
    .where("audit.id", "is", null)
    .orderBy("e.id")
    .executeTakeFirst();
  if (loose) return beside("audit_entries", loose.id, "notChained");
  const { seq } = await tx.selectFrom("counter").select("seq").executeTakeFirstOrThrow();
  if (BigInt(seq) !== walk.lastSeq) return beside("changes", String(walk.lastSeq + 1n), "removed");
  return walk.met ? null : beside("audit", keptHead ?? "", "otherHead");
}

async function findUnchained(tx: Tx, source: Source, seen: Seen): Promise<string | null> {
  const key = sql.ref<string>(covered[source].key);
  // Ends: the numbers only rise.
  for (let after: string | null = null; ;) {
    const { rows } = await sql<{ id: string }>`
      SELECT ${key} AS id FROM ${sql.table(source)}
      WHERE ${after}::bigint IS NULL OR ${key} > ${after}::bigint ORDER BY ${key} LIMIT ${pageIds}`.execute(
      tx,
    );
    const loose = rows.find(({ id }) => !seen.has(BigInt(id)));
    if (loose) return loose.id;
    if (rows.length < pageIds) return null;
    after = rows.at(-1)!.id;
  }
}
