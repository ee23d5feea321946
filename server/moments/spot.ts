/** What a person saw becomes a moment: dated by their press, in no more words than they pressed. */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#server/db/changes.ts";
import { readNow } from "#server/db/now.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { feelingWords, pressAheadMs, pressLateMs, pressOldMs } from "#shared/feelings.ts";
import { type MomentId, momentId } from "#shared/ids.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { Media } from "#shared/media.ts";
import { type Moment, noFacts, type Participant, type Seen } from "#shared/moments.ts";
import type { Spotted, Spotting } from "#shared/spotting.ts";
import { typeset } from "#shared/typeset.ts";
import { changeOf } from "./change.ts";
import type { Draft } from "./draft.ts";
import { type CampaignFacts, raise } from "./raise.ts";
import { lockMoment } from "./store.ts";

export type Spot = {
  campaign: CampaignFacts;
  /** The spotter's name. */
  by: string;
  input: Spotting;
  /** Null where the campaign has no such picture. */
  findPicture: (id: string) => Promise<Media | null>;
};

/** Refuses `badInput` for a time that cannot be, and `notFound` for a moment, a person in it or a picture that is not there. */
export async function spot(
  tx: Tx,
  { campaign, by, input, findPicture }: Spot,
): Promise<{ output: CommandOutput<"moment.spot">; changes: NewChange[] }> {
  const sinceMs = (await readNow(tx)).getTime() - Date.parse(input.at);
  assertTime(sinceMs);
  const of = input.attachTo && (await momentNamed(tx, campaign.id, input.attachTo, "attachTo"));
  const who = await participantsOf(tx, campaign.id, input.participants);
  const about = of || who.find(({ from }) => from !== null)?.from || null;
  const seen: Seen = {
    feeling: input.feeling,
    note: input.note,
    by,
    image: input.mediaId && (await imageOf(findPicture, input.mediaId)),
    attachedTo: input.attachTo,
  };
  const people = who.map(({ participant }) => participant);
  const draft = draftOf(seen, named(people, about), about, new Date(input.at).toISOString());
  const late = sinceMs > pressLateMs;
  const source = {
    feed: "spotter",
    format: "spotter",
    document: null,
    version: null,
    authority: 1,
    standing: draft.standing,
    at: draft.statedAt,
  };
  const raised = await raise(tx, campaign, source, draft, late);
  const output = { momentId: momentId.parse(raised.row.id), late };
  return { output, changes: [changeOf(raised)] };
}

function assertTime(sinceMs: number): void {
  const wrong =
    sinceMs < -pressAheadMs
      ? `is ${Math.round(-sinceMs / 1000)} s ahead of the desk's clock; set the clock of this device`
      : sinceMs > pressOldMs
        ? "is more than 12 hours ago; what is that old is no moment any more"
        : null;
  if (wrong) throw new Refusal("badInput", { field: "at", message: `at: ${wrong}` });
}

async function momentNamed(
  tx: Tx,
  campaignId: string,
  id: MomentId,
  field: string,
): Promise<Moment> {
  const found = await lockMoment(tx, id);
  if (found?.campaignId === campaignId) return found;
  throw new Refusal("notFound", { field, message: `${field}: there is no such moment` });
}

type Person = { participant: Participant; from: Moment | null };

async function participantsOf(
  tx: Tx,
  campaignId: string,
  asked: readonly Spotted[],
): Promise<Person[]> {
  const found: Person[] = [];
  for (const [place, one] of asked.entries()) {
    const field = `participants.${place}`;
    if (typeof one === "string") {
      found.push({ participant: byName(one), from: null });
      continue;
    }
    const from = await momentNamed(tx, campaignId, one.momentId, `${field}.momentId`);
    const participant = personIn(from, one);
    if (!participant)
      throw new Refusal("notFound", {
        field: `${field}.at`,
        message: `${field}.at: that moment has no such participant; it has ${from.participants.length}`,
      });
    found.push({ participant, from });
  }
  return found;
}

function personIn(
  { participants }: Moment,
  { at, code }: Exclude<Spotted, string>,
): Participant | undefined {
  const there = participants[at];
  if (code === undefined || there?.code === code) return there;
  return participants.find((each) => each.code === code);
}

function byName(name: string): Participant {
  return {
    code: name,
    type: "athlete",
    name,
    givenName: null,
    familyName: null,
    organisation: null,
    organisationName: null,
    gender: null,
    rank: null,
    result: null,
    irm: null,
  };
}

/** With nobody named, whom the moment it belongs to is about, where that is one person or team. */
function named(people: Participant[], about: Moment | null): Participant[] {
  if (people.length > 0 || about?.participants.length !== 1) return people;
  return about.participants;
}

async function imageOf(find: Spot["findPicture"], id: string): Promise<Seen["image"]> {
  const picture = await find(id);
  if (!picture)
    throw new Refusal("notFound", {
      field: "mediaId",
      message: "mediaId: there is no such picture",
    });
  return { mediaId: picture.id, width: picture.width, height: picture.height };
}

function draftOf(seen: Seen, people: Participant[], about: Moment | null, at: string): Draft {
  const { eventCode, eventName, discipline, phase, venue } = about?.facts ?? noFacts;
  return {
    key: `spot:${uuidv7()}`,
    eventCode,
    alias: null,
    kind: seen.feeling === "flag" ? "ceremony" : "emotion",
    standing: "confirmed",
    headline: each((locale) => headline(seen, people, eventName, locale)),
    context: each((locale) => contextOf(seen.by, about, locale)),
    participants: people,
    facts: { ...noFacts, eventCode, eventName, discipline, phase, venue, outcome: seen.feeling },
    marks: { final: false, gapSeconds: null, records: [], signs: [] },
    test: about?.test ?? false,
    seen,
    occurredAt: at,
    statedAt: at,
    document: null,
    version: null,
  };
}

type Language = "fr" | "en";

/** « Larmes : Julien Alfred (LCA), 100 m femmes ». */
function headline(
  { feeling }: Seen,
  people: Participant[],
  event: Bilingual | null,
  locale: Language,
): string {
  const about = [...people.map((one) => nameOf(one, locale)), event?.[locale]].filter(Boolean);
  const word = feelingWords[feeling][locale];
  if (about.length === 0) return word;
  return `${word}${locale === "fr" ? " :" : ":"} ${about.join(", ")}`;
}

function contextOf(by: string, about: Moment | null, locale: Language): string {
  const spotter = `${locale === "fr" ? "vu par" : "seen by"} ${by}`;
  const { facts, context } = about ?? {};
  const where = [facts?.phase?.[locale], facts?.venue].filter(Boolean).join(" · ");
  const line = [spotter, where || context?.[locale]].filter(Boolean).join(" · ");
  return line.slice(0, 1).toUpperCase() + line.slice(1);
}

function nameOf({ type, name, organisation, organisationName }: Participant, locale: Language) {
  const shown = type === "team" ? (organisationName?.[locale] ?? name) : name;
  return organisation ? `${shown} (${organisation})` : shown;
}

function each(write: (locale: Language) => string): Bilingual {
  return { fr: typeset(write("fr"), "fr"), en: typeset(write("en"), "en") };
}
