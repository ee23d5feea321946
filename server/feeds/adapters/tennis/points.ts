/** The table of points: one row a point, in the order of PointNumber whatever order they come in. */
import { z } from "zod";
import { badField } from "../../bad-message.ts";
import { readCsv } from "../../reading/csv.ts";
import { check, readJson } from "../../reading/json.ts";

export type Side = 1 | 2;
export type Point = {
  number: number;
  set: number;
  /** Games of the set after this point, player 1 first; and the score of the game, as it is written. */
  games: readonly [number, number];
  score: readonly [string, string];
  setWinner: Side | null;
  /** From the start; written to the minute only. */
  elapsedMs: number;
};
export type Table = {
  matchId: string;
  points: Point[];
  /** What few tables say themselves: the players, how many sets are played at most, who won. */
  sides: [string, string] | null;
  bestOf: 3 | 5 | null;
  winner: Side | null;
};
type Row = Record<string, string>;

const mostPoints = 5000;
/** The record takes neither NUL nor half a character, which JSON can escape. */
const storable = /^[^\p{Cs}\0]*$/u;
const cell = z
  .union([z.string(), z.number(), z.null(), z.boolean()])
  .transform((value) => (value === null ? "" : String(value).trim()))
  .pipe(z.string().max(500).regex(storable, "has a character that cannot be kept"));
const rows = z.array(z.record(z.string(), cell)).max(mostPoints);
const enveloped = z.object({ match: z.record(z.string(), cell).default({}), points: rows });

/** Reads the table. Throws `BadMessage` naming the column at fault. */
export function tableOf(text: string): Table {
  const given = /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text);
  const [first] = given;
  if (!first) throw badField("points", "there is no row; send the points of one match");
  const matchId = needed(first, "match_id");
  if (given.some((row) => row["match_id"] !== matchId))
    throw badField("match_id", "the table has several matches; send each match on its own");
  const points = given.map(pointOf).toSorted((a, b) => a.number - b.number);
  const [one, two] = [first["player1"], first["player2"]];
  return {
    matchId,
    points: withElapsed(points),
    sides: one && two ? [one, two] : null,
    bestOf: bestOfIn(first),
    winner: sideIn(first, "winner"),
  };
}

function fromCsv(text: string): Row[] {
  const read = readCsv(text);
  if (read.length > mostPoints) throw badField("points", `there are more than ${mostPoints} rows`);
  return check(rows, read, "points.").map((row) => row);
}

function fromJson(text: string): Row[] {
  const body = readJson(text);
  if (Array.isArray(body)) return check(rows, body, "points.");
  const { match, points } = check(enveloped, body, "");
  return points.map((row) => ({ ...match, ...row }));
}

function pointOf(row: Row): Point & { elapsed: string } {
  return {
    // Rows between points carry a letter: 0X and 0Y stand before the first.
    number: wholeOf(needed(row, "PointNumber").replace(/[A-Z]$/i, ""), "PointNumber"),
    set: wholeOf(needed(row, "SetNo"), "SetNo"),
    games: [
      wholeOf(row["P1GamesWon"] || "0", "P1GamesWon"),
      wholeOf(row["P2GamesWon"] || "0", "P2GamesWon"),
    ],
    score: [row["P1Score"] ?? "", row["P2Score"] ?? ""],
    setWinner: sideIn(row, "SetWinner"),
    elapsedMs: 0,
    elapsed: row["ElapsedTime"] ?? "",
  };
}

/** Time never runs back; a row without any is as late as the one before. */
function withElapsed(points: readonly (Point & { elapsed: string })[]): Point[] {
  let known = 0;
  return points.map(({ elapsed, ...point }) => {
    known = Math.max(known, elapsed === "" ? known : elapsedMs(elapsed));
    return { ...point, elapsedMs: known };
  });
}

function elapsedMs(written: string): number {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(written) ?? [];
  if (hours === undefined)
    throw badField("ElapsedTime", `"${written.slice(0, 40)}" is not hours:minutes:seconds`);
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function sideIn(row: Row, column: string): Side | null {
  const given = row[column] || "0";
  if (given === "0") return null;
  if (given === "1" || given === "2") return given === "1" ? 1 : 2;
  throw badField(column, `"${given.slice(0, 40)}" is not 0, 1 or 2`);
}

function bestOfIn(row: Row): 3 | 5 | null {
  const given = row["best_of"] || row["number_of_sets"] || "";
  if (given === "") return null;
  if (given === "3" || given === "5") return given === "3" ? 3 : 5;
  throw badField("best_of", `"${given.slice(0, 40)}" is not 3 or 5`);
}

function needed(row: Row, column: string): string {
  const found = row[column];
  if (found) return found;
  throw badField(
    column,
    "is missing; send the table of points of one match, a row a point (players go in the feed's settings)",
  );
}

function wholeOf(written: string, column: string): number {
  if (/^\d{1,5}$/.test(written)) return Number(written);
  throw badField(column, `"${written.slice(0, 40)}" is not a whole number`);
}
