/** What a connector is: it follows one feed for as long as it may, and hands each message in before it asks for more. */
import type { Clock } from "#server/clock.ts";
import type { Reach } from "#server/safe-fetch.ts";
import type { Timing } from "#server/timing.ts";
import type { FeedSettings } from "#shared/feeds.ts";
import type { Late } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/** The feed as its connector sees it. */
export type Line = {
  address: string;
  everyMs: number | null;
  settings: FeedSettings;
  /** The header it asks for access with. */
  key: { name: string; value: string } | null;
  /** Where it stopped, in the connector's own words; null when it never started. */
  cursor: unknown;
  /** For how long nobody followed it before now, milliseconds; infinite when nobody ever did. */
  awayMs: number;
};

/** One message as it came. An empty content type stands for the one of the feed's format. */
export type Heard = {
  externalId: string;
  contentType: string;
  body: Buffer;
  /** Where the connector stands once this is kept. */
  cursor: unknown;
  late: Late;
};

export type ConnectorParts = {
  signal: AbortSignal;
  /** Resolves when it is kept. Throws `NotTaken` where we could not: nothing the other side can do about. */
  take: (heard: Heard) => Promise<void>;
  /** The other side answers. */
  up: () => Promise<void>;
  down: (trouble: Trouble) => Promise<void>;
  reach: Reach;
  maxBytes: number;
  /** The folder whose sub-folders may be read; null where none is. */
  folder: string | null;
  timing: Timing;
  clock: Clock;
};

/** Follows until the signal aborts; resolves soon after. Rejects only with what ends it for good. */
export type Connector = (line: Line, parts: ConnectorParts) => Promise<void>;

/** A message was not kept, for a reason of ours. */
export class NotTaken extends Error {
  constructor(cause: unknown) {
    super("a message could not be kept", { cause });
    this.name = "NotTaken";
  }
}

/** The other side answered, and not with what was asked for. */
export class Unhelpful extends Error {
  /** When it wants to be asked again, milliseconds from now; null when it did not say. */
  readonly againInMs: number | null;
  /** It says that there is nothing there. */
  readonly isNothing: boolean;
  constructor(message: string, againInMs: number | null = null, isNothing = false) {
    super(message);
    this.name = "Unhelpful";
    this.againInMs = againInMs;
    this.isNothing = isNothing;
  }
}

/** Connected, and nothing came for too long: it may be lost, it may be a quiet hour. */
export class Silent extends Error {
  constructor(ms: number) {
    super(`nothing came for ${ms} ms`);
    this.name = "Silent";
  }
}
