/** What was tried for a delivery, and what came back: the attempts as they were written, oldest first. */
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { Evidence } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";

/** The newest are kept where there are more than this. */
const most = 200;

/** Refuses `notFound`. Locks nothing. */
export async function readHistory(
  tx: Tx,
  campaignId: string,
  deliveryId: string,
): Promise<CommandOutput<"delivery.history">> {
  const known = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("id", "=", deliveryId)
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
  if (!known)
    throw new Refusal("notFound", {
      field: "deliveryId",
      message: `there is no delivery ${deliveryId}`,
    });
  const rows = await tx
    .selectFrom("attempts")
    .select(["attempt", "step", "at", "outcome", "detail"])
    .where("deliveryId", "=", deliveryId)
    .orderBy("id", "desc")
    .limit(most)
    .execute();
  return { evidence: rows.reverse().map(evidenceOf) };
}

type Detail = { message?: string; remoteUrl?: string } | null;

function evidenceOf({
  attempt,
  step,
  at,
  outcome,
  detail,
}: {
  attempt: number;
  step: Evidence["step"];
  at: Date;
  outcome: string | null;
  detail: unknown;
}): Evidence {
  const { message = null, remoteUrl = null } = (detail as Detail) ?? {};
  return { attempt, step, at: at.toISOString(), outcome, message, url: remoteUrl };
}
