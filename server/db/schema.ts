/** The tables as Kysely sees them. One writer per table; the folder named beside each is the only one that writes it. */
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { CampaignMode, Realm } from "#shared/campaigns.ts";
import type { Bilingual, Locale } from "#shared/locales.ts";
import type {
  Facts,
  Moment,
  MomentKind,
  MomentSource,
  MomentStatus,
  Participant,
} from "#shared/moments.ts";
import type { DeliveryReason, DeliveryState } from "#shared/posts.ts";
import type { Role } from "#shared/roles.ts";
import type { Template, Variant } from "#shared/templates.ts";

/** Times come out as Date and go in as Date or ISO text. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type Json<Value> = ColumnType<Value, string, string>;

/** db/ */
export type CounterTable = { id: number; epoch: string; seq: string };
export type ChangesTable = {
  seq: string;
  campaignId: string;
  type: string;
  data: Json<unknown>;
  at: Instant;
};
export type ActionsTable = {
  id: Generated<string>;
  at: Generated<Date>;
  campaignId: string;
  commandId: string | null;
  personId: string | null;
  name: string;
  input: Json<unknown>;
  outcome: string;
  via: string;
  pressedAt: Instant | null;
  tookMs: number;
};
export type CommandsTable = {
  id: string;
  campaignId: string;
  personId: string;
  name: string;
  inputHash: string;
  reply: Json<unknown> | null;
  at: Generated<Date>;
};

/** campaigns/ */
export type CampaignsTable = {
  id: string;
  name: JSONColumnType<Bilingual>;
  mode: CampaignMode;
  venueZone: string;
  venueName: string;
  homeZone: string;
  homeName: string;
  neverMedalled: string[];
  undoMs: number;
  rehearsalPlaying: boolean;
};

/** accounts/ */
export type AccountsTable = {
  id: string;
  /** Accounts belong to the installation, not to a campaign (DESIGN §5a). */
  network: string;
  handle: string;
  name: string;
  locales: Locale[];
  realm: Realm;
  sealedToken: string | null;
};

/** feeds/ */
export type FeedsTable = {
  id: string;
  campaignId: string;
  name: string;
  format: string;
  sealedSecret: string;
  lastMessageAt: Instant | null;
};
export type MessagesTable = {
  id: Generated<string>;
  campaignId: string;
  feedId: string;
  /** The provider's idempotency key: webhook-id. Unique with the feed. */
  externalId: string;
  contentType: string;
  body: Buffer;
  receivedAt: Generated<Date>;
  outcome: string;
  /** What kind of document it was and which version, where the format has such a thing; newest wins per key. */
  documentKey: string | null;
  documentVersion: ColumnType<string | null, number | string | null, number | string | null>;
};
/** The newest version of each document of a feed, with what `detect` needs to remember of it. */
export type DocumentsTable = {
  feedId: string;
  key: string;
  campaignId: string;
  eventCode: string;
  type: string;
  version: ColumnType<string, number | string, number | string>;
  stampedAt: string;
  bodyHash: string;
  summary: Json<unknown>;
};

/** moments/ */
export type MomentsTable = {
  id: string;
  campaignId: string;
  key: string;
  eventCode: string;
  version: number;
  kind: MomentKind;
  status: MomentStatus;
  headline: Json<Bilingual>;
  context: Json<Bilingual>;
  participants: Json<Participant[]>;
  facts: Json<Facts>;
  salience: Json<Moment["salience"]>;
  source: Json<MomentSource>;
  sources: Json<MomentSource[]>;
  before: Json<Moment["before"]> | null;
  /** Whether its outcome ever changed: decides `confirmed` or `corrected` when it stands again. */
  everCorrected: boolean;
  test: boolean;
  occurredAt: Instant;
  raisedAt: Generated<Date>;
  changedAt: Generated<Date>;
};

/** templates/ */
export type TemplatesTable = {
  id: string;
  campaignId: string;
  version: number;
  slug: string;
  name: Json<Bilingual>;
  fits: Json<Template["fits"]>;
  variants: Json<Variant[]>;
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
  firedBy: string | null;
  momentAt: Instant | null;
  pressedAt: Instant | null;
  firedAt: Generated<Date>;
};
export type DeliveriesTable = {
  id: string;
  campaignId: string;
  postId: string;
  accountId: string;
  network: string;
  momentId: string | null;
  purpose: string;
  localeKey: string;
  locales: Locale[];
  kind: string;
  part: Generated<number>;
  occurrence: Generated<number>;
  targetDeliveryId: string | null;
  state: DeliveryState;
  reason: DeliveryReason | null;
  detail: string | null;
  rev: Generated<number>;
  dueAt: Instant;
  notAfter: Instant;
  /** Frozen when fired: exactly what will be handed to the network, and its hash. */
  payload: Json<Payload>;
  payloadHash: string;
  fence: ColumnType<string, number | string | undefined, number | string>;
  leaseUntil: Instant | null;
  worker: string | null;
  attempts: Generated<number>;
  probes: Generated<number>;
  nextProbeAt: Instant | null;
  remoteId: string | null;
  remoteUrl: string | null;
  publicAt: Instant | null;
  createdAt: Generated<Date>;
  changedAt: Generated<Date>;
};
export type Payload = { text: string; locale: Locale; remoteKey: string };
/** Append-only: the intent is written at the gate, the evidence afterwards as rows of its own. */
export type AttemptsTable = {
  id: Generated<string>;
  campaignId: string;
  deliveryId: string;
  attempt: number;
  fence: string;
  step: "intent" | "answer" | "probe" | "late";
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

/** people/ */
export type PeopleTable = { id: string; name: string; role: Role; locale: Locale };
export type SignInLinksTable = {
  tokenHash: string;
  personId: string;
  expiresAt: Instant;
  usedAt: Instant | null;
};
export type ApiTokensTable = {
  tokenHash: string;
  personId: string;
  name: string;
  role: Role;
  createdAt: Generated<Date>;
  revokedAt: Instant | null;
};

export type Schema = {
  counter: CounterTable;
  changes: ChangesTable;
  actions: ActionsTable;
  commands: CommandsTable;
  campaigns: CampaignsTable;
  accounts: AccountsTable;
  feeds: FeedsTable;
  messages: MessagesTable;
  documents: DocumentsTable;
  moments: MomentsTable;
  templates: TemplatesTable;
  posts: PostsTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  holds: HoldsTable;
  outbox: OutboxTable;
  people: PeopleTable;
  signInLinks: SignInLinksTable;
  apiTokens: ApiTokensTable;
};
