/** A rendering as an account would carry it: text, pictures, measure, and what is missing. Console and server share it. */
import type { Account } from "./campaigns.ts";
import type { Rendering } from "./commands.ts";
import type { Locale } from "./locales.ts";
import type { Moment } from "./moments.ts";
import { measure, wornBy } from "./networks.ts";
import { render } from "./render.ts";
import type { Template } from "./templates.ts";
import { typeset } from "./typeset.ts";

/** A rendering before the server put its hash to it; `fits` says whether it may be fired. */
export type Unhashed = Omit<Rendering, "hash"> & { fits: boolean };

/** Renders one language of a template for one account. Never throws. */
export function renderAs(
  template: Template,
  moment: Moment,
  account: Account,
  locale: Locale,
): Unhashed {
  const network = wornBy(account);
  const rendered = render(template, moment, locale, network);
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
