/** What a network must be able to do for us, and every way in which it can say no. One file per network beside this one. */
import type { Locale } from "#shared/locales.ts";
import type { MediaType } from "#shared/media.ts";
import type { NetworkName } from "#shared/networks.ts";

/** What an operator gives when an account is linked. `service` is an origin, where the network has more than one server. */
export type Credentials = {
  handle: string;
  service: string | null;
  wears: NetworkName | null;
  secret: string;
};
/** What a network answers them with: kept sealed, and used for every call until `usableUntil`. `content` is the adapter's own. */
export type Session = { content: string; usableUntil: Date };
/** An account ready for a call. */
export type OpenAccount = {
  handle: string;
  service: string | null;
  wears: NetworkName | null;
  session: string;
};

export type OutgoingMedia = {
  sha256: string;
  type: MediaType;
  width: number;
  height: number;
  alt: string;
  read: () => Promise<Buffer>;
};
/** What leaves, frozen when the reaction was fired; `createdAt` (ISO) is when it was due the first time it was prepared. */
export type Outgoing = {
  text: string;
  locale: Locale;
  remoteKey: string;
  createdAt: string;
  media: OutgoingMedia[];
};
/** What exactly the network gets: JSON of the adapter's own, stored before the gate and the same in every call after it. */
export type Prepared = { [key: string]: unknown };
/** `publicAt` null: the network does not say since when. */
export type Receipt = { remoteId: string; remoteUrl: string; publicAt: string | null };

/** Where only words tell posts apart: not made before `since`, a little before the first call, and not known for another's. */
export type Sought = { since: Date; taken: ReadonlySet<string> };

/** A post of ours that is public: what its receipt says of it, and what was prepared for it. */
export type Standing = { remoteId: string; remoteKey: string; prepared: Prepared };

/** Every call throws NetworkError for what a network can do to us; any other error is a fault of ours. */
export type Network = {
  /** Proves credentials. `kept` is the session before, if there was one: a network that can renews it. */
  signIn: (credentials: Credentials, kept: string | null, signal: AbortSignal) => Promise<Session>;
  /** Uploads, looks up, builds: everything that may take time, may be repeated, and makes nothing public. */
  prepare: (outgoing: Outgoing, account: OpenAccount, signal: AbortSignal) => Promise<Prepared>;
  /** The one call that makes the post public; made again only as the account's guarantee allows (`guaranteeFor`). */
  publish: (
    outgoing: Outgoing,
    prepared: Prepared,
    account: OpenAccount,
    signal: AbortSignal,
  ) => Promise<Receipt>;
  /**
   * Looks for the post: its receipt, or null when it is not there now. Null is proof where the account's guarantee is
   * `proven`, and nothing but not found elsewhere. Throws `contentRejected`
   * when our key holds something else: that is not ours, and cannot become ours.
   */
  find: (
    outgoing: Outgoing,
    prepared: Prepared,
    account: OpenAccount,
    signal: AbortSignal,
    sought: Sought,
  ) => Promise<Receipt | null>;
  /** Takes a public post back. One that is gone already is taken back: the call may be made any number of times. */
  remove: (standing: Standing, account: OpenAccount, signal: AbortSignal) => Promise<void>;
  /** Whether it is surely not there any more; false also where nobody can look. */
  isGone: (standing: Standing, account: OpenAccount, signal: AbortSignal) => Promise<boolean>;
};

export type NetworkErrorKind =
  | "notSent"
  | "rateLimited"
  | "mediaNotReady"
  | "quotaExhausted"
  | "authExpired"
  | "permissionMissing"
  | "contentRejected"
  | "mediaRejected"
  | "duplicate"
  | "ambiguous";

/**
 * The outcome of a call that did not end in a receipt. Only `notSent` and `rateLimited` say that nothing left;
 * `ambiguous` says that we do not know, and is never retried as a send.
 */
export class NetworkError extends Error {
  readonly kind: NetworkErrorKind;
  readonly until: Date | null;
  constructor(kind: NetworkErrorKind, message: string, until: Date | null = null) {
    super(message);
    this.name = "NetworkError";
    this.kind = kind;
    this.until = until;
  }
}
