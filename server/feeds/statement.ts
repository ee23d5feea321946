/** A message once read: one or more statements, each the newest word on one document, the same from any format. */
import type { Draft } from "#server/moments/draft.ts";
import type { FeedSettings } from "#shared/feeds.ts";
import type { MedalColour, Participant } from "#shared/moments.ts";
import type { Told, Unit } from "./reading/unit.ts";

/** A competitor's place and mark in a unit that decides medals: compared with the medals, and quoted beside them. */
export type Placed = { competitor: string; rank: number; result: string | null };
export type Medalled = { competitor: string; medal: MedalColour };
/** One medal of a list: of a team, of whose `people` one is kept, or of one person. `of` is its event by names (`eventAlias`). */
export type ListedMedal = {
  organisation: string;
  discipline: string;
  event: string;
  of: string;
  medal: MedalColour;
  isTeam: boolean;
  /** Empty where the list leaves names out. */
  people: string[];
};
/** A listed medal the desk was told of. `key` is its moment's as long as it is listed; `missing`: the last list lacked it. */
export type KnownMedal = ListedMedal & { key: string; alias: string | null; missing: boolean };
/** What a unit of an event's schedule decides: the title, third place, or who loses and has bronze for it. */
export type Decides = "gold" | "bronze" | "semifinal";
/** The medals a ranking gives, should the schedule say that its unit decides them. */
export type Prospects = { decides: Decides; drafts: Draft[] };
/** One mark that was a record of a type (`WR`). */
export type HeldRecord = {
  type: string;
  mark: string;
  isTime: boolean;
  who: Pick<Participant, "code" | "name" | "organisation"> | null;
  place: string | null;
  /** `2021-05-01`, as far as it is known. */
  date: string | null;
};
/** How a unit that is not over is called and who takes part: for its documents that have codes only. */
export type Cast = { unit: Unit; people: Participant[] };
/** A competitor's best marks, as their entry has them; null where it has none. */
export type Bests = { personal: string | null; seasonal: string | null };
/** Whoever is entered for a round, by code. Rounds rise from the first to the final. */
export type Entered = { round: number; bests: Readonly<Record<string, Bests>> };
/** Somebody who took part in a unit. `claimsBest`: the mark is said to be a personal best. */
export type Runner = {
  competitor: string;
  rank: number | null;
  mark: string | null;
  claimsBest: boolean;
};
/** Who took part in a unit of a round. `byTime`: the lower mark is the better one. */
export type Field = {
  round: number;
  byTime: boolean;
  runners: Runner[];
  /** What a timetable calls it. */
  session: string;
  /** Its drafts have the day they happened on, and not the time. */
  onDay: boolean;
};
/** What a document tells its event's others, and says nothing of itself. */
export type Context = {
  /** When its unit starts (ISO, UTC): what a changed schedule is compared with. */
  startsAt?: string | null;
  /** The unit it is about. */
  unit?: string;
  cast?: Cast;
  /** Its unit's goals are told one by one: nobody is told of the lead apart. */
  tellsGoals?: boolean;
  /** It follows its unit more closely than the results do: once it knows who leads, only it tells. */
  tellsLeads?: boolean;
  records?: HeldRecord[];
  entered?: Entered;
  /** ISO UTC, by what a timetable calls the units of an event. */
  starts?: Readonly<Record<string, string>>;
};

export type Statement = Context & {
  /** Names the document; its newest version replaces the others. */
  key: string;
  version: number;
  /** Orders two bodies of one version: the provider's local date and time. */
  stampedAt: string;
  /** The same as an instant, ISO UTC. */
  statedAt: string;
  eventCode: string;
  /** The event by its names (`reading/alias.ts`), where the message has them. */
  alias: string | null;
  type: "result" | "medallists" | "schedule" | "plan" | "context" | "list" | "moment";
  /** The provider took back all that this document said. */
  invalidated: boolean;
  /** Under protest: nobody should react to this event. */
  contested: boolean;
  /** True as long as this is the newest version; what a newer one leaves out is withdrawn. */
  drafts: Draft[];
  /** True once said; silence does not take it back. */
  passing: Draft[];
  /** Who leads while it is live, and what to say should that be news. */
  leader: { competitor: string; draft: Draft } | null;
  /** The same by code alone: its unit's cast has the name. */
  ahead?: { told: Told; who: Participant };
  /** The ranking of a unit that decides medals. */
  podium: Placed[] | null;
  medals: Medalled[] | null;
  /** Absent where the message itself says who has medals, or nobody can have any by it. */
  prospects?: Prospects;
  /** Of a schedule: the units of the event that decide medals. */
  plan?: Decides[];
  /** Of a result: what entries and timetables are read beside. */
  field?: Field;
  /** Of a list of all medals: what it has, to be compared with what it had. */
  listed?: ListedMedal[];
};

/** A statement that says nothing yet: what an adapter fills in. */
export function statementOf(
  of: Pick<
    Statement,
    "key" | "version" | "stampedAt" | "statedAt" | "eventCode" | "alias" | "type"
  >,
): Statement {
  return {
    ...of,
    invalidated: false,
    contested: false,
    drafts: [],
    passing: [],
    leader: null,
    podium: null,
    medals: null,
  };
}

/** When each fact of a document was first said to have happened: ISO times by the key of the moment. */
export type Earliest = Readonly<Record<string, string>>;

/** What is remembered of the newest version of a document, so that `detect` needs nothing else. */
export type Summary = Context & {
  key: string;
  type: Statement["type"];
  stampedAt: string;
  said: string[];
  passed: string[];
  leader: string | null;
  contested: boolean;
  everContested: boolean;
  podium: Placed[] | null;
  medals: Medalled[] | null;
  /** Medals: a protest on the result says them again, held. Of a result: what its event's others may tell more of later. */
  drafts: Draft[];
  /** Kept for the event's other documents; absent where there are none. */
  prospects?: Prospects;
  plan?: Decides[];
  field?: Field;
  /** When each fact was first said to have happened (`earliest.ts`). */
  earliest?: Earliest;
  /** The last list that was believed. */
  listed?: KnownMedal[];
};

/** What an adapter makes of a message. */
export type Reading = {
  statements: Statement[];
  /** A name that may be heard once only (CloudEvents: source and id). */
  once: string | null;
};

/** What reading needs to know besides the message; crosses to the reading thread. */
export type ReadingContext = {
  venueZone: string;
  /** Epoch ms. */
  receivedAt: number;
  /** What the feed's own settings say (`shared/feeds.ts`). */
  settings: FeedSettings;
};
