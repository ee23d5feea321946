/**
 * The one table of commands: what an editor, a script or a Stream Deck can ask. A missing handler does not compile
 * (`server/commands.ts`), and a committed JSON Schema holds the contract (`tests/unit/commands-contract`).
 */
import { z } from "zod";
import { campaignCommands } from "./campaign-commands.ts";
import { account } from "./campaigns.ts";
import { foldAnswers, plan, sheetLength } from "./day-sheet.ts";
import { accountId, deliveryId, holdId, momentId, postId, templateId } from "./ids.ts";
import { locale } from "./locales.ts";
import { attachment } from "./media.ts";
import { claim } from "./moments.ts";
import { networkName } from "./networks.ts";
import { deliveryCommands } from "./delivery-commands.ts";
import { edits } from "./edits.ts";
import { feedCommands } from "./feed-commands.ts";
import { deliveryState } from "./posts.ts";
import { template } from "./templates.ts";
import type { Power } from "./roles.ts";
import { role } from "./roles.ts";
import { spotting } from "./spotting.ts";
import { undoAsked, undoWindow } from "./undo-windows.ts";

/** One rendering of a template for one account: the bytes that will be sent, and their hash. */
export const rendering = z.object({
  accountId,
  locale,
  text: z.string(),
  /** What goes with the text, in the same hash. */
  media: z.array(attachment),
  /** SHA-256 of account, locale, text and media; only this can be fired. Null when it cannot be fired. */
  hash: z.string().nullable(),
  length: z.number().int(),
  maxLength: z.number().int(),
  /** What `length` counts: grapheme clusters, the network's own weights, or bytes of UTF-8. */
  unit: z.enum(["grapheme", "weighted", "byte"]),
  /** Values the template asks for and the moment does not have. */
  missing: z.array(z.string()),
  /** What else stops it, in the template engine's words. */
  problem: z.string().nullable(),
});
export type Rendering = z.infer<typeof rendering>;

const outcomes = z.enum(["undone", "alreadyLeaving"]);
/** What a hold is about: everything, the campaign, or one account (then `accountId`). */
const heldScope = z
  .strictObject({
    scope: z.enum(["global", "campaign", "account"]).default("global"),
    accountId: accountId.nullable().default(null),
  })
  .refine(({ scope, accountId: one }) => (scope === "account") === (one !== null), {
    path: ["accountId"],
    message: "an account's hold names the account, and no other does",
  });
const daySheet = { sheet: z.string().max(sheetLength), answers: foldAnswers };

