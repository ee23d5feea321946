/**
 * Opta's F7 (a match with its goals) and F24 (its events), XML. Each is a document of its own that is resent whole: what
 * a newer one leaves out is withdrawn. Both name goals and cards by the same event ids (`opta/events.ts`). Pure.
 */
import { BadMessage } from "../bad-message.ts";
import { matchDrafts } from "../reading/football.ts";
import { children, type Element, readXml } from "../reading/xml.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { readF24 } from "./opta/f24.ts";
import { readF7 } from "./opta/f7.ts";

type Read = ReturnType<typeof readF7> & { count?: number };

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readOpta(text: string, { settings, receivedAt }: ReadingContext): Reading {
  const root = readXml(text);
  if (root.name === "Games") {
    const games = children(root, "Game").map((game) => readF24(game, settings));
    return { statements: games.map((game) => stated("f24", game, receivedAt)), once: null };
  }
  if (root.name === "SoccerFeed" && isF7(root)) {
    const matches = children(root, "SoccerDocument").map((document) => readF7(root, document));
    return { statements: matches.map((match) => stated("f7", match, receivedAt)), once: null };
  }
  throw new BadMessage(
    422,
    "unknownMessageType",
    `<${root.name.slice(0, 60)}> is not one we read; send F7 (SoccerFeed, one MatchData in a SoccerDocument) or F24 (Games)`,
    root.name,
  );
}

/** Fixtures and squads have the same root. */
function isF7(root: Element): boolean {
  const documents = children(root, "SoccerDocument");
  return (
    documents.length > 0 &&
    documents.every((document) => children(document, "MatchData").length === 1)
  );
}

/** Of two F24 with the same last edit the longer is the newer; an F7 may be shorter and newer, so the later to come is. */
function stated(
  kind: "f7" | "f24",
  { match, version, count }: Read,
  receivedAt: number,
): Statement {
  const received = new Date(receivedAt).toISOString();
  const saidAt = version > 0 ? new Date(version).toISOString() : received;
  const key = `${kind}|${match.code}`;
  const length = count === undefined ? "" : String(count).padStart(6, "0");
  const statement = statementOf({
    key,
    version,
    stampedAt: `${length}|${received}`,
    statedAt: saidAt,
    eventCode: match.code,
    alias: null,
    type: "moment",
  });
  return { ...statement, drafts: matchDrafts(match, { document: key, version, saidAt }) };
}
