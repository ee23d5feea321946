/** Posts and deliveries, and the one table of legal transitions between a delivery's states. */
import { z } from "zod";
import {
  accountId,
  campaignId,
  deliveryId,
  momentId,
  personId,
  postId,
  templateId,
} from "./ids.ts";
import { locale } from "./locales.ts";
import { attachment } from "./media.ts";
import { networkName } from "./networks.ts";

export const deliveryStates = [
  "draft",
  "approved",
  "scheduled",
  "claimed",
  "prepared",
  "sending",
  "retryWait",
  "held",
  "missed",
  "uncertain",
  "needsHuman",
  "confirmed",
  "rejected",
  "cancelled",
] as const;
export const deliveryState = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryState>;

/**
 * Every legal change of state. Invariants it holds: nothing goes back from `sending` except through proof that
 * nothing left (`retryWait`, `rejected`) or through `uncertain`; `uncertain` never returns to a state from which a
 * worker sends by itself, except `prepared` after a network proved absence; `confirmed`, `rejected` and `cancelled`
 * are final.
 */
export const transitions: Record<DeliveryState, readonly DeliveryState[]> = {
  draft: ["approved", "cancelled"],
  approved: ["draft", "scheduled", "cancelled"],
  scheduled: ["draft", "scheduled", "claimed", "held", "missed", "cancelled"],
  claimed: ["prepared", "scheduled", "retryWait", "held", "missed", "rejected", "cancelled"],
  prepared: ["sending", "scheduled", "retryWait", "held", "missed", "cancelled"],
  sending: ["confirmed", "rejected", "retryWait", "uncertain"],
  retryWait: ["claimed", "scheduled", "held", "missed", "cancelled"],
  held: ["missed", "scheduled", "cancelled"],
  missed: ["scheduled", "cancelled"],
  uncertain: ["confirmed", "rejected", "prepared", "needsHuman"],
  needsHuman: ["confirmed", "scheduled", "cancelled"],
  confirmed: [],
  rejected: [],
  cancelled: [],
};

/** Whether `from → to` is in the table. */
export function canBecome(from: DeliveryState, to: DeliveryState): boolean {
  return transitions[from].includes(to);
}

/** States in which nothing has left and a person may still take the delivery back. */
export const undoableStates: readonly DeliveryState[] = [
  "draft",
  "approved",
  "scheduled",
  "claimed",
  "prepared",
  "retryWait",
  "held",
  "missed",
];

export const deliveryKinds = ["post", "reply", "quote", "repost", "edit", "delete"] as const;

/** Why a delivery is where it is, when its state alone does not say. */
export const deliveryReasons = [
  "momentChanged",
  "held",
  "expired",
  "wrongRealm",
  "modeOff",
  "undone",
  "dropped",
  "unplanned",
  "networkRefused",
  "noAnswer",
  "notSent",
  "rateLimited",
  "authExpired",
] as const;
export const deliveryReason = z.enum(deliveryReasons);
export type DeliveryReason = z.infer<typeof deliveryReason>;

const instant = z.iso.datetime({ offset: true });

export const post = z.object({
  id: postId,
  campaignId,
  momentId: momentId.nullable(),
  momentVersion: z.number().int().nullable(),
  templateId: templateId.nullable(),
  /** What the post answers, in a line, as the rail shows it. */
  title: z.object({ fr: z.string(), en: z.string() }),
  purpose: z.string(),
  firedBy: personId.nullable(),
  firedByName: z.string().nullable(),
  /** When the moment happened, when the key was pressed (console clock), when the server had it (ISO, UTC). */
  momentAt: instant.nullable(),
  pressedAt: instant.nullable(),
  firedAt: instant,
});
export type Post = z.infer<typeof post>;

export const delivery = z.object({
  id: deliveryId,
  postId,
  momentId: momentId.nullable(),
  account: z.object({ id: accountId, handle: z.string(), name: z.string() }),
  network: networkName,
  locales: z.array(locale),
  kind: z.enum(deliveryKinds),
  state: deliveryState,
  reason: deliveryReason.nullable(),
  /** The network's own words when it refused. */
  detail: z.string().nullable(),
  /** Rises with every cancel, edit or re-slot. */
  rev: z.number().int(),
  dueAt: instant,
  notAfter: instant,
  publicAt: instant.nullable(),
  remoteId: z.string().nullable(),
  remoteUrl: z.string().nullable(),
  text: z.string(),
  media: z.array(attachment),
  changedAt: instant,
});
export type Delivery = z.infer<typeof delivery>;
