/** What is wrong with a feed as it was written down, or with one of its messages: a closed list, worded in `client/messages`. */
import { z } from "zod";

/** Found before anybody is asked. */
export const configurationProblems = [
  "formatUnread",
  "keyForNobody",
  "keyElsewhere",
  "addressMissing",
  "addressMalformed",
  "addressScheme",
  "addressWithKey",
  "addressNotPublic",
  "addressPort",
  "folderNotAllowed",
  "folderName",
  "nameKept",
  "nameTaken",
  "nameOfRemoved",
  "sampleMissing",
] as const;

/** Met while asking. */
export const askingProblems = ["silent", "unreachable", "refused", "folderMissing"] as const;

/** Met while reading a message. `unreadable` is whatever else an adapter has to say. */
export const readingProblems = [
  "badField",
  "malformed",
  "unknownMessageType",
  "invalidUtf8",
  "nulCharacter",
  "doctypeRefused",
  "tooComplex",
  "busy",
  "unreadable",
] as const;

/** What is typed of a feed, as commands name it: refused by its form before anything is looked at. */
export const writtenFields = [
  "name",
  "address",
  "everyMs",
  "secret",
  "sample",
  "settings.competition",
  "settings.startsAt",
  "settings.sides",
  "settings.resync",
] as const;

export const feedProblemCodes = [
  ...configurationProblems,
  ...askingProblems,
  ...readingProblems,
] as const;
export const feedProblemCode = z.enum(feedProblemCodes);

/** `field` is the one at fault, of the form or of the message; `message` says it in English, in full, for scripts. */
export const feedProblem = z.object({
  code: feedProblemCode,
  field: z.string().nullable(),
  message: z.string(),
});
export type FeedProblem = z.infer<typeof feedProblem>;
