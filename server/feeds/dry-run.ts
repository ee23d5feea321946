/** What messages would make of an empty desk. In memory, as `state.ts` does it on the record. */
import type { Draft } from "#server/moments/draft.ts";
import type { FeedTrial } from "#shared/feed-commands.ts";
import { detect } from "./detect.ts";
import type { Reading, Statement, Summary } from "./statement.ts";

type Known = { statement: Statement; summary: Summary };
export type DryRun = {
  hear: (reading: Reading) => null;
  moments: () => FeedTrial["moments"];
};

export function createDryRun(): DryRun {
  const documents = new Map<string, Known>();
  const moments = new Map<string, FeedTrial["moments"][number]>();

  const state = (statement: Statement): void => {
    const before = documents.get(statement.key);
    if (before && !isNewer(statement, before.statement)) return;
    const others = [...documents.values()]
      .filter((other) => other.statement.key !== statement.key && isOfOneEvent(other, statement))
      .map(({ summary }) => summary);
    const { summary, drafts } = detect(statement, before?.summary ?? null, others);
    documents.set(statement.key, { statement, summary });
    for (const draft of drafts) {
      const known = moments.get(draft.key);
      if (draft.standing !== "withdrawn") moments.set(draft.key, momentOf(draft));
      else if (known) moments.set(draft.key, { ...known, status: "withdrawn" });
    }
  };
  return {
    hear({ statements }) {
      statements.forEach(state);
      return null;
    },
    moments: () => [...moments.values()],
  };
}

function momentOf({ kind, standing, headline }: Draft): FeedTrial["moments"][number] {
  return { kind, status: standing, headline };
}

function isNewer(one: Statement, than: Statement): boolean {
  return one.version === than.version ? one.stampedAt > than.stampedAt : one.version > than.version;
}

function isOfOneEvent({ statement }: Known, { eventCode, alias }: Statement): boolean {
  if (statement.type !== "result" && statement.type !== "medallists") return false;
  return statement.eventCode === eventCode || (alias !== null && statement.alias === alias);
}
