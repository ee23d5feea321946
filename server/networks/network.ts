/** What a network must be able to do for us, and every way in which it can say no. One file per network beside this one. */
import type { Locale } from "#shared/locales.ts";

/**
 * How surely an unknown outcome can be settled (DESIGN §5a): `proven` by a record key we chose, `keyed` by an idempotency
 * key, `matched` by looking for our text, `human` by asking a person.
 */
export type Guarantee = "proven" | "keyed" | "matched" | "human";

/** Exactly what leaves: frozen when the reaction was fired. */
export type Outgoing = { text: string; locale: Locale; remoteKey: string; handle: string };
export type Receipt = { remoteId: string; remoteUrl: string; publicAt: string };

export type Network = {
  guarantee: Guarantee;
  /** One call that makes the post public. Throws NetworkError; any other error is a fault of ours. */
  publish: (outgoing: Outgoing, token: string, signal: AbortSignal) => Promise<Receipt>;
  /** Looks the post up by its key: its receipt, or null when the network proves it is not there. */
  find: (outgoing: Outgoing, token: string, signal: AbortSignal) => Promise<Receipt | null>;
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
