/** Entries: who runs in which heat, with their best marks. They say nothing by themselves: a result is read beside them. */
import { badField } from "../../bad-message.ts";
import { groupBy } from "../../reading/group.ts";
import { child, children, type Element } from "../../reading/xml.ts";
import type { Bests, ReadingContext, Statement } from "../../statement.ts";
import { disciplineOf, eventOf } from "./event.ts";
import { competitionIn, contextOf, textIn } from "./message.ts";
import { orderOf, type Round, roundLettered } from "./rounds.ts";

const most = 5000;
const perRound = 500;
type Entry = { gender: string; event: string; round: Round; competitor: string; bests: Bests };

/** A statement an event and round. Throws `BadMessage` for an entry that does not say who, or for what. */
export function readEntries(message: Element, context: ReadingContext): Statement[] {
  const athletes = children(message, "athletes").flatMap((each) => children(each, "athlete"));
  if (athletes.length > most)
    throw badField("athletes", `more than ${most} in a message; send one day at a time`);
  const competition = competitionIn(context, textIn(message, "meetingid"));
  const entries = athletes.map(entryOf);
  // Best marks of a part are none of the combined event.
  const whole = entries.filter(({ round }) => round !== "m");
  const rounds = groupBy(whole, ({ gender, event, round }) => `${gender}${event}|${round}`);
  return [...rounds.values()].flatMap((ofRound) => {
    const [first] = ofRound;
    if (!first) return [];
    const event = eventOf(competition, first.gender, disciplineOf(first.event), null);
    const bests = ofRound.slice(0, perRound).map((each) => [each.competitor, each.bests]);
    return [
      {
        ...contextOf(`entries|${event.eventCode}|${first.round}`, event, context),
        entered: { round: orderOf(first.round), bests: Object.fromEntries(bests) },
      },
    ];
  });
}

function entryOf(athlete: Element, at: number): Entry {
  return {
    gender: needed(athlete, "gender", at).toUpperCase(),
    event: disciplineOf(needed(athlete, "event", at)).code,
    round: roundLettered(textIn(athlete, "heat") ?? ""),
    competitor: needed(athlete, "id", at),
    bests: { personal: bestIn(athlete, "personalBest"), seasonal: bestIn(athlete, "seasonalBest") },
  };
}

function bestIn(athlete: Element, name: string): string | null {
  const best = child(athlete, name);
  return best && textIn(best, "result");
}

function needed(athlete: Element, name: string, at: number): string {
  const text = textIn(athlete, name);
  if (text !== null) return text;
  throw badField(name, `is missing in athlete ${at + 1}; say who is entered for what`);
}
