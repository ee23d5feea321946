/**
 * Stats Perform's MA1 (a match with its goals) and MA3 (its events), JSON, one match or several under `match`. Each is a
 * document of its own that is resent whole: what a newer one leaves out is withdrawn. Both name goals and cards by the
 * same event ids (`opta/events.ts`), so that they tell of one moment, also from two feeds. Pure.
 */
import { z } from "zod";
import { matchDrafts } from "../reading/football.ts";
import { check, readJson } from "../reading/json.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { readMa1 } from "./statsperform/ma1.ts";
import { readMa3 } from "./statsperform/ma3.ts";
import { envelope, type Envelope } from "./statsperform/match.ts";

const several = z.object({ match: z.array(envelope).max(500) });

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readStatsPerform(body: string, { receivedAt }: ReadingContext): Reading {
  const given = readJson(body);
  const isList = typeof given === "object" && given !== null && Array.isArray(Object(given).match);
  const statements = isList
    ? check(several, given, "").match.flatMap((each, at) =>
        stated(each, `match.${at}.`, receivedAt),
      )
    : stated(check(envelope, given, ""), "", receivedAt);
  return { statements, once: null };
}

/** Nothing while nobody knows who plays. */
function stated(document: Envelope, prefix: string, receivedAt: number): Statement[] {
  const isMa3 = Array.isArray(document.liveData?.["event"]);
  const read = isMa3 ? readMa3(document, prefix) : readMa1(document, prefix);
  if (!read) return [];
  const { match, version } = read;
  const received = new Date(receivedAt).toISOString();
  const saidAt = version > 0 ? new Date(version).toISOString() : received;
  const key = `${isMa3 ? "ma3" : "ma1"}|${match.code}`;
  // Of two MA3 with the same last edit the longer is the newer; an MA1 may be shorter and newer, so the later to come is.
  const length = "count" in read ? String(read.count).padStart(6, "0") : "";
  const statement = statementOf({
    key,
    version,
    stampedAt: `${length}|${received}`,
    statedAt: saidAt,
    eventCode: match.code,
    alias: null,
    type: "moment",
  });
  return [{ ...statement, drafts: matchDrafts(match, { document: key, version, saidAt }) }];
}
