/**
 * What a restored record cannot know: whatever may have left between the export and the loss. It is looked for before anything
 * fires, under a hold of everything. The one place beside posts/ that moves deliveries, as the tables' owner: no transition
 * leads from `scheduled` to doubt, for in a record that was never lost there is none.
 */
import { sql } from "kysely";
import { type Dressed, mannerOf } from "#shared/networks.ts";
import { append, type Tx } from "../db/changes.ts";
import { listHolds, readDeliveries } from "../posts/store.ts";

/** The lost desk's clock may have been this far ahead of ours. */
const aheadMs = 5000;

export type InDoubt = { uncertain: number; needsHuman: number };
type Suspect = Dressed & { id: string; campaignId: string; unprepared: boolean };

/**
 * Holds everything, puts in doubt what may have left, and tells both in the log of `campaignId` and of those concerned. Call it
 * last: it locks the counter.
 */
export async function doubtAll(tx: Tx, campaignId: string): Promise<InDoubt> {
  const suspects = await listSuspects(tx);
  const ids = suspects.map(({ id }) => id);
  const unfindable = suspects.filter(isUnfindable).map(({ id }) => id);
  await putInDoubt(tx, ids, unfindable);
  await sql`UPDATE holds SET held = true, held_by = 'command line', held_at = clock_timestamp(), reason = 'restored'
    WHERE scope = 'global'`.execute(tx);
  for (const one of new Set(suspects.map((suspect) => suspect.campaignId))) {
    const its = suspects.filter((suspect) => suspect.campaignId === one).map(({ id }) => id);
    const told = (await readDeliveries(tx, its)).map(
      (delivery) => ({ type: "delivery.changed", data: { delivery } }) as const,
    );
    await append(tx, one, told);
  }
  const holds = (await listHolds(tx)).filter(({ scope }) => scope === "global");
  await append(
    tx,
    campaignId,
    holds.map((hold) => ({ type: "hold.changed", data: { hold } })),
  );
  return { uncertain: ids.length - unfindable.length, needsHuman: unfindable.length };
}

async function listSuspects(tx: Tx): Promise<Suspect[]> {
  const { rows } = await sql<Suspect>`
    SELECT d.id, d.campaign_id, d.network, a.wears, d.prepared IS NULL AS unprepared
    FROM deliveries d JOIN accounts a ON a.id = d.account_id
    WHERE d.state IN ('claimed', 'prepared', 'sending', 'uncertain') OR (d.state IN ('scheduled', 'retryWait', 'held')
      AND d.due_at <= clock_timestamp() + make_interval(secs => ${aheadMs / 1000}))
    ORDER BY d.id`.execute(tx);
  return rows;
}

/** It is found by what was made for it beforehand, and of that there is no trace: made anew, it would only prove its own absence. */
function isUnfindable({ unprepared, ...dressed }: Suspect): boolean {
  const manner = mannerOf(dressed);
  return unprepared && (manner === "container" || manner === "flag");
}

async function putInDoubt(tx: Tx, ids: string[], unfindable: string[]): Promise<void> {
  // An intent of the lost record, as nearly as it can be known: what is looked for is looked for from then on.
  await sql`INSERT INTO attempts (campaign_id, delivery_id, attempt, fence, step, at, request)
    SELECT campaign_id, id, 1, fence, 'intent', least(due_at, clock_timestamp()), '{"restored": true}'
    FROM deliveries WHERE id = ANY (${ids}::uuid[]) AND attempts = 0 ORDER BY id`.execute(tx);
  await sql`UPDATE deliveries SET
      state = CASE WHEN id = ANY (${unfindable}::uuid[]) THEN 'needsHuman' ELSE 'uncertain' END,
      next_probe_at = CASE WHEN id = ANY (${unfindable}::uuid[]) THEN NULL ELSE clock_timestamp() END,
      reason = 'noAnswer', detail = NULL, attempts = greatest(attempts, 1), probes = 0, doubt_since = clock_timestamp(),
      lease_until = clock_timestamp(), worker = NULL, paced_at = NULL, fence = nextval('fences'),
      changed_at = clock_timestamp()
    WHERE id = ANY (${ids}::uuid[])`.execute(tx);
}
