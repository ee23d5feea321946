/**
 * Refusals: answers a person can act on. A closed list, worded in `client/messages`; everything else that goes wrong
 * is a fault, logged once and shown as `internal`.
 */
import { z } from "zod";

export const refusalCodes = [
  "badInput",
  "unknownCommand",
  "signedOut",
  "notAllowed",
  "originRefused",
  "clientTooOld",
  "commandReused",
  "notFound",
  "stale",
  "momentWithdrawn",
  "momentProtested",
  "missingValue",
  "badTemplate",
  "tooLong",
  "renderChanged",
  "alreadyPosted",
  "sameWords",
  "nearWords",
  "quietWindow",
  "bannedWord",
  "noPicture",
  "pictureUnlikely",
  "nothingToCorrect",
  "nothingToTakeBack",
  "claimedByOther",
  "tooSoon",
  "wrongRealm",
  "modeOff",
  "alreadyLeaving",
  "badSheet",
  "planChanged",
  "notMissed",
  "notInDoubt",
  "notAwaited",
  "ownRequest",
  "stillOpen",
  "tooLate",
  "reconciling",
  "pastTime",
  "timeTwice",
  "timeSkipped",
  "rehearsalPlays",
  "rehearsalSilent",
  "credentialsRefused",
  "networkSilent",
  "badMedia",
  "busy",
  "internal",
] as const;
export const refusalCode = z.enum(refusalCodes);
export type RefusalCode = z.infer<typeof refusalCode>;

/** What a refusal carries beside its code: the field at fault and the facts its wording needs. */
export type RefusalDetails = {
  field?: string;
  message?: string;
  [key: string]: unknown;
};

/** Thrown where a person can act on it; caught only by the dispatcher, the queue worker and the HTTP server. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(details.message ?? code);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}
