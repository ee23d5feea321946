/** A rendering as an account would carry it: text, pictures, measure, and what is missing. Console and server share it. */
import type { Account } from "./campaigns.ts";
import type { Rendering } from "./commands.ts";
import type { Spoken } from "./corrections.ts";
import { type Locale, locales } from "./locales.ts";
import type { Moment } from "./moments.ts";
import { measure, type NetworkName, wornBy } from "./networks.ts";
import { render } from "./render.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Template } from "./templates.ts";
import { typeset } from "./typeset.ts";

/** A rendering before the server put its hash to it; `fits` says whether it may be fired. */
export type Unhashed = Omit<Rendering, "hash"> & { fits: boolean };

/** What a reaction without a template starts from: no words and no picture. */
export const byHand: Pick<Template, "variants" | "image"> = {
  variants: locales.map((locale) => ({ locale, network: null, text: "" })),
  image: null,
};

/** Renders one language of a template for one account; `untrue` is what it puts right, where it is a correction. Never throws. */
export function renderAs(
  template: Pick<Template, "variants" | "image">,
  moment: Moment,
  account: Account,
  locale: Locale,
  around: Surroundings,
  untrue: readonly Spoken[] = [],
): Unhashed {
  const network = wornBy(account);
  const said = untrue.find((one) => one.accountId === account.id && one.locale === locale);
  const about = said ? { ...around, said } : around;
  const rendered = render(template, moment, locale, network, about);
  const text = rendered.ok ? rendered.text : "";
  const { fits, ...size } = measure(network, text);
  return {
    accountId: account.id,
    locale,
    text,
    media: template.image
      ? [
          {
            mediaId: template.image.mediaId,
            width: template.image.width,
            height: template.image.height,
            alt: typeset(template.image.alt[locale], locale),
          },
        ]
      : [],
    ...size,
    missing: rendered.ok ? [] : rendered.missing,
    problem: rendered.ok ? null : rendered.problem,
    fits: rendered.ok && fits,
  };
}

/** The rendering with these words instead of its own: typeset and measured as those are, and with nothing missing. */
export function reworded(rendering: Unhashed, network: NetworkName, words: string): Unhashed {
  const text = typeset(words.trim(), rendering.locale);
  const { fits, ...size } = measure(network, text);
  return { ...rendering, ...size, text, missing: [], problem: null, fits };
}
