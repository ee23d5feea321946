/** Says it: checks that what the editor saw is what would leave, then makes the post, its deliveries and their jobs at once. */
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Campaign } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput, Rendering } from "#shared/commands.ts";
import { quotedOf } from "#shared/corrections.ts";
import { Refusal } from "#shared/errors.ts";
import { sensitivityOf } from "#shared/four-eyes.ts";
import type { AccountId, DeliveryId, PostId } from "#shared/ids.ts";
import { grantedUndo, type Presser, windowOf } from "#shared/undo-windows.ts";
import type { Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import { remoteKeyFor } from "../networks/keys.ts";
import type { AddJobs } from "./job.ts";
import type { Timing } from "../timing.ts";
import { assertUnclaimed } from "../moments/claim.ts";
import { assertFireable, compose, type Composed } from "./compose.ts";
import { hashPayload, jobOf } from "./payload.ts";
import { assertFree, refuseTaken } from "./place.ts";
import { assertHouseWords } from "./house.ts";
import { assertUnlike } from "./near-words.ts";
import { assertNotQuiet } from "./quiet.ts";
import { assertNewWords, lockWords } from "./same-words.ts";
import { readDeliveries, readPost } from "./store.ts";
import { withPicture } from "./with-picture.ts";

export type FireParts = { add: AddJobs; timing: Timing };
export type Firing = {
  campaign: Campaign;
  caller: Presser & { personId: string };
  pressedAt: string | null;
  input: CommandInput<"post.fire">;
};

/**
 * One transaction of the caller's. Refuses `tooSoon`, `modeOff`, `quietWindow`, whatever `compose` refuses, `missingValue`, `tooLong`,
 * `renderChanged`, `claimedByOther`, `sameWords`, `nearWords` and `alreadyPosted` (one reaction per moment, account and language; one
 * correction of each of its versions). On a moment that needs a second person it only asks: the deliveries are drafts
 * until somebody else agrees (`approve`).
 */
export async function fire(
  parts: FireParts,
  tx: Tx,
  firing: Firing,
): Promise<{ output: CommandOutput<"post.fire">; changes: NewChange[] }> {
  const { campaign, input } = firing;
  if (campaign.mode === "off") throw new Refusal("modeOff");
  await assertSpan(tx, firing.caller.personId, parts.timing.minimumSpanMs);
  const composed = await compose(tx, campaign, input);
  assertFireable(composed.renderings, composed.accounts);
  assertSameBytes(composed.renderings, input.renderHashes);
  assertHouseWords(campaign, composed.renderings);
  const fourEyes = sensitivityOf(campaign, composed.moment) !== null;
  const windowMs = windowOf(campaign, composed.accounts, fourEyes);
  const undoMs = grantedUndo(windowMs, input.undoMs, firing.caller);
  const waitMs = input.atPicture
    ? undoMs
    : await withPicture(tx, campaign, composed.moment, undoMs);
  await assertNotQuiet(tx, campaign, waitMs);
  await lockWords(tx, composed.renderings);
  await assertFree(
    tx,
    composed.renderings.map((one) => ({
      momentId: composed.moment.id,
      accountId: one.accountId,
      localeKey: one.locale,
      ...purposeOf(composed),
    })),
  );
  const live = toLive(composed);
  await assertNewWords(tx, live);
  // What puts right says what was said, and that it was not so.
  if (!composed.untrue && !input.anyway) await assertUnlike(tx, live);
  const claimedAt = await assertUnclaimed(tx, composed.moment.id, firing.caller.personId);
  const postId = await insertPost(tx, firing, composed, claimedAt);
  const rows = await insertDeliveries(tx, parts, campaign, composed, {
    postId,
    waitMs,
    fourEyes,
  });
  await parts.add(
    tx,
    campaign.id,
    rows.filter(({ state }) => state !== "draft").map((row) => jobOf(row, parts.timing)),
  );
  const deliveries = await readDeliveries(
    tx,
    rows.map((row) => row.id),
  );
  return {
    output: {
      postId: postId as PostId,
      deliveries: deliveries.map((each) => ({
        id: each.id,
        accountId: each.account.id,
        locale: each.locales[0]!,
        state: each.state,
        dueAt: each.dueAt,
      })),
    },
    changes: [{ type: "post.fired", data: { post: await readPost(tx, postId), deliveries } }],
  };
}

/**
 * A second press within the span is a slip of the finger. The lock makes two sockets of one editor take turns; a stronger
 * one would wait for the key locks that both commands already share on the person, each for the other's.
 */
async function assertSpan(tx: Tx, personId: string, spanMs: number): Promise<void> {
  await tx
    .selectFrom("people")
    .select("id")
    .where("id", "=", personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const recent = await tx
    .selectFrom("posts")
    .select("id")
    .where("firedBy", "=", personId)
    .where("purpose", "not in", ["slot", "retract"])
    .where("firedAt", ">", fromNow(-spanMs))
    .executeTakeFirst();
  if (recent) throw new Refusal("tooSoon", { spanMs });
}

/** A reaction is said once; a correction once for each version that contradicts what was said. */
function purposeOf({ moment, untrue }: Composed): { purpose: string; occurrence: number } {
  return untrue
    ? { purpose: "correction", occurrence: moment.version }
    : { purpose: "reaction", occurrence: 0 };
}

function assertSameBytes(renderings: readonly Rendering[], seen: readonly string[]): void {
  const now = renderings.map((each) => each.hash);
  const same =
    now.length === new Set(seen).size && now.every((hash) => hash !== null && seen.includes(hash));
  if (!same)
    throw new Refusal("renderChanged", {
      field: "renderHashes",
      message: "the texts are no longer the ones that were shown",
    });
}

/** What a public will read: the rest is rehearsed, as often as it takes. */
function toLive({ accounts, renderings }: Composed): Rendering[] {
  const live = accounts.filter(({ realm }) => realm === "live").map(({ id }) => id);
  return renderings.filter(({ accountId }) => live.includes(accountId as AccountId));
}

/** The delivery that a correction puts right. */
function answered({ untrue }: Composed, { accountId, locale }: Rendering): DeliveryId | null {
  const said = untrue?.find((one) => one.accountId === accountId && one.locale === locale);
  return said?.deliveryId ?? null;
}

async function insertPost(
  tx: Tx,
  { campaign, caller: { personId }, pressedAt, input }: Firing,
  composed: Composed,
  claimedAt: Date | null,
): Promise<string> {
  const { moment } = composed;
  const id = uuidv7();
  await tx
    .insertInto("posts")
    .values({
      id,
      campaignId: campaign.id,
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: input.templateId,
      title: JSON.stringify(moment.headline),
      purpose: purposeOf(composed).purpose,
      quoted: JSON.stringify(quotedOf(moment)),
      firedBy: personId,
      // Of a correction: since when the moment has not been what was said of it.
      momentAt: composed.untrue ? moment.changedAt : moment.occurredAt,
      pressedAt,
      // A console's word: never before the moment came, nor after it was fired.
      seenAt: input.seenAt
        ? sql<Date>`least(greatest(${input.seenAt}::timestamptz, ${moment.raisedAt}), statement_timestamp())`
        : null,
      claimedAt,
      repeatReason: input.anyway?.reason ?? null,
    })
    .execute();
  return id;
}

async function insertDeliveries(
  tx: Tx,
  { timing }: FireParts,
  campaign: Campaign,
  composed: Composed,
  { postId, waitMs, fourEyes }: { postId: string; waitMs: number; fourEyes: boolean },
) {
  const dueAt = fromNow(waitMs);
  const notAfter = fromNow(waitMs + timing.reactionShelfLifeMs);
  const values = composed.renderings.map((one) => {
    const id = uuidv7();
    const account = composed.accounts.find((each) => each.id === one.accountId)!;
    const remoteKey = remoteKeyFor(account.network, id);
    const media = one.media.map((each) => ({ ...each, ...composed.files.get(each.mediaId)! }));
    const payload = { text: one.text, locale: one.locale, remoteKey, media };
    return {
      id,
      campaignId: campaign.id,
      postId,
      accountId: one.accountId as AccountId,
      network: account.network,
      momentId: composed.moment.id,
      ...purposeOf(composed),
      localeKey: one.locale,
      locales: [one.locale],
      // No network answers a post through us yet: what it puts right is named, and it stands by itself.
      kind: "post",
      targetDeliveryId: answered(composed, one),
      prepared: null,
      state: fourEyes ? ("draft" as const) : ("scheduled" as const),
      fourEyes,
      dueAt,
      notAfter,
      payload: JSON.stringify(payload),
      payloadHash: hashPayload(payload),
    };
  });
  return tx
    .insertInto("deliveries")
    .values(values)
    .returning(["id", "rev", "state", "dueAt", "payload"])
    .execute()
    .catch(refuseTaken);
}
