/** The append-only tables the chain covers, and how the chain is read. What is hashed is fixed by migration 006. */
import { createHash } from "node:crypto";

/** `body`: what is hashed of a row `r`, as text, with the session's times in UTC and ISO. */
export const covered = {
  changes: { key: "seq", body: "ROW(r.seq, r.campaign_id, r.type, r.data, r.at)" },
  actions: {
    key: "id",
    body: `ROW(r.id, r.at, r.campaign_id, r.command_id, r.person_id, r.name, r.input, r.outcome, r.via, r.pressed_at, r.took_ms)`,
  },
  attempts: {
    key: "id",
    body: `ROW(r.id, r.campaign_id, r.delivery_id, r.attempt, r.fence, r.step, r.at, r.request, r.outcome, r.detail)`,
  },
} as const;
export type Source = keyof typeof covered;
export const sources = Object.keys(covered) as Source[];

/** A link as it stands on record; its entry is null where that is gone. */
export type Link = {
  id: string;
  entryId: string;
  hash: Buffer;
  source: string | null;
  digests: Buffer | null;
};
/** A row as it was when it was written. */
export type Digest = { id: bigint; hash: Buffer };

const numberBytes = 8;
const hashBytes = 32;

/** The rows an entry names, in order. Null where it cannot be read. */
export function digestsOf(entry: Buffer): Digest[] | null {
  const size = numberBytes + hashBytes;
  if (entry.length === 0 || entry.length % size !== 0) return null;
  return Array.from({ length: entry.length / size }, (_, index) => ({
    id: entry.readBigInt64BE(index * size),
    hash: entry.subarray(index * size + numberBytes, (index + 1) * size),
  }));
}

/** What the link's hash must be after `before`, the hash of the link ahead of it (empty for the first). */
export function hashOf(
  before: Buffer,
  link: Pick<Link, "id" | "entryId">,
  source: string,
  digests: Buffer,
): Buffer {
  return createHash("sha256")
    .update(before)
    .update(int8(link.id))
    .update(int8(link.entryId))
    .update(source, "utf8")
    .update(digests)
    .digest();
}

function int8(value: string): Buffer {
  const bytes = Buffer.alloc(numberBytes);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
