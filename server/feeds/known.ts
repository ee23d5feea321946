/** The documents one transaction works on: read once, changed in memory by one statement after the other, written once. */
import type { Earliest, Statement, Summary } from "./statement.ts";

export type Document = {
  feedId: string;
  campaignId: string;
  key: string;
  eventCode: string;
  alias: string | null;
  type: Statement["type"] | "once";
  version: number;
  stampedAt: string;
  bodyHash: string;
  summary: Summary;
};
export type Standing = "newer" | "duplicate" | "superseded";
/** Whose message it is. */
export type Of = { campaignId: string; feedId: string; bodyHash: string };
export type Known = ReturnType<typeof createKnown>;

/** What an event's other documents may tell of it. */
const telling: readonly Document["type"][] = ["result", "medallists", "plan", "context"];

export function createKnown(documents: readonly Document[]) {
  const byName = new Map<string, Document>();
  const byEvent = new Map<string, Map<string, Document>>();
  const changed = new Set<string>();

  const keep = (document: Document): void => {
    const name = nameOf(document.feedId, document.key);
    const known = byName.get(name);
    for (const event of known ? eventsOf(known) : []) byEvent.get(event)?.delete(name);
    byName.set(name, document);
    for (const event of eventsOf(document)) {
      const there = byEvent.get(event) ?? new Map<string, Document>();
      byEvent.set(event, there.set(name, document));
    }
  };
  documents.forEach(keep);

  return {
    /** How a statement stands to what is known of its document, and what is remembered of that. */
    compare(
      { feedId, bodyHash }: Of,
      { key, version, stampedAt }: Statement,
    ): { standing: Standing; before: Summary | null } {
      const known = byName.get(nameOf(feedId, key));
      if (!known) return { standing: "newer", before: null };
      const before = known.summary;
      if (version !== known.version)
        return { standing: version > known.version ? "newer" : "superseded", before };
      if (known.bodyHash === bodyHash) return { standing: "duplicate", before };
      return { standing: stampedAt > known.stampedAt ? "newer" : "superseded", before };
    },

    /** The newest word on the event's other documents. */
    othersOf({ feedId }: Of, statement: Statement): Summary[] {
      const there = new Map(eventsOf(statement).flatMap((each) => [...(byEvent.get(each) ?? [])]));
      there.delete(nameOf(feedId, statement.key));
      return [...there.values()]
        .filter(({ type }) => telling.includes(type))
        .map(({ summary }) => summary);
    },

    /** Makes a statement the newest word on its document. */
    remember(of: Of, statement: Statement, summary: Summary): void {
      const { key, eventCode, alias, type, version, stampedAt } = statement;
      keep({ ...of, key, eventCode, alias, type, version, stampedAt, summary });
      changed.add(nameOf(of.feedId, key));
    },

    /** An older version told of an earlier time: kept, should what it told of come back. */
    rememberEarliest({ feedId }: Of, key: string, earliest: Earliest): void {
      const name = nameOf(feedId, key);
      const known = byName.get(name);
      if (!known || known.summary.earliest === earliest) return;
      keep({ ...known, summary: { ...known.summary, earliest } });
      changed.add(name);
    },

    /** What must be written. */
    changed: () => [...changed].map((name) => byName.get(name)!),
  };
}

function nameOf(feedId: string, key: string): string {
  return `${feedId}|${key}`;
}

/** An event's code and its names. */
function eventsOf({ eventCode, alias }: Pick<Document, "eventCode" | "alias">): string[] {
  return alias === null ? [`code|${eventCode}`] : [`code|${eventCode}`, `alias|${alias}`];
}
