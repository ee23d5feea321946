/**
 * Writes down what a call to a network ended in. An answer that a newer fence or attempt has overtaken, or that its state
 * has no way for any more, is late evidence and never a change of state.
 */
import { type RawBuilder, sql } from "kysely";
import { canBecome, type DeliveryState } from "#shared/posts.ts";
import { append, type Db, type Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import { NetworkError, type Receipt } from "../networks/network.ts";
import type { AddJob } from "./job.ts";
import type { Timing } from "../timing.ts";
import { tryAgain } from "./prepare.ts";
import { type DeliveryRow, type Patch, transition } from "./transition.ts";

export type RecordParts = { db: Db; add: AddJob; timing: Timing };
export type Sent = { id: string; fence: string; attempt: number };
export type Outcome = { ok: true; receipt: Receipt } | { ok: false; error: NetworkError };
type Verdict = { to: DeliveryState; patch: Patch };

/** Records the answer to the call that followed the gate. */
export async function recordAnswer(
  parts: RecordParts,
  sent: Sent,
  outcome: Outcome,
): Promise<void> {
  await settle(parts, sent, "answer", outcome, (row) =>
    outcome.ok
      ? confirmed(outcome.receipt, sql<Date>`clock_timestamp()`)
      : judge(parts.timing, row, outcome.error),
  );
}

/** Records what a probe found: the receipt, what stopped it, or (null) proof that the network has nothing under our key. */
export async function recordProbe(
  parts: RecordParts,
  sent: Sent,
  found: Receipt | NetworkError | null,
  next: Verdict | null,
): Promise<void> {
  const outcome = asOutcome(found);
  // Found later: it is public since some instant after its intent, which is the earliest it can have been.
  const since = sql<Date>`(SELECT max(at) FROM attempts WHERE delivery_id = ${sent.id} AND step = 'intent')`;
  await settle(parts, sent, "probe", outcome, () =>
    outcome?.ok ? confirmed(outcome.receipt, since) : next,
  );
}

function asOutcome(found: Receipt | NetworkError | null): Outcome | null {
  if (found === null) return null;
  return found instanceof NetworkError ? { ok: false, error: found } : { ok: true, receipt: found };
}

async function settle(
  { db, add }: RecordParts,
  sent: Sent,
  step: "answer" | "probe",
  outcome: Outcome | null,
  decide: (row: DeliveryRow) => Verdict | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom("deliveries")
      .selectAll()
      .where("id", "=", sent.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const ours =
      row.fence === sent.fence &&
      row.attempts === sent.attempt &&
      (row.state === "sending" || row.state === "uncertain");
    const verdict = ours ? decide(row) : null;
    const stands = ours && (verdict === null || canBecome(row.state, verdict.to));
    await writeAttempt(tx, row, sent, stands ? step : "late", outcome);
    if (!verdict || !stands) return;
    const change = await transition(tx, row, verdict.to, verdict.patch);
    if (!change) return;
    if (verdict.to === "retryWait") {
      const { id, rev, dueAt } = change.data.delivery;
      await add(tx, row.campaignId, { deliveryId: id, rev }, new Date(dueAt));
    }
    await append(tx, row.campaignId, [change]);
  });
}

async function writeAttempt(
  tx: Tx,
  row: DeliveryRow,
  sent: Sent,
  step: "answer" | "probe" | "late",
  outcome: Outcome | null,
): Promise<void> {
  const words = outcome === null ? "absent" : outcome.ok ? "public" : outcome.error.kind;
  const detail =
    outcome === null ? null : outcome.ok ? outcome.receipt : { message: outcome.error.message };
  await tx
    .insertInto("attempts")
    .values({
      campaignId: row.campaignId,
      deliveryId: row.id,
      attempt: sent.attempt,
      fence: sent.fence,
      step,
      request: null,
      outcome: words,
      detail: detail ? JSON.stringify(detail) : null,
    })
    .execute();
}

/** `otherwise` is the public time where the network does not give one. */
function confirmed({ publicAt, ...receipt }: Receipt, otherwise: RawBuilder<Date>): Verdict {
  return {
    to: "confirmed",
    patch: {
      ...receipt,
      publicAt: publicAt ?? otherwise,
      detail: null,
      leaseUntil: null,
      nextProbeAt: null,
    },
  };
}

/** Only what surely did not leave is tried again; what the network refused in so many words is final; the rest is uncertain. */
function judge(timing: Timing, row: DeliveryRow, error: NetworkError): Verdict {
  switch (error.kind) {
    case "notSent":
    case "rateLimited":
    case "quotaExhausted":
    case "mediaNotReady":
    case "authExpired":
      return { to: "retryWait", patch: tryAgain(timing, row, error) };
    case "ambiguous":
    case "duplicate":
      return {
        to: "uncertain",
        patch: {
          reason: "noAnswer",
          detail: error.message,
          nextProbeAt: fromNow(timing.probeAfterMs[0] ?? 0),
          leaseUntil: null,
        },
      };
    case "permissionMissing":
    case "contentRejected":
    case "mediaRejected":
      return {
        to: "rejected",
        patch: { reason: "networkRefused", detail: error.message, leaseUntil: null },
      };
  }
}
