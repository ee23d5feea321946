/** Pictures: kept once by their bytes, described in both languages wherever they are used. */
import { z } from "zod";
import { mediaId } from "./ids.ts";

export const mediaTypes = ["image/jpeg", "image/png", "image/webp"] as const;
export const mediaType = z.enum(mediaTypes);
export type MediaType = z.infer<typeof mediaType>;

/** A stored picture as every network can take it: size in pixels, `bytes` of the file, `sha256` (hex) of those bytes. */
export const media = z.object({
  id: mediaId,
  type: mediaType,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().positive(),
  sha256: z.string(),
});
export type Media = z.infer<typeof media>;

/** A picture in a template, with the words for those who cannot see it. A picture without words is not ready. */
export const picture = z.object({
  mediaId,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  alt: z.object({ fr: z.string().min(1).max(1000), en: z.string().min(1).max(1000) }),
});
export type Picture = z.infer<typeof picture>;

/** A picture in one rendering: the words in that rendering's language. */
export const attachment = z.object({
  mediaId,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  alt: z.string().min(1),
});
export type Attachment = z.infer<typeof attachment>;
