/** Whether a post may stand on the rehearsal network, by the rules its account wears. */
import { z } from "zod";
import { measure, type NetworkName, type NetworkRules, networks } from "#shared/networks.ts";
import { type Answer, no } from "./answer.ts";
import type { PictureFiles } from "./picture-files.ts";
import type { PostContent } from "./timeline.ts";

const attached = z.strictObject({ id: z.string().max(100), alt: z.string().min(1) });
const postBody = z.strictObject({
  text: z.string().min(1),
  language: z.enum(["fr", "en"]),
  media: z.array(attached).max(4).default([]),
});

/** The content in a call's body, or the network's refusal. */
export function readContent(
  body: unknown,
  wears: NetworkName,
  pictures: PictureFiles,
): { content: PostContent } | { refusal: Answer } {
  const parsed = postBody.safeParse(body);
  if (!parsed.success) return { refusal: no(422, "badPost", wordsOf(parsed.error)) };
  const rules: NetworkRules = networks[wears];
  const { length, maxLength, unit, fits } = measure(wears, parsed.data.text);
  if (!fits) {
    const words = `${length} of ${maxLength} (${unit}), as ${rules.name} counts`;
    return { refusal: no(422, "tooLong", words) };
  }
  for (const { id, alt } of parsed.data.media) {
    if (!pictures.find(id))
      return { refusal: no(422, "unknownPicture", `${id} was never uploaded`) };
    const words = `${alt.length} of ${rules.maxAlt} characters of description`;
    if (alt.length > rules.maxAlt) return { refusal: no(422, "altTooLong", words) };
  }
  return { content: parsed.data };
}

/** The first thing wrong with what was sent. */
export function wordsOf(error: z.ZodError): string {
  const [first] = error.issues;
  return `${first?.path.join(".") ?? ""}: ${first?.message ?? "not understood"}`.slice(0, 400);
}
