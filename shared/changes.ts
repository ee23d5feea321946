/**
 * The desk's state and everything that can happen to it. `applyChange` is the only way a console's state moves between
 * snapshots, and a snapshot equals every change replayed from nothing (held by `tests/integration/convergence`).
 */
import { z } from "zod";
import { account, campaign, hold, person } from "./campaigns.ts";
import { feed } from "./feeds.ts";
import { feedId, momentId, slotId } from "./ids.ts";
import { claim, moment } from "./moments.ts";
import { delivery, post } from "./posts.ts";
import type { Audience } from "./roles.ts";
import { slot } from "./slots.ts";
import { template } from "./templates.ts";

/** Every change and its data: always the whole entity after the change, so applying is replacing. */
export const changeTypes = {
  "campaign.changed": z.object({ campaign }),
  "moment.raised": z.object({ moment }),
  "moment.corrected": z.object({ moment }),
  "moment.protested": z.object({ moment }),
  "moment.withdrawn": z.object({ moment }),
  "moment.confirmed": z.object({ moment }),
  /** Left as it stands by a person, or taken up again. */
  "moment.passed": z.object({ moment }),
  "claim.taken": z.object({ claim }),
  "claim.released": z.object({ momentId }),
  "template.saved": z.object({ template }),
  "account.linked": z.object({ account }),
  "feed.configured": z.object({ feed }),
  /** Somebody saw the picture of what it told: how late that is was learnt. */
  "feed.seen": z.object({ feed }),
  "feed.removed": z.object({ feedId }),
  "person.joined": z.object({ person }),
  "post.fired": z.object({ post, deliveries: z.array(delivery) }),
  /** A second person agreed; what waited for them is on its way. */
  "post.approved": z.object({ post, deliveries: z.array(delivery) }),
  "delivery.changed": z.object({ delivery }),
  /** Slots planned, changed or taken out, with what became of their posts. */
  "rundown.changed": z.object({
    slots: z.array(slot),
    removed: z.array(slotId),
    posts: z.array(post),
    deliveries: z.array(delivery),
  }),
  "hold.changed": z.object({ hold }),
} as const;
export type ChangeType = keyof typeof changeTypes;
export type ChangeData<Type extends ChangeType> = z.infer<(typeof changeTypes)[Type]>;
export type NewChange = {
  [Type in ChangeType]: { type: Type; data: ChangeData<Type> };
}[ChangeType];

/** A numbered change. One that an audience may not see keeps its seq with no type: a gap would look like a loss. */
export type Change = { seq: number; at: string } & (NewChange | { type: null; data: null });

const guestSees: readonly ChangeType[] = [
  "campaign.changed",
  "moment.raised",
  "moment.corrected",
  "moment.protested",
  "moment.withdrawn",
  "moment.confirmed",
  "moment.passed",
  "template.saved",
  "hold.changed",
];

/** Whether an audience may see a change's content. */
export function isVisibleTo(audience: Audience, type: ChangeType): boolean {
  return audience === "desk" || guestSees.includes(type);
}

export const snapshot = z.object({
  epoch: z.uuid(),
  seq: z.number().int(),
  campaign,
  moments: z.array(moment),
  templates: z.array(template),
  accounts: z.array(account),
  claims: z.array(claim),
  posts: z.array(post),
  deliveries: z.array(delivery),
  slots: z.array(slot),
  holds: z.array(hold),
  feeds: z.array(feed),
  people: z.array(person),
});
export type Snapshot = z.infer<typeof snapshot>;

/** How much a console holds: the newest of each, by id (UUIDv7: the order they were minted in). */
export const kept = { moments: 2000, posts: 10_000, deliveries: 20_000, slots: 5000 } as const;

type Entity = { id: string };

/** Puts an entity in a list ordered newest first by id, replacing the one with its id, within `limit`. */
function put<Item extends Entity>(
  list: Item[],
  item: Item,
  limit = Number.POSITIVE_INFINITY,
): Item[] {
  const at = list.findIndex((other) => other.id <= item.id);
  if (at === -1) return list.length < limit ? [...list, item] : list;
  const next = list[at]!.id === item.id ? list.with(at, item) : list.toSpliced(at, 0, item);
  return next.length > limit ? next.slice(0, limit) : next;
}

function putAll<Item extends Entity>(list: Item[], items: readonly Item[], limit: number): Item[] {
  return items.reduce((all, one) => put(all, one, limit), list);
}

/** The state after a change. Pure; the same change applied twice changes nothing the second time. */
export function applyChange(state: Snapshot, change: Change): Snapshot {
  if (change.seq <= state.seq) return state;
  return { ...changed(state, change), seq: change.seq };
}

function changed(state: Snapshot, change: Change): Snapshot {
  switch (change.type) {
    case null:
      return state;
    case "campaign.changed":
      return { ...state, campaign: change.data.campaign };
    case "moment.raised":
    case "moment.corrected":
    case "moment.protested":
    case "moment.withdrawn":
    case "moment.confirmed":
    case "moment.passed":
      return { ...state, moments: put(state.moments, change.data.moment, kept.moments) };
    case "claim.taken":
      return { ...state, claims: put(state.claims, change.data.claim) };
    case "claim.released":
      return {
        ...state,
        claims: state.claims.filter((each) => each.id !== change.data.momentId),
      };
    case "template.saved":
      return { ...state, templates: put(state.templates, change.data.template) };
    case "account.linked":
      return { ...state, accounts: put(state.accounts, change.data.account) };
    case "feed.configured":
    case "feed.seen":
      return { ...state, feeds: put(state.feeds, change.data.feed) };
    case "feed.removed":
      return { ...state, feeds: state.feeds.filter(({ id }) => id !== change.data.feedId) };
    case "person.joined":
      return { ...state, people: put(state.people, change.data.person) };
    case "post.fired":
    case "post.approved":
      return {
        ...state,
        posts: put(state.posts, change.data.post, kept.posts),
        deliveries: putAll(state.deliveries, change.data.deliveries, kept.deliveries),
      };
    case "delivery.changed":
      return { ...state, deliveries: put(state.deliveries, change.data.delivery, kept.deliveries) };
    case "rundown.changed":
      return {
        ...state,
        slots: putAll(
          state.slots.filter(({ id }) => !change.data.removed.includes(id)),
          change.data.slots,
          kept.slots,
        ),
        posts: putAll(state.posts, change.data.posts, kept.posts),
        deliveries: putAll(state.deliveries, change.data.deliveries, kept.deliveries),
      };
    case "hold.changed":
      return { ...state, holds: put(state.holds, change.data.hold) };
    default:
      return change satisfies never;
  }
}