/** `maxBytes` lifts the bound on a body over HTTP; sockets keep theirs. `secrets` names the fields, of input or output, that are answered or used once and kept nowhere. */
export const commands = {
  /** Takes a moment, so that colleagues see who is on it; `takeOver` takes it from whoever has it. */
  "moment.claim": {
    power: "fire",
    changes: true,
    input: z.strictObject({ momentId, takeOver: z.boolean() }),
    output: z.object({ claim }),
  },
  /** Still on it: renews one's own claim for another lease. `kept` is false when it is no longer one's own. */
  "moment.keep": {
    power: "fire",
    changes: false,
    input: z.strictObject({ momentId }),
    output: z.object({ kept: z.boolean() }),
  },
  /** Lets one's own claim go. */
  "moment.release": {
    power: "fire",
    changes: true,
    input: z.strictObject({ momentId }),
    output: z.object({ momentId }),
  },
  /** Leaves a moment as it stands, for everyone, until it changes; or takes it up again. Refuses `stale`. */
  "moment.pass": {
    power: "fire",
    changes: true,
    input: z.strictObject({ momentId, momentVersion: z.number().int(), passed: z.boolean() }),
    output: z.object({ momentId, passed: z.boolean() }),
  },
  /** Says what a person saw, when they saw it: a moment of its own, beside the one it belongs to. */
  "moment.spot": {
    power: "spot",
    changes: true,
    input: spotting,
    output: z.object({ momentId, late: z.boolean() }),
  },
  /**
   * Renders a template for a moment on each account: what would be sent, byte for byte. `edits` are words of the editor's
   * in place of its own; without a template there are no others. Changes nothing.
   */
  "post.preview": {
    power: "fire",
    changes: false,
    input: z.strictObject({
      momentId,
      momentVersion: z.number().int(),
      templateId: templateId.nullable(),
      accounts: z.array(accountId).max(50),
      edits: edits.optional(),
    }),
    output: z.object({ renderings: z.array(rendering) }),
  },
  /**
   * Says it: one post, one delivery per rendering, leaving when its undo window closes. `undoMs` may ask for more than its
   * accounts do; for less, only a script may, and for none at all whoever produces. Any other gets what they ask for.
   */
  "post.fire": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      momentId,
      momentVersion: z.number().int(),
      templateId: templateId.nullable(),
      accounts: z.array(accountId).min(1).max(50),
      edits: edits.optional(),
      renderHashes: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(100),
      undoMs: undoAsked,
      /** Said although nearly the same was said on one of these accounts: why. Without it that is refused. */
      anyway: z.strictObject({ reason: z.string().trim().min(3).max(200) }).optional(),
      /** The picture is on air before one's eyes: it waits for no other word of it. A producer's to say. */
      atPicture: z.boolean().optional(),
      /** When its moment was opened first (server's clock, as the console knows it); for the record of how fast the desk is. */
      seenAt: z.iso.datetime({ offset: true }).optional(),
    }),
    output: z.object({
      postId,
      deliveries: z.array(
        z.object({ id: deliveryId, accountId, locale, state: deliveryState, dueAt: z.string() }),
      ),
    }),
  },
  /**
   * Agrees, as a second person, to what waits for one; `hashes` are the `awaitedHash` of every delivery that was read.
   * It leaves when the undo window closes.
   */
  "post.approve": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      postId,
      hashes: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(100),
      undoMs: undoAsked,
    }),
    output: z.object({
      deliveries: z.array(z.object({ id: deliveryId, state: deliveryState, dueAt: z.string() })),
    }),
  },
  /** Takes a post back while nothing has left; answers per delivery. */
  "post.undo": {
    power: "fire",
    changes: true,
    input: z.strictObject({ postId }),
    output: z.object({ deliveries: z.array(z.object({ id: deliveryId, outcome: outcomes })) }),
  },
  ...deliveryCommands,
  ...feedCommands,
  /** At least so long between two deliveries of an account. */
  "account.space": {
    power: "produce",
    changes: true,
    input: z.strictObject({ accountId, spacingMs: z.number().int().min(0).max(3_600_000) }),
    output: z.object({ account }),
  },
  /** What is sent to an account from then on can be taken back at least so long; 0 is not at all. */
  "account.setUndoWindow": {
    power: "produce",
    changes: true,
    input: z.strictObject({ accountId, undoMs: undoWindow }),
    output: z.object({ account }),
  },
  /** Reads a day sheet and says what importing it would do. Changes nothing. */
  "rundown.preview": {
    power: "produce",
    changes: false,
    maxBytes: 5_000_000,
    input: z.strictObject(daySheet),
    output: z.object({ plan }),
  },
  /** Imports a day sheet whole, or refuses `badSheet` with every problem. `planHash` of the plan that was shown; null to take it unseen. */
  "rundown.import": {
    power: "produce",
    changes: true,
    maxBytes: 5_000_000,
    input: z.strictObject({ ...daySheet, planHash: z.string().max(64).nullable() }),
    output: z.object({
      added: z.number().int(),
      changed: z.number().int(),
      removed: z.number().int(),
      unchanged: z.number().int(),
      left: z.number().int(),
    }),
  },
  /** Nothing new leaves. Answers with what was already past the gate. */
  "hold.place": {
    power: "hold",
    changes: true,
    input: heldScope,
    output: z.object({ holdId, alreadyLeaving: z.array(deliveryId) }),
  },
  /** Lifts the hold. Sends nothing by itself. */
  "hold.release": {
    power: "produce",
    changes: true,
    input: heldScope,
    output: z.object({ holdId, missed: z.array(deliveryId) }),
  },
  /** Saves a prepared reaction under its slug: new, or a new version. Refused where it could loop, read too much or not fit. */
  "template.save": {
    power: "produce",
    changes: true,
    input: template.omit({ id: true, campaignId: true, version: true }).strict(),
    output: z.object({ template }),
  },
  /** Links an account after its network accepted the credentials, or links a known one anew. The secret is sealed, never shown. */
  "account.link": {
    power: "administer",
    changes: true,
    secrets: ["secret"],
    input: account
      .omit({ id: true, spacingMs: true, undoMs: true })
      .extend({
        /** The networks this desk can send to; the others only lend their rules. */
        network: networkName.extract(["bluesky", "rehearsal"]),
        handle: z.string().min(1).max(253),
        name: z.string().min(1).max(80),
        /** An app password or token. */
        secret: z.string().min(1).max(500),
      })
      .strict(),
    output: z.object({ account }),
  },
  ...campaignCommands,
  /** Plays (or stops) the sample evening into the desk, on a loop. */
  "rehearsal.play": {
    power: "produce",
    changes: true,
    input: z.strictObject({ playing: z.boolean() }),
    output: z.object({ playing: z.boolean() }),
  },
  /** A bearer token for scripts. Shown once; only its hash is kept. */
  "token.create": {
    power: "administer",
    changes: true,
    secrets: ["token"],
    input: z.strictObject({ name: z.string().min(1).max(80), role }),
    output: z.object({ token: z.string() }),
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

export type CommandName = keyof typeof commands;

/** The fields of a command that nothing may keep. */
export function secretsOf(name: CommandName): readonly string[] {
  const command = commands[name];
  return "secrets" in command ? command.secrets : [];
}

/** How large a command's body may be over HTTP, bytes; of an unknown one, as large as of most. */
export function maxBytesOf(name: string): number {
  const most = 64 * 1024;
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  return command && "maxBytes" in command ? command.maxBytes : most;
}

export type CommandInput<Name extends CommandName> = z.infer<(typeof commands)[Name]["input"]>;
/** As it is asked: what has a default may be left out. */
export type CommandSent<Name extends CommandName> = z.input<(typeof commands)[Name]["input"]>;
export type CommandOutput<Name extends CommandName> = z.infer<(typeof commands)[Name]["output"]>;
