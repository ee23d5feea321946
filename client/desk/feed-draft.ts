/** A feed as it is being written down, and as the desk asks for it. Pure. */
import type { CommandSent } from "#shared/commands.ts";
import type { Feed, FeedConnector, FeedFormat, FeedSettings } from "#shared/feeds.ts";

export type FeedDraft = {
  feedId: Feed["id"] | null;
  name: string;
  format: FeedFormat;
  connector: FeedConnector;
  address: string;
  /** Seconds, as typed. */
  every: string;
  competition: string;
  startsAt: string;
  home: string;
  away: string;
  bestOf: "" | "3" | "5";
  resync: string;
  keyHeader: "" | "authorization" | "x-api-key";
  /** Typed anew; what is kept on the desk is never shown. */
  secret: string;
  hasKey: boolean;
  removeKey: boolean;
  sample: string;
};

/** A new feed, or a known one as it stands. */
export function draftOf(feed: Feed | null): FeedDraft {
  const settings = feed?.settings ?? {};
  return {
    feedId: feed?.id ?? null,
    name: feed?.name ?? "",
    format: feed?.format ?? "rebond",
    connector: feed?.connector ?? "webhook",
    address: feed?.address ?? "",
    every: feed?.everyMs ? String(feed.everyMs / 1000) : "",
    competition: settings.competition ?? "",
    startsAt: settings.startsAt ?? "",
    home: settings.sides?.[0] ?? "",
    away: settings.sides?.[1] ?? "",
    bestOf: settings.bestOf ? (`${settings.bestOf}` as const) : "",
    resync: settings.resync ?? "",
    keyHeader: settings.keyHeader ?? "",
    secret: "",
    hasKey: feed?.hasKey ?? false,
    removeKey: false,
    sample: "",
  };
}

/** Those that keep a connection open, and may have to catch up after it broke. */
export const streams: readonly FeedConnector[] = ["sse", "websocket", "stream"];
/** Those that ask with a key. */
export const keyed: readonly FeedConnector[] = ["poll", ...streams];

/** What the desk is asked to save or to try. What the connector has no use for is left out. */
export function configurationOf(draft: FeedDraft): CommandSent<"feed.save"> {
  const { feedId, format, connector } = draft;
  const isPushed = connector === "webhook";
  return {
    feedId,
    name: draft.name.trim(),
    format,
    connector,
    address: isPushed ? null : draft.address.trim() || null,
    everyMs: isPushed || draft.every.trim() === "" ? null : millisecondsOf(draft.every),
    settings: settingsOf(draft),
    ...secretOf(draft),
  };
}

function settingsOf({
  competition,
  startsAt,
  home,
  away,
  bestOf,
  resync,
  keyHeader,
  connector,
}: FeedDraft): FeedSettings {
  const isStream = streams.includes(connector);
  return {
    ...(competition.trim() && { competition: competition.trim() }),
    ...(startsAt.trim() && { startsAt: startsAt.trim() }),
    ...((home.trim() || away.trim()) && { sides: [home.trim(), away.trim()] }),
    ...(bestOf && { bestOf: bestOf === "3" ? 3 : 5 }),
    ...(isStream && resync.trim() && { resync: resync.trim() }),
    ...(keyed.includes(connector) && keyHeader && { keyHeader }),
  };
}

function secretOf({ connector, secret, removeKey }: FeedDraft): { secret?: string | null } {
  if (!keyed.includes(connector)) return {};
  if (secret.trim()) return { secret: secret.trim() };
  return removeKey ? { secret: null } : {};
}

function millisecondsOf(seconds: string): number {
  return Math.round(Number(seconds.trim().replace(",", ".")) * 1000);
}
