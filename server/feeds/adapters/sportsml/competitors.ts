/** Who takes part in a sports event, with rank, score, outcome, records and medals. */
import type { MedalColour, Participant } from "#shared/moments.ts";
import type { Award } from "../../reading/medals.ts";
import { shortName } from "../../reading/naming.ts";
import { personOf } from "../../reading/person.ts";
import type { Line } from "../../reading/ranking.ts";
import { child, children, type Element, localName, value } from "../../reading/xml.ts";
import { organisationNamed } from "#shared/organisations.ts";
import { textOf } from "./item.ts";

export type Competitors = {
  lines: Line[];
  awards: Award[];
  /** It says who won, lost or drew. */
  isDecided: boolean;
};
type Told = { element: Element; team: Element | null; stats: Element | null; outcome: string };

const decided: Record<string, number> = { win: 1, loss: 2, tie: 1 };
const colours: Record<string, MedalColour> = {
  gold: "gold",
  "1": "gold",
  silver: "silver",
  "2": "silver",
  bronze: "bronze",
  "3": "bronze",
};
const reasons: Record<string, string> = { DQ: "DSQ", DISQUALIFIED: "DSQ" };
/** A rank of another kind is one of the world's, of a season's. */
const ofTheEvent = ["", "rank", "event", "position", "final"];

/** Teams that have a place of their own, else the people in them; and people alone. */
export function competitorsOf(event: Element): Competitors {
  const told = [
    ...children(event, "team").flatMap(teamOrPlayers),
    ...children(event, "player").map((each) => toldOf(each, null)),
  ];
  const areCountries = told.every(
    ({ element }) => element.name === "team" && countryOf(element) !== null,
  );
  const isDuel = told.length === 2;
  const isDecided = isDuel && told.every(({ outcome }) => decided[outcome] !== undefined);
  const people = told.map((each, at) => personIn(each, at, areCountries));
  const ranks = ranksOf(told, isDuel && isDecided);
  const lines = told.map((each, at) => lineOf(each, people[at] as Participant, ranks[at] ?? null));
  const awards = told.flatMap(({ stats }, at) =>
    medalsOf(stats).map((medal) => ({ medal, who: (lines[at] as Line).who })),
  );
  return { lines, awards, isDecided };
}

function teamOrPlayers(team: Element): Told[] {
  const own = toldOf(team, null);
  const players = children(team, "player").map((player) => toldOf(player, team));
  const hasPlace = ({ stats, outcome }: Told) =>
    outcome !== "" || rankOf(stats) !== null || scoreOf(stats) !== null;
  const placed = players.filter(hasPlace);
  return hasPlace(own) || placed.length === 0 ? [own] : placed;
}

/** Figures of the event as a whole, not of one of its periods. */
function toldOf(element: Element, team: Element | null): Told {
  const all = children(element, `${element.name}-stats`);
  const stats =
    all.find((each) =>
      ["", "event"].includes(localName(value(each, "temporal-unit-type") ?? "")),
    ) ?? null;
  const outcome = localName(value(stats, "event-outcome") ?? statOf(stats, "event-outcome") ?? "");
  return { element, team, stats, outcome };
}

function statOf(stats: Element | null, type: string): string | null {
  const found = children(child(stats, "stats"), "stat").find(
    (stat) => localName(value(stat, "stat-type") ?? "") === type,
  );
  return found ? value(found, "value") : null;
}

function scoreOf(stats: Element | null): string | null {
  return value(stats, "score") ?? statOf(stats, "score");
}

function rankOf(stats: Element | null): string | null {
  const ranks = children(stats, "rank").filter((rank) =>
    ofTheEvent.includes(localName(value(rank, "type") ?? "")),
  );
  return value(ranks[0] ?? null, "value") ?? statOf(stats, "rank");
}

