/** The tables as Kysely sees them. One writer per table; the folder named beside each is the only one that writes it. */
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Instant, Json } from "./columns.ts";
import type { CampaignMode, Realm } from "#shared/campaigns.ts";
import type { FeedConnector, FeedFormat, FeedSettings, FeedTrouble } from "#shared/feeds.ts";
import type { Bilingual, Locale } from "#shared/locales.ts";
import type { Sensitivity } from "#shared/four-eyes.ts";
import type { HouseRules } from "#shared/house-rules.ts";
import type { QuietWindow } from "#shared/quiet.ts";
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
  PacesTable,
  SlotsTable,
  WorkersTable,
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
/** Written by triggers alone: what each statement wrote, and the chain over that in the order of the commits. */
export type AuditEntriesTable = { id: string; source: string; digests: Buffer };
export type AuditTable = { id: string; entryId: string; hash: Buffer };
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
  neverGold: Generated<string[]>;
  fromTheStart: Generated<boolean>;
  houseTeams: Generated<string[]>;
  watched: Generated<string[]>;
  hosts: Generated<string[]>;
  fourEyes: Generated<Sensitivity[]>;
  quietWindows: ColumnType<QuietWindow[], string | undefined, string>;
  houseRules: ColumnType<HouseRules, string | undefined, string>;
  sensitiveUndoMs: Generated<number>;
  notBeforePicture: Generated<boolean>;
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
  /** At least this long between two of its deliveries, milliseconds. */
  spacingMs: Generated<number>;
  /** What is sent to it by hand can be taken back at least so long, milliseconds. */
  undoMs: Generated<number>;
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
  format: FeedFormat;
  connector: Generated<FeedConnector>;
  address: string | null;
  everyMs: number | null;
  settings: Json<FeedSettings>;
  muted: Generated<boolean>;
  testOnly: Generated<boolean>;
  trouble: Json<FeedTrouble> | null;
  /** Where its connector stopped, in the connector's own words. */
  cursor: Json<unknown> | null;
  sealedSecret: string;
  /** What it asks for access with, where it asks. */
  sealedKey: Generated<string | null>;
  /** Which process follows it, and until when unless renewed. */
  follower: Generated<string | null>;
  followedUntil: Generated<Date | null>;
  lastMessageAt: Instant | null;
  /** How long after its data its picture is on air, by so many of the newest presses. */
  pictureDelayMs: Generated<number | null>;
  picturePresses: Generated<number>;
  /** Nobody hears it any more; what it said stays. */
  removedAt: Generated<Date | null>;
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
  /** Why it could not be read; null for what was. */
  problem: Generated<string | null>;
  /** What kind of document it was and which version, where the format has such a thing; newest wins per key. */
  documentKey: string | null;
  documentVersion: ColumnType<string | null, number | string | null, number | string | null>;
};
/** Each press of somebody who saw a moment's picture, and how long after its data that was. */
export type PictureDelaysTable = {
  id: string;
  campaignId: string;
  feedId: string;
  momentId: string;
  offsetMs: number;
  pressedBy: string;
  at: Generated<Date>;
  /** It counts no more: said anew, or forgotten by a producer. */
  forgottenAt: Generated<Date | null>;
};
/** The newest version of each document of a feed, with what `detect` needs to remember of it. */
export type DocumentsTable = {
  feedId: string;
  key: string;
  campaignId: string;
  eventCode: string;
  /** The event by its names. */
  alias: string | null;
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
  /** The same fact by names alone; unique where it is known. */
  alias: string | null;
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
  late: Generated<boolean>;
  /** What a spotter pressed. */
  seen: Json<Moment["seen"]> | null;
  /** Who left it as it stands, at which version. */
  passed: Json<Moment["passed"]> | null;
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
  auditEntries: AuditEntriesTable;
  audit: AuditTable;
  campaigns: CampaignsTable;
  accounts: AccountsTable;
  accountSessions: AccountSessionsTable;
  media: MediaTable;
  claims: ClaimsTable;
  feeds: FeedsTable;
  messages: MessagesTable;
  documents: DocumentsTable;
  pictureDelays: PictureDelaysTable;
  moments: MomentsTable;
  templates: TemplatesTable;
  posts: PostsTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  holds: HoldsTable;
  outbox: OutboxTable;
  paces: PacesTable;
  workers: WorkersTable;
  slots: SlotsTable;
  people: PeopleTable;
  signInLinks: SignInLinksTable;
  apiTokens: ApiTokensTable;
};
