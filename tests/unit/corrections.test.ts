/** What counts as untrue of what is public, and how the starting corrections word it. */
import { expect, test } from "vitest";
import { templates } from "#server/rehearsal/templates.ts";
import type { Account } from "#shared/campaigns.ts";
import { quotedOf, spokeUntruly, untrueOf } from "#shared/corrections.ts";
import type { Locale } from "#shared/locales.ts";
import type { Moment } from "#shared/moments.ts";
import type { NetworkName } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import { around, gold, spokenOf } from "../fixtures/gold.ts";

const at = (version: number, changes: Partial<Moment["facts"]> = {}): Moment => ({
  ...gold({}, changes),
  version,
});

test("a post is untrue when its moment holds another outcome or another mark now, and not before that", () => {
  const said = spokenOf(at(1));
  expect(untrueOf(at(1), [said])).toEqual([]);
  expect(untrueOf(at(2), [said])).toEqual([]);
  expect(untrueOf(at(2, { outcome: "silver" }), [said])).toEqual([said]);
  expect(untrueOf(at(2, { result: "10.69" }), [said])).toEqual([said]);
  expect(untrueOf({ ...at(2), status: "withdrawn" }, [said])).toEqual([said]);
});

test("a mark that one of the two does not know contradicts nothing", () => {
  const without = spokenOf(at(1, { result: null }));
  expect(untrueOf(at(2), [without])).toEqual([]);
  expect(untrueOf(at(2, { result: null }), [spokenOf(at(1))])).toEqual([]);
});

test("the last word counts, place by place: what was put right stays right while it holds", () => {
  const wrong = spokenOf(at(1));
  const elsewhere = spokenOf(at(1), { locale: "en" });
  const right = spokenOf(at(2, { outcome: "silver" }));
  const silver = at(3, { outcome: "silver" });
  for (const order of [
    [wrong, elsewhere, right],
    [right, elsewhere, wrong],
  ])
    expect(untrueOf(silver, order)).toEqual([elsewhere]);
  expect(untrueOf(at(4), [wrong, elsewhere, right])).toEqual([right]);
});

test("nobody puts anything right while a protest runs; what nobody wrote down is looked at", () => {
  const said = spokenOf(at(1));
  expect(untrueOf({ ...at(2, { outcome: "silver" }), status: "protested" }, [said])).toEqual([]);
  const unknown = { ...said, quoted: null };
  expect(untrueOf(at(2), [unknown])).toEqual([unknown]);
});

test("an account speaks in the languages it spoke untruly in, whatever it speaks by now", () => {
  const account = { id: "x", locales: ["fr"] } as unknown as Account;
  const other = { id: "y", locales: ["fr", "en"] } as unknown as Account;
  const said = [spokenOf(at(1), { locale: "en" }), spokenOf(at(1))];
  expect(spokeUntruly([other, account], said)).toEqual([{ ...account, locales: ["fr", "en"] }]);
});

const silver = { fr: "Argent pour Ana Ferrol", en: "Silver for Ana Ferrol" };

function worded(
  slug: string,
  now: Moment,
  { locale = "fr", network = "bluesky" }: { locale?: Locale; network?: NetworkName } = {},
  said = spokenOf(at(1)),
): string {
  const template = templates.find((each) => each.slug === slug)!;
  const rendered = render(template, now, locale, network, { ...around, said });
  if (!rendered.ok) throw new Error(`${rendered.missing.join()} ${rendered.problem}`);
  return rendered.text;
}

test("a correction says what was said and what holds, soberly, in both languages", () => {
  const now = { ...at(2, { outcome: "silver", medal: "silver" }), headline: silver };
  expect(worded("correction", now)).toBe(
    "Correction.\n\nNous avions écrit\u00a0: «\u00a0Or pour Ana Ferrol\u00a0». Ce n’est plus exact.\n\nDésormais\u00a0: Argent pour Ana Ferrol. #RebondLive",
  );
  expect(worded("correction", now, { locale: "en" })).toBe(
    "Correction.\n\nWe posted: “Gold for Ana Ferrol”. That no longer stands.\n\nIt is now: Silver for Ana Ferrol. #RebondLive",
  );
  expect(worded("correction", now, { network: "x" })).toBe(
    "Correction. Argent pour Ana Ferrol (et non\u00a0: Or pour Ana Ferrol). #RebondLive",
  );
});

test("where the words stay the same, the marks are what is put right; where they do too, the rest", () => {
  const faster = at(2, { result: "10.69" });
  expect(worded("correction", faster)).toBe(
    "Correction.\n\nOr pour Ana Ferrol\u00a0: 10,69, et non 10,72. #RebondLive",
  );
  expect(worded("correction", faster, { locale: "en", network: "x" })).toBe(
    "Correction. Gold for Ana Ferrol: 10.69, not 10.72. #RebondLive",
  );
  expect(worded("correction", at(2, { outcome: "gold, another fifth" }))).toBe(
    "Correction.\n\nOr pour Ana Ferrol. Le détail a changé depuis notre message. #RebondLive",
  );
});

test("a retraction says what was taken back; stated again after it, the moment is said to stand", () => {
  const gone = { ...at(2), status: "withdrawn" as const };
  expect(worded("retraction", gone)).toBe(
    "Correction.\n\nNous avions écrit\u00a0: «\u00a0Or pour Ana Ferrol\u00a0». Ce n’est plus exact\u00a0: l’information a été retirée. #RebondLive",
  );
  expect(worded("retraction", gone, { locale: "en", network: "x" })).toBe(
    "Correction. “Gold for Ana Ferrol” has been withdrawn. #RebondLive",
  );
  const retracted = { ...spokenOf(at(2)), quoted: quotedOf(gone) };
  expect(worded("correction", at(3), {}, retracted)).toBe(
    "Correction.\n\nOr pour Ana Ferrol. L’information est rétablie. #RebondLive",
  );
});
