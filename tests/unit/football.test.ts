import { expect, test } from "vitest";
import { readOpta } from "#server/feeds/adapters/opta.ts";
import { readStatsBomb } from "#server/feeds/adapters/statsbomb.ts";
import { readStatsPerform } from "#server/feeds/adapters/statsperform.ts";
import type { ReadingContext } from "#server/feeds/statement.ts";
import { dunes, type Game } from "../fixtures/football.ts";
import { ma1, statsbomb } from "../fixtures/football-json.ts";
import { f7 } from "../fixtures/football-xml.ts";

const context: ReadingContext = { venueZone: "UTC", receivedAt: 0, settings: {} };

type Ma1 = {
  matchInfo: { id: string };
  liveData: { goal: { optaEventId?: string }[]; matchDetails: Record<string, unknown> };
};
/** The MA1 of the match with other details. */
function ma1With(details: Record<string, unknown>, game: Game = dunes): Ma1 {
  const document = JSON.parse(ma1(game)) as Ma1;
  Object.assign(document.liveData.matchDetails, details);
  return document;
}

function told(document: unknown): string[] {
  return readStatsPerform(JSON.stringify(document), context).statements.flatMap(({ drafts }) =>
    drafts.map(({ headline, standing }) => `${standing} ${headline.en} | ${headline.fr}`),
  );
}

test("a match that goes to penalties ends with both scores, and its kicks are no goals", () => {
  const document = ma1With({
    matchStatus: "Played",
    period: [1, 2, 3, 4, 5].map((id) => ({
      id,
      start: `2031-05-17T${18 + id}:00:00Z`,
      end: `2031-05-17T${18 + id}:50:00Z`,
    })),
    scores: { et: { home: 3, away: 3 }, pen: { home: 3, away: 4 }, total: { home: 6, away: 7 } },
  });
  const drafts = readStatsPerform(JSON.stringify(document), context).statements[0]?.drafts ?? [];
  expect(drafts.filter(({ kind }) => kind === "period").map(({ headline }) => headline.fr)).toEqual(
    [
      "Mi-temps\u00a0: Dune North 0–2 Dune South",
      "Fin du temps réglementaire\u00a0: Dune North 3–2 Dune South",
      "Mi-temps de la prolongation\u00a0: Dune North 3–2 Dune South",
      "Fin de la prolongation\u00a0: Dune North 3–2 Dune South",
    ],
  );
  const result = drafts.find(({ kind }) => kind === "result");
  expect(result?.headline).toEqual({
    fr: "Fin du match\u00a0: Dune North 3–3 Dune South (3–4 aux tirs au but)",
    en: "Full time: Dune North 3–3 Dune South (3–4 on penalties)",
  });
  expect(result?.participants.map(({ name }) => name)).toEqual(["Dune South", "Dune North"]);
});

test("a match that ends level has no winner; one that is over but not settled is provisional", () => {
  const level = { ...dunes, happenings: dunes.happenings.slice(0, -1) };
  const [last] = told(ma1With({ matchStatus: "Playing", periodId: 14 }, level)).slice(-1);
  expect(last).toBe(
    "provisional Full time: Dune North 2–2 Dune South | Fin du match\u00a0: Dune North 2–2 Dune South",
  );
  const { drafts } = readStatsPerform(ma1(level), context).statements[0]!;
  expect(drafts.at(-1)?.participants.map(({ rank }) => rank)).toEqual([1, 1]);
});

test("a match that is postponed is told, and nothing else of it", () => {
  const document = ma1With({ matchStatus: "Postponed", period: [], periodId: 16 });
  document.liveData.goal = [];
  Object.assign(document.liveData, { card: [] });
  expect(told(document)).toEqual([
    "confirmed Match postponed: Dune North – Dune South | Match reporté\u00a0: Dune North – Dune South",
  ]);
});

test("several matches in one message are as many documents; one whose sides are not drawn yet says nothing", () => {
  const [one, other] = [ma1With({}), ma1With({})];
  other.matchInfo.id = "dunes2";
  const undrawn = { matchInfo: { id: "dunes3" } };
  const { statements } = readStatsPerform(
    JSON.stringify({ match: [one, other, undrawn] }),
    context,
  );
  expect(statements.map(({ key }) => key)).toEqual([
    "ma1|statsperform/dunes1",
    "ma1|statsperform/dunes2",
  ]);
});

test("goals without an event's number are told apart by side and order", () => {
  const document = ma1With({});
  for (const goal of document.liveData.goal) delete goal.optaEventId;
  const { drafts } = readStatsPerform(JSON.stringify(document), context).statements[0]!;
  const keys = drafts.filter(({ kind }) => kind === "goal").map(({ key }) => key);
  expect(new Set(keys).size).toBe(5);
});

test("countries are named in both languages, clubs as they call themselves", () => {
  const nations: Game = {
    ...dunes,
    home: { ...dunes.home, name: "Germany" },
    away: { ...dunes.away, name: "Turkey" },
  };
  const settings = { startsAt: dunes.kickOff };
  for (const { statements } of [
    readStatsBomb(statsbomb(nations), { ...context, settings }),
    readOpta(f7(nations), context),
    readStatsPerform(ma1(nations), context),
  ]) {
    const drafts = statements[0]?.drafts ?? [];
    expect(drafts[0]?.headline).toEqual({
      fr: "Coup d’envoi\u00a0: Allemagne – Turquie",
      en: "Kick-off: Germany – Turkey",
    });
    expect(drafts[0]?.participants.map(({ organisation }) => organisation)).toEqual(["GER", "TUR"]);
  }
});
