/**
 * Writes down what a call to a network ended in. An answer that a newer fence or attempt has overtaken, or that its state
 * has no way for any more, is late evidence and never a change of state.
 */
import { type RawBuilder, sql } from "kysely";
import type { DeliveryId } from "#shared/ids.ts";
import { canBecome, type DeliveryState } from "#shared/posts.ts";
import type { Db, Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import { NetworkError, type Receipt } from "../networks/network.ts";
import type { AddJobs } from "./job.ts";
import { blockAccount } from "./pace.ts";
import type { Timing } from "../timing.ts";
import { msUntil, tryAgain } from "./prepare.ts";
import { markTakenBack, withTakenBack } from "./taken-back.ts";
import { appendMoved, type DeliveryRow, move, moveTogether, type Patch } from "./transition.ts";

export type RecordParts = { db: Db; add: AddJobs; timing: Timing };
export type Sent = { id: string; fence: string; attempt: number };
export type Outcome = { ok: true; receipt: Receipt } | { ok: false; error: NetworkError };
export type Verdict = { to: DeliveryState; patch: Patch };

/** Records the answers to calls that followed the gate. */
export async function recordAnswers(
  parts: RecordParts,
  answers: readonly { sent: Sent; outcome: Outcome }[],
): Promise<true[]> {
  const found = answers.map(({ sent, outcome }) => ({ sent, outcome, step: "answer" as const }));
  await settle(parts, found, sql<Date>`clock_timestamp()`, (row, outcome) =>
    outcome && !outcome.ok ? judge(parts.timing, row, outcome.error) : null,
  );
  return answers.map(() => true);
}

/** Records what a probe found: the receipt, what stopped it, or (null) proof that the network has nothing under our key. */
export async function recordProbe(
  parts: RecordParts,
  sent: Sent,
  found: Receipt | NetworkError | null,
  next: Verdict | null,
): Promise<void> {
  // Found later: it is public since some instant after its intent, which is the earliest it can have been.
  const since = sql<Date>`(SELECT max(at) FROM attempts WHERE delivery_id = ${sent.id} AND step = 'intent')`;
  await settle(parts, [{ sent, outcome: asOutcome(found), step: "probe" }], since, () => next);
}

/** What the evidence so far comes to; false when the delivery is no longer ours to say so. */
export async function conclude(
  { db }: Pick<RecordParts, "db">,
  sent: Sent,
  { to, patch }: Verdict,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = (await lockAll(tx, [{ sent }])).get(sent.id);
    const moved = row && isOurs(row, sent) ? await move(tx, row, to, patch) : null;
    await appendMoved(tx, moved ? [moved] : []);
    return moved !== null;
  });
}

function asOutcome(found: Receipt | NetworkError | null): Outcome | null {
  if (found === null) return null;
  return found instanceof NetworkError ? { ok: false, error: found } : { ok: true, receipt: found };
}

type Found = { sent: Sent; outcome: Outcome | null; step: "answer" | "probe" };

/** `publicSince`: where the network does not say. `decide` is asked where there is no receipt; null changes nothing. */
async function settle(
  { db, add }: RecordParts,
  all: readonly Found[],
  publicSince: RawBuilder<Date>,
  decide: (row: DeliveryRow, outcome: Outcome | null) => Verdict | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const rows = await lockAll(tx, all);
    const known = await readKnown(tx, all);
    const receipts = new Map<DeliveryRow, Receipt>();
    const verdicts: { row: DeliveryRow; verdict: Verdict }[] = [];
    const attempts = all.map(({ sent, outcome, step }) => {
      const row = rows.get(sent.id);
      if (!row) throw new Error(`there is no delivery ${sent.id}`);
      const first = !receipts.has(row);
      const proof = outcome?.ok && !isAnothers(known, row, outcome.receipt);
      // What is looked for already is settled by proof alone: what else a late answer says is evidence.
      const awaited = step === "probe" || row.state === "sending" || proof;
      const ours = first && ((awaited && isOurs(row, sent)) || (proof && isLateProof(row)));
      const verdict = ours && !proof ? decide(row, asDoubt(outcome)) : null;
      const stands = ours && (proof || verdict === null || canBecome(row.state, verdict.to));
      if (stands && proof) receipts.set(row, outcome.receipt);
      if (stands && verdict) verdicts.push({ row, verdict });
      return attemptOf(row, sent, stands ? step : "late", outcome);
    });
    await tx.insertInto("attempts").values(attempts).execute();
    const confirmed = [...receipts.keys()];
    const moved = await moveTogether(tx, confirmed, "confirmed", publicBy(receipts, publicSince));
    for (const { row, verdict } of verdicts) {
      const one = await move(tx, row, verdict.to, verdict.patch);
      if (one) moved.push(one);
    }
    moved.push(...(await markTakenBack(tx, moved)));
    await blockAccounts(tx, all, rows);
    for (const { row } of moved) {
      if (row.state === "retryWait")
        await add(tx, row.campaignId, [
          { deliveryId: row.id as DeliveryId, rev: row.rev, wakeAt: row.dueAt },
        ]);
    }
    await appendMoved(tx, moved);
  });
}

