/** Brings the desk to what a day sheet says: all of it in the caller's transaction, or nothing. */
import { v7 as uuidv7 } from "uuid";
import type { Account, Campaign } from "#shared/campaigns.ts";
import type { ChangeData, NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import type { Plan, PlannedSlot, PlanStep, SheetProblem } from "#shared/day-sheet.ts";
import { Refusal } from "#shared/errors.ts";
import type { AccountId, DeliveryId, PostId, SlotId } from "#shared/ids.ts";
import type { Bilingual, Locale } from "#shared/locales.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import type { Fold, Slot } from "#shared/slots.ts";
import { listAccounts } from "../accounts/store.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { concerns, type DeskSlot, type MayRemove, onItsDates, planOf } from "./plan.ts";
import { lockImports } from "./turn.ts";
import { readDaySheet } from "./read-sheet.ts";
import { createMeasured } from "./read-texts.ts";
import { insertSlots, listAllSlots, lockSlots, removeSlots, updateSlots } from "./write.ts";

type ScheduledPost = {
  id: PostId;
  isNew: boolean;
  title: Bilingual;
  startAt: string;
  notAfter: string;
  texts: readonly { accountId: AccountId; network: NetworkName; locale: Locale; text: string }[];
};
type Scheduled = Omit<DeskSlot, "slot"> & { seen: ReadonlyMap<DeliveryId, number> };
/** What this folder needs of posts/: what stands under posts, and the verb that brings it to a plan. */
export type ImportParts = {
  readScheduled: (tx: Tx, postIds: readonly PostId[]) => Promise<ReadonlyMap<PostId, Scheduled>>;
  schedule: (
    tx: Tx,
    plan: {
      campaignId: string;
      personId: string | null;
      posts: readonly ScheduledPost[];
      seen: ReadonlyMap<DeliveryId, number>;
    },
  ) => Promise<{ posts: Post[]; deliveries: Delivery[] }>;
};
export type SheetToRead = {
  campaign: Campaign;
  /** CSV text. */
  sheet: string;
  answers: Readonly<Record<string, Fold>>;
  /** Without it, the sheet is the whole plan for the days it names. */
  mayRemove?: MayRemove;
  /** The accounts there are for this sheet; without it, all. */
  mayReach?: (account: Account) => boolean;
};
export type Import = SheetToRead & { personId: string | null; planHash: string | null };
type Known = DeskSlot & { seen: Scheduled["seen"] };
type Look = { plan: Plan; known: Map<string, Known>; networks: Map<AccountId, NetworkName> };

/** What importing the sheet would do now. Changes and locks nothing. */
export async function planSheet(parts: ImportParts, tx: Tx, asked: SheetToRead): Promise<Plan> {
  return (await look(parts, tx, asked)).plan;
}

/**
 * Imports it. Refuses `badSheet` with every problem, and `planChanged` when the plan is no longer the one with `planHash`
 * (null: whatever it is), or when a post moved or left at this very instant.
 */
export async function importSheet(
  parts: ImportParts,
  tx: Tx,
  asked: Import,
): Promise<{ output: CommandOutput<"rundown.import">; changes: NewChange[] }> {
  await lockImports(tx, asked.campaign.id, "alone");
  const { plan, known, networks } = await look(parts, tx, asked);
  if (plan.problems.length > 0) throw badSheet(plan.problems);
  if (asked.planHash !== null && asked.planHash !== plan.hash)
    throw new Refusal("planChanged", {
      field: "planHash",
      message: "the plan is no longer the one that was shown",
    });
  const count = (what: PlanStep["what"]) => plan.steps.filter((step) => step.what === what).length;
  return {
    output: {
      added: count("added"),
      changed: count("changed"),
      removed: count("removed"),
      unchanged: count("unchanged"),
      left: count("left"),
    },
    changes: await apply(parts, tx, asked, plan.steps, known, networks),
  };
}

function badSheet(problems: readonly SheetProblem[]): Refusal {
  const [first] = problems;
  const place = [first?.row && `row ${first.row}`, first?.column].filter(Boolean).join(", ");
  const others = problems.length - 1 + Number(problems.at(-1)?.facts["more"] ?? 0);
  const more = others > 0 ? ` (and ${others} more)` : "";
  const message = `${place ? `${place}: ` : ""}${first?.message}${more}`;
  return new Refusal("badSheet", { field: "sheet", message, problems });
}

async function look(parts: ImportParts, tx: Tx, asked: SheetToRead): Promise<Look> {
  const { campaign, answers, mayRemove = onItsDates, mayReach = () => true } = asked;
  const accounts = (await listAccounts(tx)).filter(mayReach);
  const measured = createMeasured();
  const sheet = await readDaySheet(asked.sheet, { accounts, answers, measured });
  const slots = (await listAllSlots(tx, campaign.id)).filter(concerns(sheet, mayRemove));
  const scheduled = await parts.readScheduled(
    tx,
    slots.map(({ postId }) => postId),
  );
  const none = { left: false, texts: [], seen: new Map<DeliveryId, number>() };
  const desk = slots.map((slot): Known => ({ slot, ...(scheduled.get(slot.postId) ?? none) }));
  const now = (await readNow(tx)).getTime();
  return {
    plan: planOf({ sheet, desk, accounts, measured, campaign, mayRemove, now }),
    known: new Map(desk.map((each) => [each.slot.externalId, each])),
    networks: new Map(accounts.map(({ id, network }) => [id, network])),
  };
}

/** One step made ready: the slot as it will be (null: taken out), as it was, and its post. */
type Ready = { before: Known | null; slot: Slot | null; post: ScheduledPost };

async function apply(
  parts: ImportParts,
  tx: Tx,
  { campaign, personId }: Import,
  steps: readonly PlanStep[],
  known: Look["known"],
  networks: Look["networks"],
): Promise<NewChange[]> {
  const work = steps
    .filter(({ what }) => what !== "unchanged" && what !== "left")
    // The latest first: a console that keeps only the newest ids keeps what leaves next.
    .toReversed()
    .map((step) => readyOf(campaign, step, known.get(step.slot.externalId) ?? null, networks));
  const before = work.flatMap((each) => (each.before ? [each.before] : []));
  await lockSlots(
    tx,
    before.map(({ slot }) => slot),
  );
  const { posts, deliveries } = await parts.schedule(tx, {
    campaignId: campaign.id,
    personId,
    posts: work.map(({ post }) => post),
    seen: new Map(before.flatMap(({ seen }) => [...seen])),
  });
  const written = (isNew: boolean) =>
    work.flatMap(({ slot, post }) => (slot && post.isNew === isNew ? [slot] : []));
  await insertSlots(tx, written(true));
  await updateSlots(tx, written(false));
  const removed = work.flatMap((each) => (each.slot ? [] : [each.before!.slot.id]));
  await removeSlots(tx, removed);
  return changesOf(work, posts, deliveries);
}

function readyOf(
  campaign: Campaign,
  { what, slot: planned }: PlanStep,
  before: Known | null,
  networks: Look["networks"],
): Ready {
  const { texts, ...rest }: PlannedSlot = planned;
  const id = before?.slot.id ?? (uuidv7() as SlotId);
  const postId = before?.slot.postId ?? (uuidv7() as PostId);
  const { title, startAt, notAfter } = rest;
  const isGone = what === "removed";
  // Another time or another unit is a new word: what the timetable, or a person, did before is over.
  const stays = before?.slot.startAt === startAt && before.slot.unit === rest.unit;
  const { timetable = null, byHand = false } = stays ? before.slot : {};
  return {
    before,
    slot: isGone ? null : { ...rest, timetable, byHand, id, postId, campaignId: campaign.id },
    post: {
      id: postId,
      isNew: before === null,
      title,
      startAt,
      notAfter,
      texts: isGone
        ? []
        : texts.map(({ accountId, locale, text }) => ({
            accountId,
            network: networks.get(accountId)!,
            locale,
            text,
          })),
    },
  };
}

const slotsPerChange = 100;

function changesOf(
  work: readonly Ready[],
  posts: readonly Post[],
  deliveries: readonly Delivery[],
): NewChange[] {
  const postOf = new Map(posts.map((post) => [post.id, post]));
  const deliveriesOf = new Map<PostId, Delivery[]>();
  for (const one of deliveries)
    deliveriesOf.set(one.postId, [...(deliveriesOf.get(one.postId) ?? []), one]);
  const changes: NewChange[] = [];
  for (let from = 0; from < work.length; from += slotsPerChange) {
    const some = work.slice(from, from + slotsPerChange);
    const data: ChangeData<"rundown.changed"> = {
      slots: some.flatMap(({ slot }) => (slot ? [slot] : [])),
      removed: some.flatMap((each) => (each.slot ? [] : [each.before!.slot.id])),
      posts: some.flatMap(({ post }) => postOf.get(post.id) ?? []),
      deliveries: some.flatMap(({ post }) => deliveriesOf.get(post.id) ?? []),
    };
    changes.push({ type: "rundown.changed", data });
  }
  return changes;
}
