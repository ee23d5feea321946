/** The server's rendering of a template for accounts: the bytes that are shown, hashed, stored and sent. */
import { createHash } from "node:crypto";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Locale } from "#shared/locales.ts";
import type { Attachment } from "#shared/media.ts";
import type { Moment } from "#shared/moments.ts";
import { renderAs, type Unhashed } from "#shared/rendering.ts";
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

/** One rendering per account and per language of the account, in that order; `hash` is null where it cannot be fired. */
export function renderFor(
  template: Template,
  moment: Moment,
  accounts: readonly Account[],
): Rendering[] {
  return accounts.flatMap((account) =>
    account.locales.map((locale) => hashed(renderAs(template, moment, account, locale))),
  );
}

function hashed({ fits, ...rendering }: Unhashed): Rendering {
  const { accountId, locale, text, media } = rendering;
  return { ...rendering, hash: fits ? hashRendering(accountId, locale, text, media) : null };
}
