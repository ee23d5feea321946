/** Puts a moment, a template and accounts together, and says what stops them. Used to preview and, again, to fire. */
import type { Account, Campaign } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import {
  corrects,
  isCorrection,
  type Spoken,
  spokeUntruly,
  untrueOf,
} from "#shared/corrections.ts";
import type { Edit } from "#shared/edits.ts";
import { Refusal } from "#shared/errors.ts";
import { byHand } from "#shared/rendering.ts";
import type { Moment } from "#shared/moments.ts";
import type { Media } from "#shared/media.ts";
import type { Template } from "#shared/templates.ts";
import { listAccounts } from "../accounts/store.ts";
import type { Tx } from "../db/changes.ts";
import { listMedia } from "../media/store.ts";
import { countMedals, lockMoment } from "../moments/store.ts";
import { renderFor } from "../templates/render-for.ts";
import { readTemplate } from "../templates/store.ts";
import { listSpoken } from "./spoken.ts";

export type Wanted = {
  momentId: string;
  momentVersion: number;
  /** Null where every word is the editor's. */
  templateId: string | null;
  accounts: readonly string[];
  edits?: readonly Edit[] | undefined;
};
export type Composed = {
  moment: Moment;
  template: Template | null;
  /** What it puts right, and so the only languages its accounts have here; null for a reaction. */
  untrue: readonly Spoken[] | null;
  accounts: Account[];
  renderings: Rendering[];
  /** The pictures that go with them, by id: their type and the hash of their bytes. */
  files: ReadonlyMap<string, Pick<Media, "sha256" | "type">>;
};

/**
 * Reads and renders under a lock on the moment, so that it cannot change before the caller commits. Refuses `notFound`,
 * `stale` (with the version there is now), `momentWithdrawn`, `momentProtested`, `wrongRealm`, and a correction
 * `nothingToCorrect` where an account said nothing that is untrue now, and `badInput` for words that go nowhere.
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
  const template = await templateOf(tx, campaign, wanted.templateId);
  assertAnswers(template, moment);
  const picked = await pickAccounts(tx, campaign, moment, wanted.accounts);
  const untrue =
    template && isCorrection(template) ? untrueOf(moment, await listSpoken(tx, moment.id)) : null;
  const accounts = untrue ? theirs(picked, untrue) : picked;
  const edits = wanted.edits ?? [];
  assertPlaced(edits, accounts);
  const { venueZone, homeZone } = campaign;
  const tally = await countMedals(tx, campaign.id, moment.test);
  const around = { venueZone, homeZone, tally };
  const renderings = renderFor(template ?? byHand, moment, accounts, around, untrue ?? [], edits);
  return { moment, template, untrue, accounts, renderings, files: await filesOf(tx, renderings) };
}

async function templateOf(tx: Tx, campaign: Campaign, id: string | null): Promise<Template | null> {
  if (id === null) return null;
  const template = await readTemplate(tx, id);
  if (template?.campaignId === campaign.id) return template;
  throw new Refusal("notFound", { field: "templateId", message: "there is no such template" });
}

/** Words are for an account and a language that are sent to, and each of those has one text. */
function assertPlaced(edits: readonly Edit[], accounts: readonly Account[]): void {
  const seen = new Set<string>();
  for (const [at, { accountId, locale }] of edits.entries()) {
    const account = accounts.find(({ id }) => id === accountId);
    const place = `${accountId} ${locale}`;
    const problem = seen.has(place)
      ? `${account?.handle} has two texts (${locale})`
      : `${account?.handle ?? accountId} is not sent to (${locale})`;
    if (seen.has(place) || !account?.locales.includes(locale))
      throw new Refusal("badInput", { field: `edits.${at}`, message: `edits.${at}: ${problem}` });
    seen.add(place);
  }
}

/** Of a withdrawn moment there is nothing to say but that; and that is untrue of any other. */
function assertAnswers(template: Template | null, moment: Moment): void {
  if (moment.status === "protested") throw new Refusal("momentProtested");
  const correction = template && isCorrection(template);
  const isRight = correction && corrects(template, moment);
  if (moment.status === "withdrawn" && !isRight) throw new Refusal("momentWithdrawn");
  if (correction && !isRight)
    throw new Refusal("nothingToCorrect", {
      field: "templateId",
      message: "the moment stands: this template is for one that was withdrawn",
    });
}

/** The accounts with the languages in which they have something to put right. */
function theirs(picked: readonly Account[], untrue: readonly Spoken[]): Account[] {
  const accounts = spokeUntruly(picked, untrue);
  const idle = picked.find(({ id }) => !accounts.some((each) => each.id === id));
  if (!idle) return accounts;
  throw new Refusal("nothingToCorrect", {
    field: "accounts",
    account: idle.handle,
    message: `nothing untrue about this moment is public on ${idle.handle}`,
  });
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
    if (one.text === "") {
      const message = `nothing is written for ${account} (${one.locale})`;
      throw new Refusal("badInput", { ...facts, field: "edits", message });
    }
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
