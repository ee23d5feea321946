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
import { type Dressed, type Guarantee, guaranteeFor, guarantees, networkName } from "./networks.ts";

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
 * nothing left (`retryWait`, `rejected`) or through `uncertain`; `uncertain` goes to `sending` only where a second call
 * cannot make a second post, to `missed` only where the network proved absence, to `scheduled` only when a person says
 * that it is not there; what has a place may turn out public by a late receipt; `confirmed`, `rejected` and `cancelled` are final.
 */
export const transitions: Record<DeliveryState, readonly DeliveryState[]> = {
  draft: ["approved", "cancelled"],
  approved: ["draft", "scheduled", "cancelled"],
  scheduled: ["draft", "scheduled", "claimed", "held", "missed", "cancelled", "confirmed"],
  claimed: [
    "prepared",
    "scheduled",
    "retryWait",
    "held",
    "missed",
    "rejected",
    "cancelled",
    "confirmed",
  ],
  prepared: ["sending", "scheduled", "retryWait", "held", "missed", "cancelled", "confirmed"],
  sending: ["confirmed", "rejected", "retryWait", "uncertain"],
  retryWait: ["claimed", "scheduled", "held", "missed", "cancelled", "confirmed"],
  held: ["missed", "scheduled", "cancelled", "confirmed"],
  missed: ["scheduled", "cancelled"],
  uncertain: ["uncertain", "confirmed", "rejected", "sending", "missed", "needsHuman", "scheduled"],
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
export type DeliveryKind = (typeof deliveryKinds)[number];

/** How surely an unknown outcome of a delivery can be settled: what is deleted twice is gone once, on any network. */
export function certaintyOf(one: Dressed & { kind: DeliveryKind }): Guarantee {
  return one.kind === "delete" ? "proven" : guaranteeFor(one);
}

/** Why a delivery is where it is, when its state alone does not say. */
export const deliveryReasons = [
  "momentChanged",
  "unitDelayed",
  "unitCancelled",
  "held",
  "expired",
  "wrongRealm",
  "modeOff",
  "quiet",
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

/** What a post quotes of its moment: what a later version may contradict. `outcome` null: that it was withdrawn. */
export const quoted = z.object({ outcome: z.string().nullable(), result: z.string().nullable() });
export type Quoted = z.infer<typeof quoted>;

export const post = z.object({
  id: postId,
  campaignId,
  momentId: momentId.nullable(),
  momentVersion: z.number().int().nullable(),
  templateId: templateId.nullable(),
  /** What the post answers, in a line, as the rail shows it. */
  title: z.object({ fr: z.string(), en: z.string() }),
  /** `reaction`, `correction`, `slot` or `retract`: that takes another post back. */
  purpose: z.string(),
  /** Null for a slot, and where nobody wrote it down. */
  quoted: quoted.nullable(),
  firedBy: personId.nullable(),
  firedByName: z.string().nullable(),
  /** Who agreed to it, where a second person had to. */
  approvedByName: z.string().nullable(),
  /** When the moment happened (of a correction: when the moment changed), when the key was pressed (console clock), when the server had it (ISO, UTC). */
  momentAt: instant.nullable(),
  pressedAt: instant.nullable(),
  firedAt: instant,
  /** Why it was said although nearly the same words were there; null where nobody was asked. */
  repeatReason: z.string().nullable(),
  /** Of a reaction: when whoever fired it had its moment before them first, and since when it was theirs; null where that is not known. */
  seenAt: instant.nullable(),
  claimedAt: instant.nullable(),
});
export type Post = z.infer<typeof post>;

/** A call without a known outcome, and what is done about it. */
export const doubt = z.object({
  since: instant,
  /** How its network lets us settle it. */
  guarantee: z.enum(guarantees),
  /** How often the network was asked since, and when it is asked next; null when it is asked no more. */
  probes: z.number().int(),
  nextProbeAt: instant.nullable(),
  /** From when a person may say that it is not there and send it again: an open call has ended by then. */
  sendAgainAt: instant,
});

/** One line of a delivery's history: the intent to call, an answer, a probe, an answer that came too late, a person's word. */
export const evidence = z.object({
  attempt: z.number().int(),
  step: z.enum(["intent", "answer", "probe", "late", "person"]),
  at: instant,
  /** `public`, `absent`, or the kind of error; null for an intent. */
  outcome: z.string().nullable(),
  /** The network's words, or the name of who said it. */
  message: z.string().nullable(),
  url: z.string().nullable(),
});
export type Evidence = z.infer<typeof evidence>;

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
  /** Whether its instant was said beforehand, by its slot or a person; else it leaves when its undo window closes. */
  timed: z.boolean(),
  /** What is not known of it: set in `uncertain` and `needsHuman`. */
  doubt: doubt.nullable(),
  /** Of a draft that waits for a second person: what they agree to, the hash of its payload. */
  awaitedHash: z.string().nullable(),
  /** When it was public; of a `delete`, when what it takes back was gone. */
  publicAt: instant.nullable(),
  /** The delivery it answers: of a `delete`, the post that it takes back. */
  targetDeliveryId: deliveryId.nullable(),
  /** Since when it is public no more: it was taken back. */
  takenBackAt: instant.nullable(),
  remoteId: z.string().nullable(),
  remoteUrl: z.string().nullable(),
  text: z.string(),
  media: z.array(attachment),
  changedAt: instant,
});
export type Delivery = z.infer<typeof delivery>;
