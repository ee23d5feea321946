/** Puts a moment, a template and accounts together, and says what stops them. Used to preview and, again, to fire. */
import type { Account, Campaign } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { blocksFiring, type Moment } from "#shared/moments.ts";
import type { Media } from "#shared/media.ts";
import type { Template } from "#shared/templates.ts";
import { listAccounts } from "../accounts/store.ts";
import type { Tx } from "../db/changes.ts";
import { listMedia } from "../media/store.ts";
import { lockMoment } from "../moments/store.ts";
import { renderFor } from "../templates/render-for.ts";
import { readTemplate } from "../templates/store.ts";

export type Wanted = {
  momentId: string;
  momentVersion: number;
  templateId: string;
  accounts: readonly string[];
};
export type Composed = {
  moment: Moment;
  template: Template;
  accounts: Account[];
  renderings: Rendering[];
  /** The pictures that go with them, by id: their type and the hash of their bytes. */
  files: ReadonlyMap<string, Pick<Media, "sha256" | "type">>;
};

/**
 * Reads and renders under a lock on the moment, so that it cannot change before the caller commits. Refuses `notFound`,
 * `stale` (with the version there is now), `momentWithdrawn`, `momentProtested` and `wrongRealm`.
 */
export async function compose(tx: Tx, campaign: Campaign, wanted: Wanted): Promise<Composed> {
  const moment = await lockMoment(tx, wanted.momentId);
  if (!moment || moment.campaignId !== campaign.id)
    throw new Refusal("notFound", { field: "momentId", message: "there is no such moment" });
  if (moment.version !== wanted.momentVersion) {
    throw new Refusal("stale", {
      field: "momentVersion",
      message: `the moment is now at version ${moment.version}`,
      version: moment.version,
    });
  }
  if (blocksFiring(moment.status))
    throw new Refusal(moment.status === "withdrawn" ? "momentWithdrawn" : "momentProtested");
  const template = await readTemplate(tx, wanted.templateId);
  if (!template || template.campaignId !== campaign.id)
    throw new Refusal("notFound", { field: "templateId", message: "there is no such template" });
  const accounts = await pickAccounts(tx, campaign, moment, wanted.accounts);
  const renderings = renderFor(template, moment, accounts);
  return { moment, template, accounts, renderings, files: await filesOf(tx, renderings) };
}

async function filesOf(tx: Tx, renderings: readonly Rendering[]): Promise<Composed["files"]> {
  const ids = renderings.flatMap(({ media }) => media.map(({ mediaId }) => mediaId));
  const files = (await listMedia(tx, ids)).map(({ id, sha256, type }) => [id, { sha256, type }]);
  return new Map(files as [string, Pick<Media, "sha256" | "type">][]);
}

async function pickAccounts(
  tx: Tx,
  campaign: Campaign,
  moment: Moment,
  ids: readonly string[],
): Promise<Account[]> {
  const known = await listAccounts(tx);
  return [...new Set(ids)].map((id) => {
    const account = known.find((each) => each.id === id);
    if (!account)
      throw new Refusal("notFound", { field: "accounts", message: `there is no account ${id}` });
    assertRealm(campaign, account, moment.test, "accounts");
    return account;
  });
}

/** Refuses `wrongRealm`: a live account in a rehearsal, or for a moment that is only a test. */
export function assertRealm(
  campaign: Campaign,
  account: Pick<Account, "realm" | "handle">,
  test: boolean,
  field: string,
): void {
  if (account.realm === "rehearsal" || (campaign.mode === "onAir" && !test)) return;
  throw new Refusal("wrongRealm", {
    field,
    message: `${account.handle} is live; this is a rehearsal`,
    account: account.handle,
  });
}

/** Refuses the first rendering that cannot be fired, naming the value, the template's fault or the length. */
export function assertFireable(
  renderings: readonly Rendering[],
  accounts: readonly Account[],
): void {
  for (const one of renderings) {
    const account = accounts.find((each) => each.id === one.accountId)?.handle ?? one.accountId;
    const facts = { field: "templateId", account, locale: one.locale };
    if (one.missing.length > 0) {
      throw new Refusal("missingValue", {
        ...facts,
        missing: one.missing,
        message: `the moment has no ${one.missing.join(", ")} (${one.locale})`,
      });
    }
    if (one.problem) throw new Refusal("badTemplate", { ...facts, message: one.problem });
    if (!one.hash) {
      throw new Refusal("tooLong", {
        ...facts,
        length: one.length,
        maxLength: one.maxLength,
        message: `${one.length} of ${one.maxLength} characters for ${account}`,
      });
    }
  }
}
