/** What the house never says does not leave, whoever wrote it. */
import type { Campaign } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { bannedIn } from "#shared/house-rules.ts";

/** Refuses `bannedWord`, naming it, its account and language. */
export function assertHouseWords(
  { houseRules }: Pick<Campaign, "houseRules">,
  renderings: readonly Pick<Rendering, "accountId" | "locale" | "text">[],
): void {
  for (const { accountId, locale, text } of renderings) {
    const word = bannedIn(text, houseRules);
    if (word !== null)
      throw new Refusal("bannedWord", {
        field: "edits",
        message: `the charter bans “${word}” (${locale})`,
        word,
        accountId,
        locale,
      });
  }
}
