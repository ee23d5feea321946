/** The commands about feeds: where they come from, and what of them the desk takes. */
import { z } from "zod";
import { feedProblem } from "./feed-problems.ts";
import { feed, feedConnector, feedFormat, feedSettings } from "./feeds.ts";
import { feedId, momentId } from "./ids.ts";
import { bilingual } from "./locales.ts";
import { momentKind, momentStatus } from "./moments.ts";
import type { Power } from "./roles.ts";

const configuration = {
  /** As in `/feeds/<name>`; a feed keeps its name, its moments say it. */
  name: z.string().regex(/^[\w.-]{1,60}$/, "letters, digits, points, dashes; 60 at most"),
  format: feedFormat,
  connector: feedConnector,
  /** An address as https://…, wss://…; the sub-folder's name for `folder`; null for `webhook`. */
  address: z.string().min(1).max(2000).nullable(),
  /** Milliseconds between two looks of `poll` (null: 10 s); half the silence that others take for a lost connection. */
  everyMs: z.number().int().min(250).max(3_600_000).nullable(),
  settings: feedSettings,
  /** What goes in the header that asks for access, whole (`Bearer …`). Left out: as it was; null: none. */
  secret: z
    .string()
    .min(1)
    .max(2000)
    .regex(/^[\t\x20-\x7e]+$/, "one line of plain characters")
    .nullable()
    .optional(),
};

/** How one message was read. */
const tried = z.object({
  /** At most 500 characters of it. */
  beginning: z.string(),
  /** Whole, in bytes. */
  size: z.number().int(),
  contentType: z.string(),
  /** Why it says nothing to us; null when it was understood. */
  problem: feedProblem.nullable(),
});

/** What a feed would bring, were it configured so. */
export const feedTrial = z.object({
  /** What keeps it from bringing anything, in words; null where it answers. `field` is the one of the input at fault. */
  problem: feedProblem.nullable(),
  /** The first five. Empty without a problem: it answers, and had nothing to say within a few seconds. */
  messages: z.array(tried),
  /** What these would make, the first twenty. */
  moments: z.array(z.object({ kind: momentKind, status: momentStatus, headline: bilingual })),
});
export type FeedTrial = z.infer<typeof feedTrial>;

/** A part of the one table of commands (`shared/commands.ts`). */
export const feedCommands = {
  /** Configures a feed: a new one (`feedId` null), or a known one anew. Refuses `badInput` naming the field, and `notFound`. */
  "feed.save": {
    power: "produce",
    changes: true,
    secrets: ["secret"],
    input: z.strictObject({ feedId: feedId.nullable(), ...configuration }),
    /** `secret`: what messages of a new `webhook` are signed with, shown this once; null for any other. */
    output: z.object({ feed, secret: z.string().nullable() }),
  },
  /** Asks once as the feed would, or takes `sample` for its message, and says what came of it. Keeps nothing. */
  "feed.test": {
    power: "produce",
    changes: false,
    secrets: ["secret"],
    maxBytes: 1_500_000,
    input: z.strictObject({
      feedId: feedId.nullable(),
      ...configuration,
      sample: z.string().min(1).max(1_000_000).nullable().default(null),
    }),
    output: feedTrial,
  },
  /** Muted, it raises nothing; what it corrects or takes back is still heard. */
  "feed.mute": {
    power: "produce",
    changes: true,
    input: z.strictObject({ feedId, muted: z.boolean() }),
    output: z.object({ feed }),
  },
  /** Whatever it says from now on is a test: it reaches rehearsal accounts only. */
  "feed.testOnly": {
    power: "produce",
    changes: true,
    input: z.strictObject({ feedId, testOnly: z.boolean() }),
    output: z.object({ feed }),
  },
  /**
   * Hears it no more: its address answers 404, nobody follows it, its key is forgotten. What it said stays, and so does
   * its name. Refuses `rehearsalPlays` while the sample evening needs it, and `notFound`.
   */
  "feed.remove": {
    power: "produce",
    changes: true,
    input: z.strictObject({ feedId }),
    output: z.object({ feedId }),
  },
  /**
   * The picture of a moment is on the screen: how long after its data, its feed learns. `pressedAgoMs`: from the press to
   * this asking. Refuses `noPicture`, `pictureUnlikely` and `notFound`.
   */
  "feed.seen": {
    power: "spot",
    changes: true,
    input: z.strictObject({ momentId, pressedAgoMs: z.number().int().min(0).max(600_000) }),
    output: z.object({ feed, offsetMs: z.number().int() }),
  },
  /** Forgets how late its picture is. Refuses `notFound`. */
  "feed.forgetDelay": {
    power: "produce",
    changes: true,
    input: z.strictObject({ feedId }),
    output: z.object({ feed }),
  },
} as const satisfies Record<
  string,
  {
    power: Power;
    changes: boolean;
    secrets?: readonly string[];
    maxBytes?: number;
    input: z.ZodType;
    output: z.ZodType;
  }
>;
