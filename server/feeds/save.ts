/** Configures feeds: new ones, known ones anew, what is heard of them. */
import { type Selectable, sql } from "kysely";
import { addressProblem } from "#server/addresses.ts";
import type { Tx } from "#server/db/changes.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { Sealer } from "#server/sealed.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { FeedProblem } from "#shared/feed-problems.ts";
import { isFolderName } from "./connectors/folder.ts";
import { formats } from "./formats.ts";
import { createFeed, feedOf, keyPlaceOf, placeOf } from "./store.ts";

export type ConfigureParts = {
  sealer: Sealer;
  /** Hosts that may be asked though they are not public. */
  hosts: ReadonlySet<string>;
  /** The folder whose sub-folders may be read; null where none is. */
  folder: string | null;
};
export type Configuration = Omit<CommandInput<"feed.save">, "feedId">;
type FeedRow = Selectable<FeedsTable>;
type Saved<Name extends "feed.save" | "feed.mute"> = {
  output: CommandOutput<Name>;
  changes: NewChange[];
};
/** What is wrong with what was written down; `message` without the field's name. */
export type Problem = FeedProblem & { field: string };

/** Refuses `badInput` naming the field, and `notFound`. A known feed keeps its name, and its key while it is sent to the same servers. */
export async function saveFeed(
  parts: ConfigureParts,
  tx: Tx,
  campaignId: string,
  { feedId, ...wanted }: CommandInput<"feed.save">,
): Promise<Saved<"feed.save">> {
  const known = feedId === null ? null : await lockFeed(tx, campaignId, feedId);
  const problem =
    configurationProblem(parts, wanted, known) ?? (await nameProblem(tx, wanted, known));
  if (problem) {
    const { code, field, message } = problem;
    throw new Refusal("badInput", { field, message: `${field}: ${message}`, problem: code });
  }
  const { feed, secret } = known
    ? await change(parts, tx, known, wanted)
    : await add(parts, tx, campaignId, wanted);
  await sql`SELECT pg_notify('feeds', ${feed.id})`.execute(tx);
  const isNewHook = feed.connector === "webhook" && known?.connector !== "webhook";
  return {
    output: { feed, secret: isNewHook ? secret : null },
    changes: [{ type: "feed.configured", data: { feed } }],
  };
}

