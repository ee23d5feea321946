import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import { wornBy } from "#shared/networks.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
let record: DeskRecord;
let armed: CommandInput<"post.fire">;

beforeAll(async () => {
  stage = await setStage("postgres");
  record = await openRecord(stage.desk);
  const { desk, screen, cookie } = stage;
  armed = await arm(desk, cookie, screen, await raiseGold(desk, screen, { name: "Ana Refused" }));
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

/** Refused over HTTP and over the socket, with the same answer, and nothing exists that did not before. */
async function expectRefused(input: object, refusal: object): Promise<void> {
  const { desk, cookie, screen, network } = stage;
  const wanted = { ...armed, ...input } as CommandInput<"post.fire">;
  const before = { rows: await record.countMade(), posts: (await network.posts()).length };
  expect(await command(desk, cookie, "post.fire", wanted)).toMatchObject({ ok: false, ...refusal });
  expect(await screen.ask("post.fire", wanted)).toMatchObject({ ok: false, ...refusal });
  expect({ rows: await record.countMade(), posts: (await network.posts()).length }).toEqual(before);
}

test.each([
  ["an account there is not", { accounts: [randomUUID()] }, "notFound", "accounts"],
  ["a template there is not", { templateId: randomUUID() }, "notFound", "templateId"],
  ["a moment there is not", { momentId: randomUUID() }, "notFound", "momentId"],
  ["an account that is not an id", { accounts: ["soiree.fr"] }, "badInput", "accounts.0"],
  ["no account", { accounts: [] }, "badInput", "accounts"],
  ["no hash", { renderHashes: [] }, "badInput", "renderHashes"],
  ["a hash that is none", { renderHashes: ["x"] }, "badInput", "renderHashes.0"],
  ["an undo window of less than nothing", { undoMs: -1 }, "badInput", "undoMs"],
  ["an undo window of more than ten times ten seconds", { undoMs: 100_001 }, "badInput", "undoMs"],
  ["an undo window that is not whole", { undoMs: 0.5 }, "badInput", "undoMs"],
])("%s is refused by the field's name, and nothing is made", async (_what, input, code, field) => {
  await expectRefused(input, { code, details: { field } });
});

test("one known account and one unknown: neither gets anything", async () => {
  const accounts = [armed.accounts[0]!, randomUUID()];
  await expectRefused({ accounts }, { code: "notFound", details: { field: "accounts" } });
});

test.each([
  ["of nothing but spaces", " \n ", "edits"],
  ["with a bell in it", "Or !\u0007", "edits.0.text"],
  ["with half of an emoji", "Or \ud83e", "edits.0.text"],
  ["longer than the desk takes", "x".repeat(8001), "edits.0.text"],
])("words %s are refused by the field's name, and nothing is made", async (_what, text, field) => {
  const [account] = stage.screen.state!.accounts;
  const edits = [{ accountId: account!.id, locale: account!.locales[0]!, text }];
  await expectRefused({ edits }, { code: "badInput", details: { field } });
});

test("words for an account that is not sent to, or twice for one, are refused", async () => {
  const [first, second] = stage.screen.state!.accounts;
  const words = { accountId: first!.id, locale: first!.locales[0]!, text: "Or !" };
  const refusal = { code: "badInput", details: { field: "edits.0" } };
  await expectRefused({ edits: [words], accounts: [second!.id] }, refusal);
  await expectRefused(
    { edits: [words, words] },
    { code: "badInput", details: { field: "edits.1" } },
  );
});

test("words over a network's limit are refused by its measure, and by the hand's words the template's hash fires nothing", async () => {
  const { accounts } = stage.screen.state!;
  const onX = accounts.find((each) => wornBy(each) === "x")!;
  const words = (text: string) => [{ accountId: onX.id, locale: onX.locales[0]!, text }];
  await expectRefused(
    { edits: words("é".repeat(281)) },
    { code: "tooLong", details: { account: onX.handle, length: 281, maxLength: 280 } },
  );
  await expectRefused({ edits: words("D’autres mots.") }, { code: "renderChanged" });
});

test("a text that fits Bluesky and not X is refused for X by its account, and leaves for Bluesky without it", async () => {
  const { desk, cookie, screen, network } = stage;
  const key = randomUUID();
  // 290 characters: X takes 280, Bluesky 300.
  const said = `Longue ${"é".repeat(282)}.`;
  expect(said.length).toBe(290);
  await sendMoment(desk, { key, kind: "emotion", headline: { fr: said, en: said } });
  const moment = await shownMoment(screen, key);
  const template = await record.saveTemplate({
    slug: "just-the-headline",
    name: { fr: "Titre", en: "Headline" },
    fits: { kinds: ["emotion"], medals: null, firstEver: null },
    variants: [
      { locale: "fr", network: null, text: "{{ headline }}" },
      { locale: "en", network: null, text: "{{ headline }}" },
    ],
    image: null,
  });
  const { accounts } = screen.state!;
  const wanted = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: template.id,
    accounts: accounts.map((each) => each.id),
  };
  const shown = await command(desk, cookie, "post.preview", wanted);
  if (!shown.ok) throw new Error(shown.code);
  const hashes = new Map<string, string>();
  for (const one of shown.value.renderings) {
    const worn = wornBy(accounts.find((each) => each.id === one.accountId)!);
    expect(one).toMatchObject({ length: 290, maxLength: worn === "x" ? 280 : 300 });
    expect(one.hash === null).toBe(worn === "x");
    if (one.hash) hashes.set(one.accountId, one.hash);
  }
  const renderHashes = [...hashes.values()];
  const everywhere = { ...wanted, renderHashes, undoMs: 0 };
  await expectRefused(everywhere, {
    code: "tooLong",
    details: { field: "templateId", length: 290, maxLength: 280 },
  });
  const [editor] = await editorsOf(stage, 1);
  const short = { ...everywhere, accounts: [...hashes.keys()] as typeof wanted.accounts };
  const { postId, ids } = await fire(desk, editor!, short);
  await screen.until("it is public on Bluesky", () => allAre(screen, postId, "confirmed"));
  const found = (await network.posts()).filter((post) => post.text.includes(said));
  expect(found.map((post) => post.key).toSorted()).toEqual(ids.toSorted());
});

test("a campaign that is off fires nothing", async () => {
  const { desk, cookie } = stage;
  await command(desk, cookie, "campaign.setMode", { mode: "off" });
  await expectRefused({}, { code: "modeOff" });
  await command(desk, cookie, "campaign.setMode", { mode: "rehearsal" });
});
