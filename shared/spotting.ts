/** What a press of a spotter's says. */
import { z } from "zod";
import { feeling } from "./feelings.ts";
import { mediaId, momentId } from "./ids.ts";

/**
 * Somebody of a moment the desk knows, by their place in its list; or a name as it was typed. With `code`, whoever has it
 * in that moment now: a ranking may have changed since the press.
 */
export const spotted = z.union([
  z.strictObject({
    momentId,
    at: z.number().int().min(0).max(200),
    code: z.string().min(1).max(500).optional(),
  }),
  z.string().trim().min(1).max(80),
]);
export type Spotted = z.infer<typeof spotted>;

export const longestNote = 280;

export const spotting = z.strictObject({
  feeling,
  participants: z.array(spotted).max(4).default([]),
  /** The instant of the press (ISO), also when it is sent much later. */
  at: z.iso.datetime({ offset: true }),
  note: z.string().trim().min(1).max(longestNote).nullable().default(null),
  /** A picture that was added before (`POST /api/media`). */
  mediaId: mediaId.nullable().default(null),
  /** The moment it belongs to. */
  attachTo: momentId.nullable().default(null),
});
export type Spotting = z.infer<typeof spotting>;
