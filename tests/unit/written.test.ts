import { expect, test } from "vitest";
import type { Armed } from "#client/desk/desk-store.ts";
import { editsOf, isEdited, isSayable, withWords, written } from "#client/desk/written.ts";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Locale } from "#shared/locales.ts";

const account = (id: string, wears: Account["wears"]) =>
  ({ id, network: "rehearsal", wears }) as Account;
const accounts = [account("x", "x"), account("b", "bluesky"), account("e", "x")];
const rendering = (accountId: string, locale: Locale, text: string) =>
  ({
    accountId,
    locale,
    text,
    media: [],
    hash: null,
    missing: [],
    problem: null,
  }) as unknown as Rendering;
const prepared = [
  rendering("x", "fr", "Or !"),
  rendering("b", "fr", "Or !"),
  rendering("e", "en", "Gold!"),
];
const hashed = prepared.map((each) => ({ ...each, hash: "0".repeat(64) }));

/** Ready to leave on three accounts, with the template's words. */
const armed = {
  commandId: "first",
  accounts,
  leftOut: [],
  prepared,
  renderings: hashed,
  leftOutRenderings: [] as Rendering[],
  words: {},
  editing: true,
  phase: "ready",
} as unknown as Armed;
const onX = { accountId: prepared[0]!.accountId, locale: "fr" as const };
const texts = ({ renderings }: Armed) => renderings.map(({ text }) => text);

test("what is typed once is said wherever the same words were prepared in that language, typeset, and is another intent", () => {
  const next = written(armed, onX, "L'or !");
  expect(texts(next)).toEqual(["L’or\u202f!", "L’or\u202f!", "Gold!"]);
  expect(next.commandId).not.toBe(armed.commandId);
  expect(next.phase).toBe("arming");
  expect(next.renderings.map(({ hash }) => hash)).toEqual([null, null, null]);
  expect(editsOf(next).edits).toEqual(
    ["x", "b"].map((accountId) => ({ accountId, locale: "fr", text: "L'or !" })),
  );
});

test("words taken back to the prepared ones are no edit, and the template speaks again", () => {
  const back = written(written(armed, onX, "Autre chose"), onX, "Or !");
  expect([isEdited(back), editsOf(back)]).toEqual([false, {}]);
  const cleared = withWords(written(armed, onX, "Autre chose"), {});
  expect(texts(cleared)).toEqual(["Or !", "Or !", "Gold!"]);
});

test("words for an account that is left out are kept beside, and not sent", () => {
  const [first, ...rest] = hashed;
  const without = {
    ...armed,
    accounts: accounts.slice(1),
    leftOut: accounts.slice(0, 1),
    renderings: rest,
    leftOutRenderings: [first!],
  };
  const next = written(without, onX, "Tout autre");
  expect(next.leftOutRenderings[0]?.text).toBe("Tout autre");
  expect(editsOf(next).edits?.map(({ accountId }) => accountId)).toEqual(["b"]);
});

test("what was pasted keeps its lines, and a hidden character is not asked of the server", () => {
  const next = written(armed, onX, "Un\r\ndeux\ttrois");
  expect(texts(next)[0]).toBe("Un\ndeux trois");
  expect(isSayable(next)).toBe(true);
  expect(isSayable(written(armed, onX, "Un\u0000deux"))).toBe(false);
  expect(isSayable(written(armed, onX, "Or \ud83e"))).toBe(false);
});

test("what can leave no more cannot be made ready by typing", () => {
  expect(written({ ...armed, phase: "stale" }, onX, "Encore").phase).toBe("stale");
});
