/** What an audience may see of the stream and of a snapshot. The desk sees all; a guest sees what it can react to. */
import type { Change, Snapshot } from "./changes.ts";
import { isVisibleTo } from "./changes.ts";
import type { Audience } from "./roles.ts";

/** The change as an audience may see it: its seq always, its content only where allowed. */
export function changeFor(audience: Audience, change: Change): Change {
  if (change.type === null || isVisibleTo(audience, change.type)) return change;
  return { seq: change.seq, at: change.at, type: null, data: null };
}

/** The snapshot as an audience may see it: other people's posts, accounts, feeds and names are left out for a guest. */
export function snapshotFor(audience: Audience, snapshot: Snapshot): Snapshot {
  if (audience === "desk") return snapshot;
  return {
    ...snapshot,
    accounts: [],
    claims: [],
    posts: [],
    deliveries: [],
    slots: [],
    feeds: [],
    people: [],
  };
}
