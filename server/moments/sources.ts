/** Several feeds, one moment: whose word holds. */
import type { MomentSource } from "#shared/moments.ts";

/**
 * Whether a word replaces what the desk says: its own document's always does, and so does what its own feed states over
 * what was worked out; another's if it has more authority, or as much and is not older. The rest is noted beside it, so
 * that the order of arrival decides nothing.
 */
export function holdsOver(known: MomentSource, told: MomentSource): boolean {
  if (isSameVoice(known, told)) return true;
  // Whether medals are stated or worked out was settled before they were told.
  if (known.feed === told.feed && known.authority !== told.authority) return true;
  if (known.authority !== told.authority) return told.authority < known.authority;
  return Date.parse(told.at) >= Date.parse(known.at);
}

/** One document of one feed: a feed may carry several that tell of one fact, as two feeds would. */
export function isSameVoice(known: MomentSource, told: MomentSource): boolean {
  return known.feed === told.feed && known.document === told.document;
}

/** The sources with this word in them; a feed has one. */
export function withSource(sources: readonly MomentSource[], told: MomentSource): MomentSource[] {
  const known = sources.some((each) => each.feed === told.feed);
  return known
    ? sources.map((each) => (each.feed === told.feed ? told : each))
    : [...sources, told];
}

/** Whether this feed says anything new: not the same standing again. */
export function isNews(sources: readonly MomentSource[], told: MomentSource): boolean {
  return sources.find((each) => each.feed === told.feed)?.standing !== told.standing;
}
