/** The tables between a decision and its receipt, as Kysely sees them. */
import type { ColumnType, Generated } from "kysely";
import type { Bilingual, Locale } from "#shared/locales.ts";
import type { Attachment, MediaType } from "#shared/media.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { DeliveryReason, DeliveryState, Quoted } from "#shared/posts.ts";
import type { HoldReason } from "#shared/campaigns.ts";
import type { Fold, SlotKind, Timetable } from "#shared/slots.ts";
import type { Instant, Json } from "./columns.ts";

/** media/: a picture's bytes, once per campaign. */
export type MediaTable = {
  id: string;
  campaignId: string;
  /** Of `body`, hex. */
  sha256: string;
  type: MediaType;
  width: number;
  height: number;
  body: Buffer;
  addedBy: string | null;
  addedAt: Generated<Date>;
};

/** posts/ */
export type PostsTable = {
  id: string;
  campaignId: string;
  momentId: string | null;
  momentVersion: number | null;
  templateId: string | null;
  title: Json<Bilingual>;
  purpose: string;
  /** Null for a slot, and where nobody wrote it down. */
  quoted: Json<Quoted> | null;
  firedBy: string | null;
  /** Who agreed to it, where a second person had to; never who fired it. */
  approvedBy: Generated<string | null>;
  approvedAt: Generated<Date | null>;
  momentAt: Instant | null;
  pressedAt: Instant | null;
  firedAt: Generated<Date>;
  seenAt: Generated<Date | null>;
  claimedAt: Generated<Date | null>;
  repeatReason: Generated<string | null>;
};
export type DeliveriesTable = {
  id: string;
  campaignId: string;
  postId: string;
  accountId: string;
  network: NetworkName;
  momentId: string | null;
  purpose: string;
  localeKey: string;
  locales: Locale[];
  kind: string;
  part: Generated<number>;
  /** Which time, of a slot's text; of a correction, the moment's version it is for. */
  occurrence: Generated<number>;
  targetDeliveryId: string | null;
  state: DeliveryState;
  reason: DeliveryReason | null;
  detail: string | null;
  rev: Generated<number>;
  dueAt: Instant;
  notAfter: Instant;
  /** Whether its instant was said beforehand; else it leaves when its undo window closes. */
  timed: Generated<boolean>;
  /** The instant its account's pace gave it, reserved at the gate; gone with a new time. */
  pacedAt: Instant | null;
  /** Frozen when fired: exactly what will be handed to the network, and its hash. */
  payload: Json<Payload>;
  payloadHash: string;
  /** It needs a second person; `approvedHash` is then the payload they agreed to, and nothing but a draft is without it. */
  fourEyes: Generated<boolean>;
  approvedHash: Generated<string | null>;
  /** What its network will get, as its adapter froze it before the gate; null until then. */
  prepared: Json<unknown> | null;
  fence: ColumnType<string, number | string | undefined, number | string>;
  leaseUntil: Instant | null;
  worker: string | null;
  attempts: Generated<number>;
  probes: Generated<number>;
  nextProbeAt: Instant | null;
  /** Since when a call of it is without a known outcome. */
  doubtSince: Instant | null;
  remoteId: string | null;
  remoteUrl: string | null;
  publicAt: Instant | null;
  /** Of a public post: since when it has been gone, through a delivery of the kind `delete`. */
  takenBackAt: Generated<Date | null>;
  createdAt: Generated<Date>;
  changedAt: Generated<Date>;
};
export type Payload = { text: string; locale: Locale; remoteKey: string; media: PayloadMedia[] };
export type PayloadMedia = Attachment & { sha256: string; type: MediaType };
/** Append-only: the intent is written at the gate, the evidence afterwards as rows of its own. */
export type AttemptsTable = {
  id: Generated<string>;
  campaignId: string;
  deliveryId: string;
  attempt: number;
  fence: string;
  /** `person`: what somebody said of it, having looked. */
  step: "intent" | "answer" | "probe" | "late" | "person";
  at: Generated<Date>;
  request: Json<unknown> | null;
  outcome: string | null;
  detail: Json<unknown> | null;
};
export type HoldsTable = {
  id: string;
  campaignId: string | null;
  scope: "global" | "campaign" | "account";
  scopeId: string | null;
  held: boolean;
  heldBy: string | null;
  heldAt: Instant | null;
  reason: HoldReason | null;
};
/** posts/: when an account may send next, shared by all workers; instants of the database's clock, null where nothing waits. */
export type PacesTable = {
  accountId: string;
  /** The account's own spacing, the network's budget (the theoretical arrival time of a leaky bucket), and its last 429. */
  spacedUntil: Instant | null;
  budgetUntil: Instant | null;
  blockedUntil: Instant | null;
};
/** posts/: a worker that is or was there; `seenAt` is its heartbeat. Offsets: its clock, and the networks', less the database's. */
export type WorkersTable = {
  id: string;
  name: string;
  startedAt: Generated<Date>;
  seenAt: Generated<Date>;
  queueAwaySince: Instant | null;
  databaseOffsetMs: number | null;
  networkOffsetMs: number | null;
  /** It said so itself: it sends nothing planned. */
  stopped: Generated<boolean>;
};
/** queue/: jobs promised inside a transaction when the queue is Redis. */
export type OutboxTable = {
  id: Generated<string>;
  campaignId: string;
  name: string;
  jobId: string;
  data: Json<unknown>;
  dueAt: Instant;
  dispatchedAt: Instant | null;
};
/** rundown/ */
export type SlotsTable = {
  id: string;
  campaignId: string;
  externalId: string;
  kind: SlotKind;
  title: Json<Bilingual>;
  wallAt: string;
  zone: string;
  fold: Fold | null;
  startAt: Instant;
  notAfter: Instant;
  lateMs: number | null;
  /** As the sheet says it, without the dashes that pad it. */
  unit: string | null;
  timetable: Json<Timetable> | null;
  byHand: Generated<boolean>;
  postId: string;
};