/** Of a duel whoever won, else the ranks, else the higher score of two. */
function ranksOf(told: readonly Told[], byOutcome: boolean): (number | null)[] {
  if (byOutcome) return told.map(({ outcome }) => decided[outcome] ?? null);
  const ranks = told.map(
    ({ stats }) => Number(/^[T=]?(\d{1,6})\.?$/.exec(rankOf(stats) ?? "")?.[1]) || null,
  );
  const scores = told.map(({ stats }) => scoreOf(stats) ?? "");
  const areScores = told.length === 2 && scores.every((score) => /^\d{1,6}$/.test(score));
  if (ranks.some((rank) => rank !== null) || !areScores) return ranks;
  const best = Math.max(...scores.map(Number));
  return scores.map((score) => (Number(score) === best ? 1 : 2));
}

function lineOf({ stats }: Told, who: Participant, rank: number | null): Line {
  const score = scoreOf(stats);
  const irm = irmOf(rankOf(stats)) ?? irmOf(value(stats, "status")) ?? irmOf(score);
  const records = children(stats, "event-record").flatMap((record) => {
    const code = localName(value(record, "type") ?? "");
    return /^[A-Z]{2,4}$/.test(code) ? [code] : [];
  });
  return {
    who: { ...who, rank: irm ? null : rank, result: score ?? irm, irm },
    records,
    isTime: /^time$/i.test(localName(value(stats, "score-type") ?? "")),
  };
}

/** Why there is no rank, by the word that stands in its place. */
function irmOf(given: string | null): string | null {
  const word = localName(given ?? "").toUpperCase();
  const code = reasons[word] ?? word;
  return /^(DSQ|DQB|DNF|DNS)$/.test(code) ? code : null;
}

function medalsOf(stats: Element | null): MedalColour[] {
  return children(stats, "award").flatMap((award) => {
    const type = localName(value(award, "award-type") ?? value(award, "type") ?? "");
    const named = value(award, "value") ?? value(award, "name") ?? textOf(child(award, "name"));
    const colour =
      colours[
        localName(named ?? "")
          .toLowerCase()
          .replace(/ medal$/, "")
      ];
    return type === "medal" && colour ? [colour] : [];
  });
}

function personIn({ element, team }: Told, at: number, areCountries: boolean): Participant {
  const meta = child(element, `${element.name}-metadata`);
  const names = nameOf(meta);
  const whole = names.name ?? [names.givenName, names.familyName].filter(Boolean).join(" ");
  const number = value(meta, "uniform-number") ?? String(at + 1);
  const isTeam = element.name === "team";
  const country =
    isTeam && areCountries ? countryOf(element) : (nationOf(meta) ?? (team && countryOf(team)));
  return personOf({
    ...names,
    code: shortName(value(meta, "key") ?? (whole || (value(element, "id") ?? `#${number}`))),
    type: isTeam ? "team" : "athlete",
    name: whole || `#${number}`,
    organisation: country,
    gender: value(meta, "gender"),
  });
}

function nameOf(meta: Element | null) {
  const names = children(meta, "name");
  const part = (word: string) =>
    textOf(names.find((name) => localName(value(name, "part") ?? "") === word) ?? null);
  const full = names.find(
    (name) => !value(name, "part") && ["", "full"].includes(localName(value(name, "role") ?? "")),
  );
  const old = names[0] ?? null;
  return {
    givenName: part("given") ?? value(old, "first"),
    familyName: part("family") ?? value(old, "last"),
    name: textOf(full ?? null) ?? value(old, "full"),
  };
}

/** A team's country: as it says, else by its name. */
function countryOf(team: Element): string | null {
  const meta = child(team, "team-metadata");
  return nationOf(meta) ?? organisationNamed(nameOf(meta).name ?? "");
}

function nationOf(meta: Element | null): string | null {
  const nation = value(meta, "nationality");
  if (nation === null) return null;
  return /^[A-Z]{3}$/.test(nation) ? nation : organisationNamed(nation);
}
