/** The server's rendering of a template for accounts: the bytes that are shown, hashed, stored and sent. */
import { createHash } from "node:crypto";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Edit } from "#shared/edits.ts";
import type { Spoken } from "#shared/corrections.ts";
import type { Locale } from "#shared/locales.ts";
import type { Attachment } from "#shared/media.ts";
import type { Moment } from "#shared/moments.ts";
import { wornBy } from "#shared/networks.ts";
import { renderAs, reworded, type Unhashed } from "#shared/rendering.ts";
import type { Surroundings } from "#shared/surroundings.ts";
import type { Template } from "#shared/templates.ts";

/** SHA-256 over what makes a rendering itself: the account, the language, the text and the pictures with their words. Hex. */
export function hashRendering(
  accountId: string,
  locale: Locale,
  text: string,
  media: readonly Attachment[],
): string {
  const pictures = media.map(({ mediaId, alt }) => [mediaId, alt]);
  return createHash("sha256")
    .update(JSON.stringify([accountId, locale, text, ...pictures]))
    .digest("hex");
}

/**
 * One rendering per account and per language of the account, in that order, with the words of `edits` where there are
 * any; `hash` is null where it cannot be fired.
 */
export function renderFor(
  template: Pick<Template, "variants" | "image">,
  moment: Moment,
  accounts: readonly Account[],
  around: Surroundings,
  untrue: readonly Spoken[] = [],
  edits: readonly Edit[] = [],
): Rendering[] {
  return accounts.flatMap((account) =>
    account.locales.map((locale) => {
      const prepared = renderAs(template, moment, account, locale, around, untrue);
      const edit = edits.find((each) => each.accountId === account.id && each.locale === locale);
      return hashed(edit ? reworded(prepared, wornBy(account), edit.text) : prepared);
    }),
  );
}

function hashed({ fits, ...rendering }: Unhashed): Rendering {
  const { accountId, locale, text, media } = rendering;
  return { ...rendering, hash: fits ? hashRendering(accountId, locale, text, media) : null };
}
