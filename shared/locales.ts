/** The desk's two languages, and text that exists in both. */
import { z } from "zod";

export const locales = ["fr", "en"] as const;
export const locale = z.enum(locales);
export type Locale = z.infer<typeof locale>;

/** One wording per language; neither may be missing. */
export const bilingual = z.object({ fr: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingual>;
