/** What is public of a moment and no longer true, and who puts it right. One rule for the console and the server. */
import type { Account } from "./campaigns.ts";
import type { DeliveryId } from "./ids.ts";
import { type Bilingual, type Locale, locales } from "./locales.ts";
import type { Moment } from "./moments.ts";
import type { Quoted } from "./posts.ts";
import type { Template } from "./templates.ts";

/** What one public delivery said of a moment: where, in which language, and the moment as it was accepted then. */
export type Spoken = {
  deliveryId: DeliveryId;
  accountId: string;
  locale: Locale;
  version: number;
  headline: Bilingual;
  /** Null where nobody wrote it down. */
  quoted: Quoted | null;
};

/** What a post about this moment as it stands quotes of it. */
export function quotedOf({ status, facts }: Pick<Moment, "status" | "facts">): Quoted {
  if (status === "withdrawn") return { outcome: null, result: null };
  return { outcome: facts.outcome, result: facts.result };
}

/**
 * The last word at each place (an account and a language) that the moment no longer bears out. What was said at its
 * present version is not asked: it is true. Nothing of a protested moment: nobody knows yet.
 */
export function untrueOf(
  moment: Pick<Moment, "status" | "facts" | "version">,
  spoken: readonly Spoken[],
): Spoken[] {
  if (moment.status === "protested") return [];
  const last = new Map<string, Spoken>();
  for (const one of spoken) {
    const place = `${one.accountId} ${one.locale}`;
    const known = last.get(place);
    const before = one.version < moment.version;
    if (before && (!known || known.version < one.version)) last.set(place, one);
  }
  const now = quotedOf(moment);
  return [...last.values()].filter(({ quoted }) => !quoted || contradict(quoted, now));
}

/** A mark that one of the two does not know contradicts nothing. */
function contradict(said: Quoted, now: Quoted): boolean {
  if (said.outcome !== now.outcome) return true;
  return said.result !== null && now.result !== null && said.result !== now.result;
}

/** Whether a template puts right what was said, and is not said of the moment itself. */
export function isCorrection({ fits }: Pick<Template, "fits">): boolean {
  return fits.corrected === true || fits.withdrawn === true;
}

/** Whether a correction is for a moment as it stands: one for what was withdrawn would be false of what is not. */
export function corrects({ fits }: Pick<Template, "fits">, { status }: Pick<Moment, "status">) {
  return status === "withdrawn" ? fits.withdrawn === true : fits.corrected === true;
}

/** Of these accounts those with something to put right, each with the languages to do it in. */
export function spokeUntruly(accounts: readonly Account[], untrue: readonly Spoken[]): Account[] {
  return accounts.flatMap((account) => {
    const its = untrue.filter(({ accountId }) => accountId === account.id);
    const inThese = locales.filter((locale) => its.some((one) => one.locale === locale));
    return inThese.length === 0 ? [] : [{ ...account, locales: inThese }];
  });
}
