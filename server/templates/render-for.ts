/** The server's rendering of a template for accounts: the bytes that are shown, hashed, stored and sent. */
import { createHash } from "node:crypto";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Locale } from "#shared/locales.ts";
import type { Moment } from "#shared/moments.ts";
import { countText, limitsOf } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import type { Template } from "#shared/templates.ts";

/** SHA-256 over what makes a rendering itself: the account, the language and the text. Hex. */
export function hashRendering(accountId: string, locale: Locale, text: string): string {
  return createHash("sha256")
    .update(JSON.stringify([accountId, locale, text]))
    .digest("hex");
}

/** One rendering per account and per language of the account, in that order; `hash` is null where it cannot be fired. */
export function renderFor(
  template: Template,
  moment: Moment,
  accounts: readonly Account[],
): Rendering[] {
  return accounts.flatMap((account) =>
    account.locales.map((locale) => renderOne(template, moment, account, locale)),
  );
}

function renderOne(
  template: Template,
  moment: Moment,
  account: Account,
  locale: Locale,
): Rendering {
  const { maxLength } = limitsOf(account.network);
  const rendered = render(template, moment, locale);
  const common = { accountId: account.id, locale, maxLength };
  if (!rendered.ok)
    return {
      ...common,
      text: "",
      hash: null,
      length: 0,
      missing: rendered.missing,
      problem: rendered.problem,
    };
  const length = countText(account.network, rendered.text);
  const fits = length > 0 && length <= maxLength;
  return {
    ...common,
    text: rendered.text,
    hash: fits ? hashRendering(account.id, locale, rendered.text) : null,
    length,
    missing: [],
    problem: null,
  };
}
