/** What the desk's facts mean for one moment: its posts, whether it is still to handle, which accounts a reaction reaches. */
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { type Spoken, untrueOf } from "#shared/corrections.ts";
import { handleFrom, isPassed, type Moment } from "#shared/moments.ts";
import type { Delivery, Post } from "#shared/posts.ts";

/** The posts of a moment and their deliveries, newest first, without what was taken back, before it left or after. */
export type Said = { posts: Post[]; deliveries: Delivery[] };

const nothing: Said = { posts: [], deliveries: [] };
/** Deliveries that say nothing to the public and never will by themselves. */
const silent: readonly Delivery["state"][] = ["cancelled", "rejected", "missed", "held"];

const cache = new WeakMap<readonly Delivery[], Map<string, Said>>();

/** What was said about each moment, by moment id. Computed once per state of the desk. */
export function saidByMoment(desk: Pick<Snapshot, "posts" | "deliveries">): Map<string, Said> {
  const known = cache.get(desk.deliveries);
  if (known) return known;
  const posts = new Map(desk.posts.map((post) => [post.id, post]));
  const said = new Map<string, Said>();
  for (const delivery of desk.deliveries) {
    const post = posts.get(delivery.postId);
    if (!post?.momentId || delivery.state === "cancelled") continue;
    // What takes a post back says nothing, and what it took back is said no more.
    if (delivery.kind === "delete" || delivery.takenBackAt) continue;
    const entry = said.get(post.momentId) ?? { posts: [], deliveries: [] };
    if (!entry.posts.includes(post)) entry.posts.push(post);
    entry.deliveries.push(delivery);
    said.set(post.momentId, entry);
  }
  cache.set(desk.deliveries, said);
  return said;
}

/** What was said about one moment. */
export function saidOf(desk: Snapshot, momentId: string): Said {
  return saidByMoment(desk).get(momentId) ?? nothing;
}

/** What is public of a moment, no longer true, and not being put right yet. */
export function untrueIn(moment: Moment, { posts, deliveries }: Said): Spoken[] {
  if (deliveries.length === 0) return [];
  const postOf = new Map(posts.map((post) => [post.id, post]));
  const isBeingPutRight = ({ accountId, locale }: Spoken): boolean =>
    deliveries.some(({ account, locales, state, postId }) => {
      const post = postOf.get(postId);
      const about = account.id === accountId && locales.includes(locale);
      const isNow = post?.purpose === "correction" && post.momentVersion === moment.version;
      return about && isNow && !over.includes(state);
    });
  const spoken = deliveries.flatMap(({ id, account, locales, state, postId }): Spoken[] => {
    const post = postOf.get(postId);
    if (!post || state !== "confirmed") return [];
    const { momentVersion, title, quoted } = post;
    const said = { deliveryId: id, accountId: account.id, headline: title, quoted };
    return locales.map((locale) => ({ ...said, locale, version: momentVersion ?? 0 }));
  });
  return untrueOf(moment, spoken).filter((one) => !isBeingPutRight(one));
}

/** Deliveries that put nothing right: they left their place to another, or wait for somebody to agree to them. */
const over: readonly Delivery["state"][] = ["cancelled", "rejected", "missed", "draft"];

/** Whether nothing can be said of it: it is protested, or withdrawn and nothing about it is public and untrue. */
export function isClosed(moment: Moment, untrue: readonly Spoken[]): boolean {
  return moment.status === "protested" || (moment.status === "withdrawn" && untrue.length === 0);
}

/** Whether what was published may not be true any more: it is not, or a protest may yet change it. */
export function changedSincePosted(moment: Moment, said: Said): boolean {
  if (moment.status === "protested")
    return said.deliveries.some(({ state }) => state === "confirmed");
  return untrueIn(moment, said).length > 0;
}

/** Whether a moment still waits for someone: nobody passed it, and it matters and nothing was said, or what was said is out of date. */
export function isToHandle(moment: Moment, said: Said): boolean {
  if (isPassed(moment)) return false;
  if (changedSincePosted(moment, said)) return true;
  // What was heard of late is no news any more: it is there, and nobody is asked to react.
  if (moment.status === "withdrawn" || moment.late) return false;
  if (moment.salience.score < handleFrom) return false;
  return !said.deliveries.some(({ state }) => !silent.includes(state));
}

/** The accounts a reaction to this moment reaches in the campaign's present mode. */
export function accountsFor(desk: Snapshot, moment: Moment): Account[] {
  if (desk.campaign.mode === "off") return [];
  const realm = desk.campaign.mode === "onAir" && !moment.test ? "live" : "rehearsal";
  return desk.accounts
    .filter((account) => account.realm === realm)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** How much room a moment takes on screen: 1 plain, 2 worth a look, 3 big. */
export function step(moment: Moment): 1 | 2 | 3 {
  if (moment.salience.score >= 60) return 3;
  return moment.salience.score >= handleFrom ? 2 : 1;
}
