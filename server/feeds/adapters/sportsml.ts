/** SportsML 3, the XML of agencies, in a NewsML-G2 envelope or bare: what an item says of its sports events. Pure. */
import type { Draft } from "#server/moments/draft.ts";
import { lead, leaderOf, start } from "../reading/live.ts";
import { medalDrafts } from "../reading/medals.ts";
import { shortName } from "../reading/naming.ts";
import { podiumOf, settled } from "../reading/ranking.ts";
import { wallClock } from "../reading/times.ts";
import { draftBase, type Unit } from "../reading/unit.ts";
import { readXml } from "../reading/xml.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { scheduleHeadline } from "../words/headlines.ts";
import { type Event, eventsOf } from "./sportsml/events.ts";
import { type Item, itemsOf } from "./sportsml/item.ts";

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readSportsml(text: string, context: ReadingContext): Reading {
  const items = itemsOf(readXml(text, "local"));
  return { statements: items.flatMap((item) => statementsOf(item, context)), once: null };
}

/**
 * The item is the document: what a newer version leaves out is withdrawn, and cancelling it withdraws everything even
 * when it comes empty. Of several events each has a statement besides, for who leads it and its ranking.
 */
function statementsOf(item: Item, context: ReadingContext): Statement[] {
  const events = eventsOf(item, context.settings.competition ?? null);
  const said = item.status === "canceled" ? [] : events;
  const whole = {
    ...statementOf({ ...item, eventCode: `item/${item.key}`, alias: null, type: "moment" }),
    invalidated: item.status === "canceled",
    drafts: said.flatMap((event) => draftsOf(item, event, context.venueZone)),
    passing: said.flatMap((event) => passingOf(item, event)),
  };
  const [only] = events;
  if (only && events.length === 1) return [{ ...whole, ...ofEvent(item, only), type: "result" }];
  return [whole, ...events.map((event) => besides(item, event))];
}

function ofEvent(item: Item, event: Event): Partial<Statement> {
  const { unit, lines } = event;
  // Level at the top, nobody leads.
  const isLevel = lines.filter((line) => line.who.rank === 1).length > 1;
  const first = event.status === "during" && !isLevel ? leaderOf(lines) : null;
  const isSaid = item.status === "usable";
  return {
    eventCode: unit.eventCode,
    alias: unit.alias,
    startsAt: unit.startsAt,
    contested: item.status === "withheld",
    leader: first && isSaid ? { competitor: first.who.code, draft: lead(item, unit, first) } : null,
    podium: event.status === "over" && unit.final ? podiumOf(lines) : null,
  };
}

function besides(item: Item, event: Event): Statement {
  const { unit } = event;
  const key = `${item.key}#${shortName(unit.unitCode)}`;
  const { eventCode, alias } = unit;
  return {
    ...statementOf({ ...item, key, eventCode, alias, type: "result" }),
    ...ofEvent(item, event),
    // Said by the item itself: here a protest would never end.
    contested: false,
    invalidated: item.status === "canceled",
  };
}

function draftsOf(item: Item, event: Event, zone: string): Draft[] {
  const { unit, lines, awards, status } = event;
  const certain = event.isSure ? "confirmed" : "provisional";
  const standing = item.status === "withheld" ? "protested" : certain;
  const medals = medalDrafts(item, unit, awards, standing);
  if (status === "over") return [...settled(item, unit, lines, standing), ...medals];
  return status === "moved" ? [moved(item, event, standing, zone), ...medals] : medals;
}

function passingOf(item: Item, { unit, status, subject }: Event): Draft[] {
  return status === "during" && item.status === "usable" ? [start(item, { ...unit, subject })] : [];
}

/** Delayed, postponed, moved or called off. */
function moved(item: Item, event: Event, standing: Draft["standing"], zone: string): Draft {
  const unit: Unit = { ...event.unit, subject: event.subject };
  const at = unit.startsAt && wallClock(unit.startsAt, zone);
  const base = draftBase(item, unit);
  return {
    ...base,
    key: `schedule:${unit.unitCode}`,
    kind: "schedule",
    standing,
    headline: scheduleHeadline(event.change, at, unit.subject),
    participants: [],
    facts: { ...base.facts, outcome: `${event.change}:${unit.startsAt ?? ""}` },
  };
}
