/** The tables as Kysely sees them. One writer per table; the folder named beside each is the only one that writes it. */
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Instant, Json } from "./columns.ts";
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
import type { Picture } from "#shared/media.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Role } from "#shared/roles.ts";
import type { Template, Tone, Variant } from "#shared/templates.ts";
import type {
  MediaTable,
  PostsTable,
  DeliveriesTable,
  AttemptsTable,
  HoldsTable,
  OutboxTable,
  SlotsTable,
} from "./publishing-schema.ts";

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
  network: NetworkName;
  wears: NetworkName | null;
  service: string | null;
  handle: string;
  name: string;
  locales: Locale[];
  realm: Realm;
  sealedSecret: string | null;
};
/** The session an account keeps with its network, sealed; made at first use. */
export type AccountSessionsTable = {
  accountId: string;
  sealedSession: string | null;
  usableUntil: Instant | null;
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

/** Who is on a moment; one row at most. */
export type ClaimsTable = {
  momentId: string;
  campaignId: string;
  personId: string;
  claimedAt: Generated<Date>;
  leaseUntil: Instant;
};

/** templates/ */
export type TemplatesTable = {
  id: string;
  campaignId: string;
  version: number;
  slug: string;
  name: Json<Bilingual>;
  fits: Json<Template["fits"]>;
  tone: Tone;
  variants: Json<Variant[]>;
  image: Json<Picture> | null;
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
  accountSessions: AccountSessionsTable;
  media: MediaTable;
  claims: ClaimsTable;
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
  slots: SlotsTable;
  people: PeopleTable;
  signInLinks: SignInLinksTable;
  apiTokens: ApiTokensTable;
};
