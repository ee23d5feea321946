/** Templates: prepared reactions, one wording (variant) per locale, in Liquid. */
import { z } from "zod";
import { campaignId, templateId } from "./ids.ts";
import { bilingual, locale } from "./locales.ts";
import { picture } from "./media.ts";
import { medalColour, momentKind } from "./moments.ts";
import { networkName } from "./networks.ts";

export const variant = z.object({
  locale,
  /** For this network alone; null serves every network that has no wording of its own. */
  network: networkName.nullable(),
  text: z.string().min(1).max(2000),
});
export type Variant = z.infer<typeof variant>;

/** How a reaction sounds: `joyful` is never offered for a sombre moment, `sober` comes first there. */
export const tone = z.enum(["joyful", "plain", "sober"]);
export type Tone = z.infer<typeof tone>;

export const template = z.object({
  id: templateId,
  campaignId,
  version: z.number().int().positive(),
  /** Stable name for import and tests: `gold-first-ever`. */
  slug: z.string(),
  name: bilingual,
  /**
   * What it answers: kinds of moment, and optionally which medals, or only first-ever ones (null: any). `corrected`: it
   * puts right what was said of a moment that stands otherwise now; `withdrawn`: of one that was taken back.
   */
  fits: z.object({
    kinds: z.array(momentKind).min(1),
    medals: z.array(medalColour).nullable(),
    firstEver: z.boolean().nullable(),
    corrected: z.boolean().optional(),
    withdrawn: z.boolean().optional(),
  }),
  /** Absent: plain. */
  tone: tone.optional(),
  variants: z.array(variant).min(1).max(20),
  /** The picture that goes with it; null for words alone. */
  image: picture.nullable(),
});
export type Template = z.infer<typeof template>;
