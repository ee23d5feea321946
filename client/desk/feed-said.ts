/** What is wrong with a feed or one of its messages, in the editor's language; the server's own words beside, where they say more. Pure. */
import type { CommandName } from "#shared/commands.ts";
import {
  askingProblems,
  feedProblemCodes,
  readingProblems,
  writtenFields,
} from "#shared/feed-problems.ts";
import type { Answer } from "../live/orders.ts";
import type { Say } from "../messages/words.tsx";
import { refusalWords } from "./refusal-words.ts";

/** `field` as the desk names it, `detail` in English. */
export type Said = { words: string; detail: string | null; field: string | null };

type Refused = Extract<Answer<CommandName>, { ok: false }>;

/** What only the server's own words tell in full. */
const detailed: readonly string[] = [...askingProblems, ...readingProblems];

/** A problem by its code, as a trial answers it. */
export function problemSaid(
  say: Say,
  { code, field, message }: { code: string; field: string | null; message: string },
): Said {
  const known = feedProblemCodes.find((each) => each === code);
  if (!known) return { words: message, detail: null, field };
  const detail = detailed.includes(known) ? message : null;
  return { words: say(`feeds.problem.${known}`), detail, field };
}

/** What was refused: by its problem, else by its field, else as any refusal. */
export function refusalSaid(say: Say, answer: Refused): Said {
  const { field, message, problem } = answer.details;
  const at = typeof field === "string" ? field : null;
  if (typeof problem === "string" && typeof message === "string")
    return problemSaid(say, { code: problem, field: at, message });
  const written = writtenFields.find((each) => at === each || at?.startsWith(`${each}.`));
  if (answer.code === "badInput" && written)
    return { words: say(`feeds.wrong.${written}`), detail: null, field: at };
  return { words: refusalWords(say, answer), detail: null, field: at };
}
