/** Tries a feed out: asks as it would, reads what comes, and says what the desk would make of it. Keeps nothing. */
import type { Clock } from "#server/clock.ts";
import type { Tx } from "#server/db/changes.ts";
import type { Reach } from "#server/safe-fetch.ts";
import type { Timing } from "#server/timing.ts";
import type { CommandInput } from "#shared/commands.ts";
import type { FeedTrial } from "#shared/feed-commands.ts";
import { type FeedProblem, readingProblems } from "#shared/feed-problems.ts";
import { BadMessage } from "./bad-message.ts";
import { connectors } from "./connectors/all.ts";
import type { ConnectorParts, Line } from "./connectors/connector.ts";
import { Unhelpful } from "./connectors/connector.ts";
import { folderOf, readDropped, waitingIn } from "./connectors/folder.ts";
import { createDryRun } from "./dry-run.ts";
import { formatOf } from "./formats.ts";
import type { Read } from "./read-here.ts";
import {
  type Configuration,
  type ConfigureParts,
  configurationProblem,
  findFeed,
  type Problem,
} from "./save.ts";
import { contextOf } from "./source.ts";
import { keyOf } from "./store.ts";
import type { Trouble } from "./trouble.ts";

export type TrialParts = ConfigureParts & {
  reach: Reach;
  read: Read;
  maxBytes: number;
  timing: Timing;
  clock: Clock;
};
type Overheard = { body: Buffer; contentType: string };
type Tried = FeedTrial["messages"][number];

const mostMessages = 5;
const mostMoments = 20;
const longestBeginning = 500;

/** Refuses `notFound`; whatever else is wrong is part of the answer, which comes within `feedTrialMs`. */
export async function tryFeed(
  parts: TrialParts,
  tx: Tx,
  campaignId: string,
  { feedId, sample, ...wanted }: CommandInput<"feed.test">,
): Promise<FeedTrial> {
  const known = await findFeed(tx, campaignId, feedId);
  const wrong = configurationProblem(parts, wanted, known);
  if (wrong) return nothing(wrong);
  const key =
    wanted.secret === undefined
      ? known && keyOf(parts.sealer, { ...known, settings: wanted.settings })
      : wanted.secret && {
          name: wanted.settings.keyHeader ?? "authorization",
          value: wanted.secret,
        };
  if (sample !== null)
    return tellOf(parts, tx, campaignId, wanted, [{ body: Buffer.from(sample), contentType: "" }]);
  if (wanted.connector === "webhook")
    return nothing({
      code: "sampleMissing",
      field: "sample",
      message: "its messages are sent to us: give one to try it with",
    });
  const { messages, problem } = await overhear(parts, wanted, key || null);
  if (messages.length === 0 && problem) return nothing(problem);
  return tellOf(parts, tx, campaignId, wanted, messages);
}

function nothing({ code, field, message }: Problem): FeedTrial {
  return { problem: { code, field, message: `${field}: ${message}` }, messages: [], moments: [] };
}

type Overhearing = { messages: Overheard[]; problem: Problem | null };

async function overhear(
  parts: TrialParts,
  wanted: Configuration,
  key: Line["key"],
): Promise<Overhearing> {
  const { connector, address, everyMs, settings } = wanted;
  if (connector === "webhook") return { messages: [], problem: null };
  if (connector === "folder") return lookInto(parts, address ?? "");
  const messages: Overheard[] = [];
  let answered = false;
  let trouble: Trouble | null = null as Trouble | null;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), parts.timing.feedTrialMs);
  const connectorParts: ConnectorParts = {
    ...parts,
    signal: stop.signal,
    async take(heard) {
      messages.push(heard);
      if (messages.length >= mostMessages || connector === "poll") stop.abort();
    },
    async up() {
      answered = true;
    },
    async down(met) {
      trouble = met;
      stop.abort();
    },
  };
  const line = { address: address ?? "", everyMs, settings, key, cursor: null, awayMs: 0 };
  await connectors[connector](line, connectorParts);
  clearTimeout(timer);
  // Once it has answered, what fails is what it is asked beside.
  const field = answered && settings.resync !== undefined ? "settings.resync" : "address";
  const problem = trouble ? troubleMet(trouble) : answered ? null : silence(parts.timing);
  return {
    messages: messages.slice(0, mostMessages),
    problem: problem && { ...problem, field },
  };
}

function troubleMet({ code, detail }: Trouble): Omit<Problem, "field"> {
  return { code: code === "unreachable" ? code : "refused", message: detail };
}

function silence({ feedTrialMs }: Timing): Omit<Problem, "field"> {
  return { code: "silent", message: `no answer within ${feedTrialMs} ms` };
}

/** Files stay where they are. */
async function lookInto({ folder, maxBytes }: TrialParts, name: string): Promise<Overhearing> {
  try {
    const files = (await waitingIn(await folderOf(folder, name))).slice(0, mostMessages);
    const messages = await Promise.all(files.map((file) => readDropped(file, maxBytes)));
    return { messages, problem: null };
  } catch (error) {
    if (!(error instanceof Unhelpful)) throw error;
    const { message } = error;
    return { messages: [], problem: { code: "folderMissing", field: "address", message } };
  }
}

async function tellOf(
  { read, clock }: TrialParts,
  tx: Tx,
  campaignId: string,
  { format, settings }: Configuration,
  heard: readonly Overheard[],
): Promise<FeedTrial> {
  const campaign = await tx
    .selectFrom("campaigns")
    .selectAll()
    .where("id", "=", campaignId)
    .executeTakeFirstOrThrow();
  const context = contextOf({ feed: { settings }, campaign }, clock);
  const run = createDryRun();
  const messages: Tried[] = [];
  for (const { body, contentType } of heard) {
    const problem = await read(format, body, context).then(
      (reading) => run.hear(reading),
      (error: unknown) => inWords(error),
    );
    messages.push({
      beginning: body
        .subarray(0, 4 * longestBeginning)
        .toString()
        .slice(0, longestBeginning),
      size: body.length,
      contentType: contentType || formatOf(format).wanted,
      problem,
    });
  }
  return { problem: null, messages, moments: run.moments().slice(0, mostMoments) };
}

function inWords(error: unknown): FeedProblem {
  if (!(error instanceof BadMessage)) {
    const message = "it is made as no message of this format we know of";
    return { code: "unreadable", field: null, message };
  }
  const { outcome, field, message } = error;
  return { code: readingProblems.find((each) => each === outcome) ?? "unreadable", field, message };
}
