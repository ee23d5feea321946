/** What the starting templates are written with. */
import type { Bilingual } from "#shared/locales.ts";
import type { Template } from "#shared/templates.ts";
import type { PictureName } from "../pictures.ts";

export type StartingTemplate = Required<
  Pick<Template, "slug" | "name" | "fits" | "tone" | "variants">
> & { picture: PictureName | null };

/** A team is named by its country, in the post's language; an athlete by name. */
export const who = `{% if participant.type == "team" %}{{ participant.country }}{% else %}{{ participant.name }}{% endif %}`;
export const opponent = who.replaceAll("participant", "opponent");

/** `onX` is the shorter wording for where the general one is long. */
export function bothWays(fr: string, en: string, onX?: Bilingual): Template["variants"] {
  return [
    { locale: "fr", network: null, text: fr },
    { locale: "en", network: null, text: en },
    ...(onX
      ? [
          { locale: "fr" as const, network: "x" as const, text: onX.fr },
          { locale: "en" as const, network: "x" as const, text: onX.en },
        ]
      : []),
  ];
}
