/** How much a moment matters: a sum of explained points, each from a field an editor can check. No mood is invented. */
import type { Bilingual } from "#shared/locales.ts";
import type { First, Moment, Reason } from "#shared/moments.ts";
import { foldedName } from "#shared/names.ts";
import type { Draft, Sign } from "./draft.ts";

/** What the campaign looks for: its own delegations, people it follows by code or name, and the host's. */
export type Interest = {
  houseTeams: readonly string[];
  watched: readonly string[];
  hosts: readonly string[];
};

/** One line of the score: its points, its words, and the field of the source it was read from. */
type Worth = { points: number; text: Bilingual; field: string };

const medals: Record<string, Worth> = {
  gold: { points: 40, text: { fr: "médaille d’or", en: "gold medal" }, field: "Medal@Code" },
  silver: {
    points: 25,
    text: { fr: "médaille d’argent", en: "silver medal" },
    field: "Medal@Code",
  },
  bronze: {
    points: 20,
    text: { fr: "médaille de bronze", en: "bronze medal" },
    field: "Medal@Code",
  },
};
const firsts: Record<First, Worth> = {
  ever: {
    points: 40,
    text: { fr: "première médaille de l’histoire", en: "first medal ever" },
    field: "campaign.neverMedalled",
  },
  gold: {
    points: 30,
    text: { fr: "premier or de l’histoire", en: "first gold ever" },
    field: "campaign.neverGold",
  },
  here: {
    points: 15,
    text: { fr: "première médaille ici", en: "first medal here" },
    field: "moments",
  },
};
const firstCodes: Record<First, string> = {
  ever: "firstEver",
  gold: "firstGold",
  here: "firstHere",
};
const recordField = "RecordIndicator@Code";
/** Of 3580 results measured, 2 % were national records, 7 % personal bests, 12 % season's bests: those last say little. */
const records: Record<string, Worth> = {
  WR: { points: 40, text: { fr: "record du monde", en: "world record" }, field: recordField },
  OR: {
    points: 30,
    text: { fr: "record de la compétition", en: "competition record" },
    field: recordField,
  },
  AR: { points: 20, text: { fr: "record continental", en: "area record" }, field: recordField },
  NR: { points: 10, text: { fr: "record national", en: "national record" }, field: recordField },
  WB: {
    points: 40,
    text: { fr: "meilleure performance mondiale", en: "world best" },
    field: recordField,
  },
  PB: { points: 3, text: { fr: "record personnel", en: "personal best" }, field: recordField },
};
/** Where the area is named. */
const areas = ["AF", "AM", "AS", "ER", "NA", "OC", "SA"];
const signs: Record<Sign, Worth> = {
  lateLead: {
    points: 15,
    text: { fr: "passe devant dans le dernier dixième", en: "takes the lead in the last tenth" },
    field: "score",
  },
  comeback: {
    points: 15,
    text: { fr: "revient de loin", en: "came from far behind" },
    field: "score",
  },
  stoppage: {
    points: 25,
    text: { fr: "but décisif dans le temps additionnel", en: "decisive in stoppage time" },
    field: "minute",
  },
  photo: {
    points: 15,
    text: { fr: "à la photo", en: "photo finish" },
    field: "Result@PhotoFinish",
  },
  upset: {
    points: 20,
    text: { fr: "hors des trois meilleurs de la saison", en: "outside the season’s top three" },
    field: "seasonalBest",
  },
  fullTime: { points: 20, text: { fr: "fin du match", en: "full time" }, field: "period" },
  decider: { points: 10, text: { fr: "point décisif", en: "decider" }, field: "score" },
};
const kinds: Partial<Record<Draft["kind"], Worth>> = {
  lead: {
    points: 10,
    text: { fr: "changement de leader", en: "lead change" },
    field: "Result@Rank",
  },
  goal: { points: 20, text: { fr: "but", en: "goal" }, field: "goal" },
  card: { points: 20, text: { fr: "exclusion", en: "sent off" }, field: "card" },
  qualification: {
    points: 5,
    text: { fr: "qualification", en: "qualified" },
    field: "Result@QualificationMark",
  },
  disqualification: {
    points: 20,
    text: { fr: "disqualification", en: "disqualification" },
    field: "Result@IRM",
  },
  retirement: { points: 15, text: { fr: "abandon", en: "out of the race" }, field: "Result@IRM" },
  incident: {
    points: 20,
    text: { fr: "incident de course", en: "race incident" },
    field: "message",
  },
  emotion: { points: 20, text: { fr: "vu par quelqu’un", en: "seen by a person" }, field: "type" },
  ceremony: { points: 10, text: { fr: "cérémonie", en: "ceremony" }, field: "Unit@PhaseType" },
  schedule: {
    points: 15,
    text: { fr: "programme modifié", en: "schedule change" },
    field: "Unit@ScheduleStatus",
  },
};
const final: Worth = { points: 20, text: { fr: "finale", en: "final" }, field: "DocumentCode" };
const house: Worth = {
  points: 20,
  text: { fr: "équipe de la maison", en: "house team" },
  field: "campaign.houseTeams",
};
const watched: Worth = {
  points: 15,
  text: { fr: "à suivre", en: "on the watch list" },
  field: "campaign.watched",
};
/** No points: it is for the host to be first. */
const host: Worth = {
  points: 0,
  text: { fr: "pays hôte : lui laisser la primeur", en: "the host’s own: theirs to tell first" },
  field: "campaign.hosts",
};

