/** When each fact of a document was first said to have happened, whatever order its versions came in. */
import type { Draft } from "#server/moments/draft.ts";
import type { Earliest, Statement } from "./statement.ts";

/** With what this statement says of it. */
export function withEarliest(known: Earliest, { drafts, prospects }: Statement): Earliest {
  const said = [...drafts, ...(prospects?.drafts ?? [])];
  const sooner = said.filter(({ key, occurredAt }) => !known[key] || occurredAt < known[key]);
  if (sooner.length === 0) return known;
  return {
    ...known,
    ...Object.fromEntries(sooner.map(({ key, occurredAt }) => [key, occurredAt])),
  };
}

/** A draft happened when it was first said to have. */
export function dated<Told extends { key: string }>(told: Told, known: Earliest): Told {
  const at = known[told.key];
  if (!at || !isDraft(told) || told.occurredAt <= at) return told;
  return { ...told, occurredAt: at };
}

function isDraft(told: { key: string }): told is Draft {
  return "occurredAt" in told;
}
