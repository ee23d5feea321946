/**
 * The one table of commands: what an editor, a script or a Stream Deck can ask. A missing handler does not compile
 * (`server/commands.ts`), and a committed JSON Schema holds the contract (`tests/unit/commands-contract`).
 */
import { z } from "zod";
import { campaignMode } from "./campaigns.ts";
import { accountId, deliveryId, holdId, momentId, postId, templateId } from "./ids.ts";
import { locale } from "./locales.ts";
import { deliveryState } from "./posts.ts";
import type { Power } from "./roles.ts";
import { role } from "./roles.ts";

/** One rendering of a template for one account: the bytes that will be sent, and their hash. */
export const rendering = z.object({
  accountId,
  locale,
  text: z.string(),
  /** SHA-256 of account, locale and text; only this can be fired. Null when it cannot be fired. */
  hash: z.string().nullable(),
  length: z.number().int(),
  maxLength: z.number().int(),
  /** Values the template asks for and the moment does not have. */
  missing: z.array(z.string()),
  /** What else stops it, in the template engine's words. */
  problem: z.string().nullable(),
});
export type Rendering = z.infer<typeof rendering>;

const outcomes = z.enum(["undone", "alreadyLeaving"]);

export const commands = {
  /** Renders a template for a moment on each account: what would be sent, byte for byte. Changes nothing. */
  "post.preview": {
    power: "fire",
    changes: false,
    input: z.strictObject({
      momentId,
      momentVersion: z.number().int(),
      templateId,
      accounts: z.array(accountId).max(50),
    }),
    output: z.object({ renderings: z.array(rendering) }),
  },
  /** Says it: one post, one delivery per rendering, leaving when the undo window closes. */
  "post.fire": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      momentId,
      momentVersion: z.number().int(),
      templateId,
      accounts: z.array(accountId).min(1).max(50),
      renderHashes: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(100),
      undoMs: z.number().int().min(0).max(10_000),
    }),
    output: z.object({
      postId,
      deliveries: z.array(
        z.object({ id: deliveryId, accountId, locale, state: deliveryState, dueAt: z.string() }),
      ),
    }),
  },
  /** Takes a post back while nothing has left; answers per delivery. */
  "post.undo": {
    power: "fire",
    changes: true,
    input: z.strictObject({ postId }),
    output: z.object({ deliveries: z.array(z.object({ id: deliveryId, outcome: outcomes })) }),
  },
  /** Nothing new leaves. Answers with what was already past the gate. */
  "hold.place": {
    power: "hold",
    changes: true,
    input: z.strictObject({}),
    output: z.object({ holdId, alreadyLeaving: z.array(deliveryId) }),
  },
  /** Lifts the hold. Sends nothing by itself. */
  "hold.release": {
    power: "produce",
    changes: true,
    input: z.strictObject({}),
    output: z.object({ holdId, missed: z.array(deliveryId) }),
  },
  /** Off, rehearsal or on air. */
  "campaign.setMode": {
    power: "produce",
    changes: true,
    input: z.strictObject({ mode: campaignMode }),
    output: z.object({ mode: campaignMode }),
  },
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
    input: z.strictObject({ name: z.string().min(1).max(80), role }),
    output: z.object({ token: z.string() }),
  },
} as const satisfies Record<
  string,
  { power: Power; changes: boolean; input: z.ZodType; output: z.ZodType }
>;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.infer<(typeof commands)[Name]["input"]>;
export type CommandOutput<Name extends CommandName> = z.infer<(typeof commands)[Name]["output"]>;