/** Of 121 timed finals measured, 2 were decided by 0.01 s or less and 8 by 0.05 s. */
const closeSeconds = 0.05;

/** The score of a draft and its reasons, heaviest first. `first` is what the medal is the first of. */
export function salienceOf(
  draft: Draft,
  first: First | null,
  interest: Interest,
): Moment["salience"] {
  const who = draft.participants[0]?.organisation ?? "";
  const reasons = [
    ...medalReasons(draft, first, who),
    ...[...new Set(draft.marks.records)].flatMap((code) =>
      worth(`record${code}`, records[areas.includes(code) ? "AR" : code]),
    ),
    ...draft.marks.signs.flatMap((sign) => worth(sign, signs[sign])),
    ...finishReasons(draft),
    ...worth(kindCode(draft), kindWorth(draft)),
    ...interestReasons(draft, interest),
  ].toSorted((a, b) => b.points - a.points);
  return { score: reasons.reduce((sum, each) => sum + each.points, 0), reasons };
}

/** The reason for a delegation's first. */
export function firstReason(first: First, organisation: string): Reason {
  return named(reasonOf(firstCodes[first], firsts[first]), organisation);
}

function medalReasons({ facts }: Draft, first: First | null, who: string): Reason[] {
  if (!facts.medal) return [];
  return [...worth(facts.medal, medals[facts.medal]), ...(first ? [firstReason(first, who)] : [])];
}

function finishReasons({ kind, marks, facts }: Draft): Reason[] {
  if (kind !== "result" && facts.medal !== "gold") return [];
  const reasons = kind === "result" && marks.final ? worth("final", final) : [];
  if (marks.gapSeconds === null || marks.gapSeconds > closeSeconds) return reasons;
  const gap = marks.gapSeconds.toFixed(2);
  const text = { fr: `arrivée serrée : ${gap.replace(".", ",")} s`, en: `close finish: ${gap} s` };
  return [...reasons, ...worth("closeFinish", { points: 15, text, field: "Result@Result" })];
}

function kindCode({ kind, seen }: Draft): string {
  return kind === "emotion" || seen ? "spotted" : kind;
}

function kindWorth({ kind, marks, seen }: Draft): Worth | undefined {
  const known = kinds[seen ? "emotion" : kind];
  if (kind !== "disqualification" || !marks.final || !known) return known;
  return { ...known, text: { fr: "disqualification en finale", en: "disqualified in a final" } };
}

function interestReasons({ participants }: Draft, { houseTeams, watched: names, hosts }: Interest) {
  const teams = participants.flatMap(({ organisation }) => organisation ?? []);
  const of = (wanted: readonly string[]) => teams.find((team) => wanted.includes(team));
  const [ours, theirs] = [of(houseTeams), of(hosts)];
  const followed = participants.find(isFollowed(names));
  return [
    ...worth("house", ours && house).map((each) => named(each, ours ?? "")),
    ...worth("watched", followed && watched).map((each) => named(each, followed?.name ?? "")),
    ...worth("host", theirs && host).map((each) => named(each, theirs ?? "")),
  ];
}

/** By code, or by name however it is spelled. */
function isFollowed(watched: readonly string[]) {
  const names = new Set(watched.map(foldedName));
  return ({ code, name }: { code: string; name: string }) =>
    watched.includes(code) || names.has(foldedName(name));
}

function named(reason: Reason, who: string): Reason {
  if (!who) return reason;
  return {
    ...reason,
    text: { fr: `${reason.text.fr} (${who})`, en: `${reason.text.en} (${who})` },
  };
}

function worth(code: string, of: Worth | "" | undefined): Reason[] {
  return of ? [reasonOf(code, of)] : [];
}

function reasonOf(code: string, { points, text, field }: Worth): Reason {
  return { code, points, text: { ...text }, field };
}
