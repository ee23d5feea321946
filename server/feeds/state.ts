/** Brings documents and moments to what messages state, in the caller's transaction: read, decide, write, each in one go. */
import type { Clock } from "#server/clock.ts";
import type { Tx } from "#server/db/changes.ts";
import { applyDrafts, type OnMomentChanged, type Told } from "#server/moments/apply.ts";
import type { NewChange } from "#shared/changes.ts";
import { detect } from "./detect.ts";
import { areFirst, loadDocuments, lockNames, saveDocuments } from "./documents.ts";
import { dated, withEarliest } from "./earliest.ts";
import { formatOf } from "./formats.ts";
import { createKnown, type Known, type Of, type Standing } from "./known.ts";
import type { Source } from "./source.ts";
import type { Reading, Statement } from "./statement.ts";
import type { Health, Trouble } from "./trouble.ts";

/** Told while catching up, so no news any more; or after one that may be: what is older than a number of milliseconds is. */
export type Late = boolean | { olderThanMs: number };
type Parts = { tx: Tx; clock: Clock; onMomentChanged: OnMomentChanged };
/** A message that was read. All that are stated together are of one campaign. */
export type Stating = { source: Source; of: Of; reading: Reading; late: Late };
/** What became of one; `moments`: how many it changed. */
export type Stated = { outcome: "accepted" | Standing; moments: number; health: Health };

/** Says all that the messages state, in their order; what of it is older than what is known changes nothing but times. */
export async function state(
  { tx, clock, onMomentChanged }: Parts,
  all: readonly Stating[],
): Promise<{ stated: Stated[]; changes: NewChange[] }> {
  const [newest] = all.slice(-1);
  if (!newest) return { stated: [], changes: [] };
  const { campaign } = newest.source;
  await lockNames(
    tx,
    campaign.id,
    all.flatMap(({ reading }) => namesOf(reading)),
  );
  const fresh = await areFirst(
    tx,
    all.map(({ of, reading: { once } }) => (once === null ? null : { ...of, name: once })),
  );
  const statements = all.flatMap(({ reading }) => reading.statements);
  const feeds = [...new Set(all.map(({ of }) => of.feedId))];
  const known = createKnown(await loadDocuments(tx, campaign.id, feeds, statements));
  const heard = all.map((each, at) =>
    fresh[at]
      ? hear(known, clock, each)
      : { outcome: "duplicate" as const, told: [], health: well },
  );
  await saveDocuments(tx, known.changed());
  const told = heard.flatMap((each) => each.told);
  await lockMedals(tx, campaign.id, told);
  const { changes, counts } = await applyDrafts(tx, { campaign, told, onMomentChanged });
  const stated = heard.map(({ outcome, health, told: own }) => {
    const moments = counts.splice(0, own.length).reduce((sum, count) => sum + count, 0);
    return { outcome, health, moments };
  });
  return { stated, changes };
}

const well: Health = { trouble: null, healed: ["unreadable"] };

/** What two messages may not change at once: an event, by its code and by its names. */
function namesOf({ statements }: Reading): string[] {
  return statements.flatMap(({ eventCode, alias }) =>
    alias === null ? [`event|${eventCode}`] : [`event|${eventCode}`, `event|${alias}`],
  );
}

/** Which medals are a delegation's first concerns medals of other events too; locked last, so that nobody waits in a circle. */
async function lockMedals(tx: Tx, campaignId: string, told: readonly Told[]): Promise<void> {
  const concerned = told
    .flatMap(({ drafts }) => drafts)
    .some((draft) => draft.standing === "withdrawn" || draft.kind === "medal");
  if (concerned) await lockNames(tx, campaignId, ["medals"]);
}

/** One message: what it makes of the documents, and what there is to say of moments. */
function hear(known: Known, clock: Clock, stating: Stating) {
  const { reading, late } = stating;
  const told: Told[] = [];
  const standings: Standing[] = [];
  const troubles: Trouble[] = [];
  const newest: Statement[] = [];
  for (const statement of reading.statements) {
    const isLate = typeof late === "boolean" ? late : isOld(statement, clock, late);
    const { standing, trouble, says } = hearOne(known, stating, statement, isLate);
    standings.push(standing);
    if (says) told.push(says);
    if (trouble) troubles.push(trouble);
    if (standing === "newer") newest.push(statement);
  }
  const [latest] = newest.toSorted((a, b) => Date.parse(b.statedAt) - Date.parse(a.statedAt));
  // A whole document may say again what is old: only one with nothing newer is behind.
  if (latest && typeof late !== "boolean" && isOld(latest, clock, late))
    troubles.push(behind(latest, clock));
  const isNews = newest.length > 0;
  const health: Health = {
    trouble: troubles[0] ?? null,
    healed: ["unreadable", ...(isNews ? (["shrunk"] as const) : []), ...over(late)],
  };
  return { outcome: outcomeOf(standings), told, health };
}

type Heard = { standing: Standing; trouble: Trouble | null; says: Told | null };

function hearOne(
  known: Known,
  { source: { feed }, of }: Stating,
  statement: Statement,
  late: boolean,
): Heard {
  const { name, format, muted, testOnly } = feed;
  const { authority } = formatOf(format);
  const telling = { feed: name, format, authority, muted, testOnly, late };
  const { standing, before } = known.compare(of, statement);
  const earliest = withEarliest(before?.earliest ?? {}, statement);
  if (standing === "superseded") {
    known.rememberEarliest(of, statement.key, earliest);
    const { drafts, passing, prospects } = statement;
    const says = {
      telling,
      drafts: [...drafts, ...passing, ...(prospects?.drafts ?? [])],
      superseded: true,
    };
    return { standing, trouble: null, says };
  }
  if (standing === "duplicate") return { standing, trouble: null, says: null };
  const { summary, drafts, trouble } = detect(statement, before, known.othersOf(of, statement));
  known.remember(of, statement, { ...summary, earliest });
  const says = { telling, drafts: drafts.map((draft) => dated(draft, earliest)) };
  return { standing, trouble, says };
}

function outcomeOf(standings: readonly Standing[]): "accepted" | Standing {
  if (standings.length === 0 || standings.includes("newer")) return "accepted";
  return standings.every((each) => each === "duplicate") ? "duplicate" : "superseded";
}

function isOld({ statedAt }: Statement, clock: Clock, late: { olderThanMs: number }): boolean {
  return clock.now() - Date.parse(statedAt) > late.olderThanMs;
}

function behind({ statedAt }: Statement, clock: Clock): Trouble {
  const minutes = Math.round((clock.now() - Date.parse(statedAt)) / 60_000);
  return { code: "behind", detail: `it tells what is ${minutes} minutes past (${statedAt})` };
}

/** A message that is told in time ends being behind. */
function over(late: Late): ["behind"] | [] {
  return late === true ? [] : ["behind"];
}
