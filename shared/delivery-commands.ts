/** The commands about deliveries: what a person can do with one that waits, was missed, or is in doubt. */
import { z } from "zod";
import { deliveryId } from "./ids.ts";
import { deliveryState, evidence } from "./posts.ts";
import type { Power } from "./roles.ts";
import { fold, wallTime } from "./slots.ts";
import { undoAsked } from "./undo-windows.ts";

/** What one press in the tray is about: one line, or all of them. */
const someDeliveries = z.array(deliveryId).min(1).max(200);

/** A part of the one table of commands (`shared/commands.ts`). */
export const deliveryCommands = {
  /**
   * Takes public posts back at their networks, at once: of these deliveries each that can be and was not asked for yet.
   * Refuses `nothingToTakeBack` where there is none.
   */
  "post.retract": {
    power: "fire",
    changes: true,
    input: z.strictObject({ deliveries: someDeliveries }),
    output: z.object({
      deliveries: z.array(z.object({ id: deliveryId, targetDeliveryId: deliveryId })),
    }),
  },
  /** Sends what was missed after all, when the undo window closes. All of it, or a refusal that says why not. */
  "delivery.sendNow": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      deliveries: someDeliveries,
      undoMs: undoAsked,
    }),
    /** When the first of them leaves; several of one account follow each other, oldest first. */
    output: z.object({ dueAt: z.string() }),
  },
  /** Gives what was missed, or has not left yet, another time. Refuses `timeTwice` and `timeSkipped` with both `choices` until `fold` says which. */
  "delivery.reslot": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      deliveries: someDeliveries,
      wallAt: wallTime,
      zone: z.string().max(60),
      fold: fold.nullable(),
    }),
    output: z.object({ startAt: z.string() }),
  },
  /** Gives up what was missed, or has not left yet; answers per delivery. */
  "delivery.drop": {
    power: "fire",
    changes: true,
    input: z.strictObject({ deliveries: someDeliveries }),
    output: z.object({
      deliveries: z.array(
        z.object({ id: deliveryId, outcome: z.enum(["dropped", "alreadyLeaving"]) }),
      ),
    }),
  },
  /** Gives up everything that would still leave by itself, the soonest first and so many at once; `left` says how many do yet. */
  "delivery.cut": {
    power: "produce",
    changes: true,
    input: z.strictObject({}),
    output: z.object({
      cut: z.number().int(),
      left: z.number().int(),
      /** Too late: at their network, or of unknown outcome. */
      alreadyLeaving: z.array(deliveryId).max(200),
    }),
  },
  /** Says until when what waits may still leave. Refuses `tooLate` where that has passed, or the delivery is leaving. */
  "delivery.extend": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      deliveries: someDeliveries,
      notAfter: z.iso.datetime({ offset: true }),
    }),
    output: z.object({ notAfter: z.string() }),
  },
  /**
   * A person's answer about a delivery in doubt: it is `public` (with its address, where they have it), or it is `absent`
   * and shall be sent again when the undo window closes; of what takes a post back: that is `absent`, or it is `public` still. Refuses `notInDoubt`, and `stillOpen` while a call may yet land.
   */
  "delivery.settle": {
    power: "fire",
    changes: true,
    input: z.strictObject({
      deliveryId,
      answer: z.enum(["public", "absent"]),
      remoteUrl: z
        .url({ protocol: /^https?$/ })
        .max(1000)
        .nullable(),
      undoMs: undoAsked,
    }),
    output: z.object({ state: deliveryState }),
  },
  /** What was tried for a delivery and what came back, oldest first. Changes nothing. */
  "delivery.history": {
    power: "fire",
    changes: false,
    input: z.strictObject({ deliveryId }),
    output: z.object({ evidence: z.array(evidence).max(200) }),
  },
} as const satisfies Record<
  string,
  { power: Power; changes: boolean; input: z.ZodType; output: z.ZodType }
>;
