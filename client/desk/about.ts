/** What the desk's facts mean for one moment: its posts, whether it is still to handle, which accounts a reaction reaches. */
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { handleFrom, type Moment } from "#shared/moments.ts";
import type { Delivery, Post } from "#shared/posts.ts";

/** The posts of a moment and their deliveries, newest first. Nothing here was taken back before it left. */
export type Said = { posts: Post[]; deliveries: Delivery[] };

const nothing: Said = { posts: [], deliveries: [] };
/** Deliveries that say nothing to the public and never will by themselves. */
const silent: readonly Delivery["state"][] = ["cancelled", "rejected", "missed", "held"];

const cache = new WeakMap<readonly Delivery[], Map<string, Said>>();

/** What was said about each moment, by moment id. Computed once per state of the desk. */
export function saidByMoment(desk: Snapshot): Map<string, Said> {
  const known = cache.get(desk.deliveries);
  if (known) return known;
  const posts = new Map(desk.posts.map((post) => [post.id, post]));
  const said = new Map<string, Said>();
  for (const delivery of desk.deliveries) {
    const post = posts.get(delivery.postId);
    if (!post?.momentId || delivery.state === "cancelled") continue;
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

/** Whether what was published quotes an older version of the moment. */
export function changedSincePosted(moment: Moment, said: Said): boolean {
  const confirmed = new Set(
    said.deliveries.filter(({ state }) => state === "confirmed").map(({ postId }) => postId),
  );
  const quoted = said.posts
    .filter((post) => confirmed.has(post.id))
    .map((post) => post.momentVersion ?? 0);
  return quoted.length > 0 && Math.max(...quoted) < moment.version && saysOtherwise(moment);
}

/** Whether its newest version is more than the same facts made official. `confirmed` means the outcome never changed. */
function saysOtherwise({ status, before, headline }: Moment): boolean {
  if (status === "confirmed") return false;
  return status !== "provisional" || before?.headline.fr !== headline.fr;
}

/** Whether a moment still waits for someone: it matters and nothing was said, or what was said is out of date. */
export function isToHandle(moment: Moment, said: Said): boolean {
  if (changedSincePosted(moment, said)) return true;
  if (moment.status === "withdrawn" || moment.salience.score < handleFrom) return false;
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