/** Posts of these receipts that are other deliveries': where only words tell posts apart, a look-up may have taken one for theirs. */
async function readKnown(tx: Tx, all: readonly Found[]): Promise<Set<string>> {
  const remoteIds = all.flatMap(({ outcome }) => (outcome?.ok ? outcome.receipt.remoteId : []));
  if (remoteIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom("deliveries")
    .select(["accountId", "remoteId"])
    .where(sql<boolean>`remote_id = ANY (${remoteIds}::text[])`)
    .where(sql<boolean>`id <> ALL (${all.map(({ sent }) => sent.id)}::uuid[])`)
    .where("kind", "=", "post")
    .execute();
  return new Set(rows.map(({ accountId, remoteId }) => `${accountId} ${remoteId}`));
}

/** What takes a post back has the receipt of that post. */
function isAnothers(known: ReadonlySet<string>, row: DeliveryRow, { remoteId }: Receipt): boolean {
  return row.kind !== "delete" && known.has(`${row.accountId} ${remoteId}`);
}

/** A receipt that cannot stand leaves the outcome as open as no answer would. */
function asDoubt(outcome: Outcome | null): Outcome | null {
  if (!outcome?.ok) return outcome;
  const message = `${outcome.receipt.remoteId} is another delivery's on record`;
  return { ok: false, error: new NetworkError("ambiguous", message) };
}

/** Public is public, however late its proof comes: also where a person was asked, or said *send again*, and it has not left anew. */
function isLateProof({ state }: DeliveryRow): boolean {
  return state !== "sending" && canBecome(state, "confirmed");
}

/** Each account once, in the order in which gates lock their paces. */
async function blockAccounts(
  tx: Tx,
  all: readonly Found[],
  rows: ReadonlyMap<string, DeliveryRow>,
): Promise<void> {
  const waits = new Map<string, number>();
  for (const { sent, outcome } of all) {
    const row = rows.get(sent.id);
    if (!row || !outcome || outcome.ok || outcome.error.kind !== "rateLimited") continue;
    const waitMs = outcome.error.until ? msUntil(outcome.error.until) : 0;
    waits.set(row.accountId, Math.max(waitMs, waits.get(row.accountId) ?? 0));
  }
  for (const [accountId, waitMs] of [...waits].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    await blockAccount(tx, accountId, waitMs);
}

async function lockAll(
  tx: Tx,
  all: readonly Pick<Found, "sent">[],
): Promise<Map<string, DeliveryRow>> {
  const rows = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where(sql<boolean>`id = ANY (${withTakenBack(all.map(({ sent }) => sent.id))})`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of the call that is open, by its fence and attempt. */
function isOurs(row: DeliveryRow, { fence, attempt }: Sent): boolean {
  return (
    row.fence === fence &&
    row.attempts === attempt &&
    (row.state === "sending" || row.state === "uncertain")
  );
}

function attemptOf(
  row: DeliveryRow,
  { attempt, fence }: Sent,
  step: "answer" | "probe" | "late",
  outcome: Outcome | null,
) {
  const words = outcome === null ? "absent" : outcome.ok ? "public" : outcome.error.kind;
  const detail =
    outcome === null ? null : outcome.ok ? outcome.receipt : { message: outcome.error.message };
  return {
    campaignId: row.campaignId,
    deliveryId: row.id,
    attempt,
    fence,
    step,
    request: null,
    outcome: words,
    detail: detail ? JSON.stringify(detail) : null,
  };
}

/** What a receipt says, each row's own; `otherwise` is the public time where the network does not give one. */
function publicBy(receipts: ReadonlyMap<DeliveryRow, Receipt>, otherwise: RawBuilder<Date>): Patch {
  const byId = Object.fromEntries([...receipts].map(([{ id }, receipt]) => [id, receipt]));
  const receipt = sql`(${JSON.stringify(byId)}::jsonb -> deliveries.id::text)`;
  return {
    remoteId: sql<string>`${receipt} ->> 'remoteId'`,
    remoteUrl: sql<string>`${receipt} ->> 'remoteUrl'`,
    publicAt: sql<Date>`coalesce((${receipt} ->> 'publicAt')::timestamptz, ${otherwise})`,
    detail: null,
    leaseUntil: null,
    nextProbeAt: null,
  };
}

/**
 * When the network is asked next about a delivery in doubt: at its place in the row of probes, counted from when the doubt
 * began, and never at once after a call.
 */
export function nextProbeAt(timing: Timing, probes: number): RawBuilder<Date> {
  const { probeAfterMs } = timing;
  const afterMs = probeAfterMs[Math.min(probes, probeAfterMs.length - 1)] ?? 0;
  return sql<Date>`greatest(${fromNow(probeAfterMs[0] ?? 0)},
    coalesce(doubt_since, clock_timestamp()) + make_interval(secs => ${afterMs / 1000}))`;
}

/** Only what surely did not leave is tried again; what the network refused in so many words is final; the rest is uncertain. */
function judge(timing: Timing, row: DeliveryRow, error: NetworkError): Verdict {
  const open: Verdict = {
    to: "uncertain",
    patch: {
      reason: "noAnswer",
      detail: error.message,
      nextProbeAt: nextProbeAt(timing, row.probes),
    },
  };
  // A second call that did not leave, or was refused, says nothing of the first.
  if (row.doubtSince) return open;
  switch (error.kind) {
    case "notSent":
    case "rateLimited":
    case "quotaExhausted":
    case "mediaNotReady":
    case "authExpired":
      return { to: "retryWait", patch: tryAgain(timing, row, error) };
    case "ambiguous":
    case "duplicate":
      return open;
    case "permissionMissing":
    case "contentRejected":
    case "mediaRejected":
      return {
        to: "rejected",
        patch: { reason: "networkRefused", detail: error.message, leaseUntil: null },
      };
  }
}