/** Muted or not, tests only or not: what is followed goes on being followed. */
export async function setHeard(
  tx: Tx,
  campaignId: string,
  feedId: string,
  heard: { muted: boolean } | { testOnly: boolean },
): Promise<Saved<"feed.mute">> {
  await lockFeed(tx, campaignId, feedId);
  const row = await tx
    .updateTable("feeds")
    .set(heard)
    .where("id", "=", feedId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const feed = feedOf(row);
  return { output: { feed }, changes: [{ type: "feed.configured", data: { feed } }] };
}

/** What is wrong with a configuration before anybody is asked; null when nothing is. */
export function configurationProblem(
  parts: Pick<ConfigureParts, "hosts" | "folder">,
  wanted: Configuration,
  known: FeedRow | null,
): Problem | null {
  const { format, connector, settings, secret } = wanted;
  if (!formats[format])
    return problemOf("formatUnread", "format", "no message of this format is read yet");
  if (settings.resync !== undefined) {
    const wrong = addressProblem(settings.resync, ["https:", "http:"], parts.hosts);
    if (wrong) return { ...wrong, field: "settings.resync" };
  }
  if (typeof secret === "string" && !asks(wanted))
    return problemOf("keyForNobody", "secret", `${connector} asks nobody, so it takes no key`);
  const misplaced = placeProblem(parts, wanted);
  if (misplaced) return misplaced;
  // A key that only its owner knows must not be sent elsewhere by whoever may type an address.
  if (secret === undefined && known?.sealedKey && !keyStays(known, wanted))
    return problemOf(
      "keyElsewhere",
      "secret",
      "the address is on another server: give its key again, or null for none",
    );
  return null;
}

function problemOf(code: FeedProblem["code"], field: string, message: string): Problem {
  return { code, field, message };
}

/** The known feed; null for a new one. Refuses `notFound`. */
export async function findFeed(
  tx: Tx,
  campaignId: string,
  feedId: string | null,
): Promise<FeedRow | null> {
  if (feedId === null) return null;
  const row = await tx
    .selectFrom("feeds")
    .selectAll()
    .where("id", "=", feedId)
    .where("campaignId", "=", campaignId)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  if (row) return row;
  throw new Refusal("notFound", { field: "feedId", message: "there is no such feed" });
}

/** The feed, locked. Refuses `notFound`. */
export async function lockFeed(tx: Tx, campaignId: string, feedId: string): Promise<FeedRow> {
  await tx.selectFrom("feeds").select("id").where("id", "=", feedId).forUpdate().execute();
  const row = await findFeed(tx, campaignId, feedId);
  if (!row) throw new Refusal("notFound", { field: "feedId", message: "there is no such feed" });
  return row;
}

async function nameProblem(
  tx: Tx,
  { name }: Configuration,
  known: FeedRow | null,
): Promise<Problem | null> {
  if (known)
    return known.name === name
      ? null
      : problemOf("nameKept", "name", `it keeps its name, "${known.name}": its moments say it`);
  const taken = await tx
    .selectFrom("feeds")
    .select("removedAt")
    .where("name", "=", name)
    .executeTakeFirst();
  if (!taken) return null;
  return taken.removedAt
    ? problemOf("nameOfRemoved", "name", `"${name}" was the name of a feed that was removed`)
    : problemOf("nameTaken", "name", `there is a feed named "${name}" already`);
}

function add({ sealer }: ConfigureParts, tx: Tx, campaignId: string, wanted: Configuration) {
  const { secret = null, ...rest } = wanted;
  return createFeed(tx, { campaignId, sealer, ...rest, address: placeOfIt(wanted), key: secret });
}

async function change(
  { sealer }: ConfigureParts,
  tx: Tx,
  known: FeedRow,
  wanted: Configuration,
): Promise<{ feed: ReturnType<typeof feedOf>; secret: string }> {
  const { format, connector, everyMs, settings } = wanted;
  const address = placeOfIt(wanted);
  const isElsewhere = known.connector !== connector || known.address !== address;
  const row = await tx
    .updateTable("feeds")
    .set({
      format,
      connector,
      address,
      everyMs,
      settings: JSON.stringify(settings),
      sealedKey: sealedKeyOf(sealer, known, wanted),
      // Whatever troubled it did so as it was; where it stopped means nothing elsewhere.
      trouble: null,
      ...(isElsewhere ? { cursor: null } : {}),
    })
    .where("id", "=", known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { feed: feedOf(row), secret: sealer.open(placeOf(known.id), known.sealedSecret) };
}

function sealedKeyOf(sealer: Sealer, known: FeedRow, wanted: Configuration): string | null {
  if (!asks(wanted) || wanted.secret === null) return null;
  return wanted.secret === undefined
    ? known.sealedKey
    : sealer.seal(keyPlaceOf(known.id), wanted.secret);
}

function asks({ connector }: Configuration): boolean {
  return connector !== "webhook" && connector !== "folder";
}

/** What is sent to us comes from nowhere we know of. */
function placeOfIt({ connector, address }: Configuration): string | null {
  return connector === "webhook" ? null : address;
}

function placeProblem(
  { hosts, folder }: Pick<ConfigureParts, "hosts" | "folder">,
  { connector, address }: Configuration,
): Problem | null {
  if (connector === "webhook") return null;
  const wrong = (code: FeedProblem["code"], message: string) => problemOf(code, "address", message);
  if (address === null) return wrong("addressMissing", "where it is fetched from");
  if (connector === "folder") {
    if (folder === null)
      return wrong("folderNotAllowed", "the operator allows no folder yet, by REBOND_FEED_FOLDER");
    return isFolderName(address)
      ? null
      : wrong("folderName", "the name of a sub-folder of REBOND_FEED_FOLDER");
  }
  const protocols = connector === "websocket" ? ["wss:", "ws:"] : ["https:", "http:"];
  const problem = addressProblem(address, protocols, hosts);
  return problem && { ...problem, field: "address" };
}

/** Whether all servers that would be shown the key are shown it already. */
function keyStays(
  known: Pick<FeedRow, "address" | "settings">,
  { address, settings }: Configuration,
): boolean {
  const before = [known.address, known.settings.resync].map(serverOf);
  return [address, settings.resync].map(serverOf).every((each) => !each || before.includes(each));
}

function serverOf(address: string | null | undefined): string | null {
  return address && URL.canParse(address) ? new URL(address).origin : null;
}
