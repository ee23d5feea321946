/** What is public and no longer true is put right: once for every change, where it was said, and nowhere else. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountsFor, isToHandle, saidOf, untrueIn } from "#client/desk/about.ts";
import type { Account } from "#shared/campaigns.ts";
import type { CommandInput } from "#shared/commands.ts";
import { spokeUntruly } from "#shared/corrections.ts";
import type { Moment } from "#shared/moments.ts";
import { suggest } from "#shared/suggest.ts";
import { aroundOf } from "#shared/surroundings.ts";
import { command, type Credential } from "../harness/desk.ts";
import { arm, changeGold, fire, raiseGold, sendGold, sendMoment } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage, stateOf } from "../harness/stage.ts";

let stage: Stage;
let record: DeskRecord;

beforeAll(async () => {
  stage = await setStage("postgres");
  record = await openRecord(stage.desk);
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

const everywhere = (): boolean => true;
const editor = async (): Promise<Credential> => (await editorsOf(stage, 1))[0]!;
const momentNow = ({ id }: Moment): Moment =>
  stage.screen.state!.moments.find((each) => each.id === id)!;

/** A gold that is public on the accounts `on` takes. */
async function publicGold(name: string, on: (account: Account) => boolean = everywhere) {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen, { key: name, name });
  const armed = await arm(desk, stage.cookie, screen, moment, 0, everywhere, on);
  const fired = await fire(desk, await editor(), armed);
  await screen.until("it is public", () => allAre(screen, fired.postId, "confirmed"));
  return { moment, ...fired };
}

/** The moment once its version has risen. */
async function changed(moment: Moment): Promise<Moment> {
  await stage.screen.until("it changed", () => momentNow(moment).version > moment.version);
  return momentNow(moment);
}

/** What an editor is shown of a moment: what is untrue, what is offered, and where the first of it would go. */
function offer(moment: Moment) {
  const state = stage.screen.state!;
  const said = saidOf(state, moment.id);
  const untrue = untrueIn(moment, said);
  const [first] = suggest(moment, state.templates, aroundOf(state, moment), untrue);
  const accounts = spokeUntruly(accountsFor(state, moment), untrue);
  return { untrue, first, accounts, toHandle: isToHandle(moment, said) };
}

const templateOf = (slug: string) =>
  stage.screen.state!.templates.find((each) => each.slug === slug)!;
const idsOf = (accounts: readonly Account[]) => accounts.map(({ id }) => id);

/** A correction as the server words it, ready to fire; refused as a reply where it is refused. */
async function armed(moment: Moment, slug: string, accounts: readonly Account[], undoMs = 0) {
  const asked = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: templateOf(slug).id,
    accounts: idsOf(accounts),
  };
  const reply = await command(stage.desk, stage.cookie, "post.preview", asked);
  if (!reply.ok) return { refused: reply.code };
  const { renderings } = reply.value;
  const renderHashes = renderings.map(({ hash }) => hash!);
  const input: CommandInput<"post.fire"> = { ...asked, renderHashes, undoMs };
  return { renderings, input };
}

async function corrected(moment: Moment, slug = "correction"): Promise<string> {
  const { input } = await armed(moment, slug, offer(moment).accounts);
  const { postId } = await fire(stage.desk, await editor(), input!);
  await stage.screen.until("it is public", () => allAre(stage.screen, postId, "confirmed"));
  return postId;
}

const textsAbout = async (name: string): Promise<string[]> =>
  (await stage.network.posts()).filter(({ text }) => text.includes(name)).map(({ text }) => text);

test("a gold that turns out wrong is offered its correction first, where it was said, in both words; fired, it is public once and nothing is left to put right", async () => {
  const { accounts } = stage.screen.state!;
  const silent = accounts[0]!;
  const { moment, ids } = await publicGold("Ana Wrong", ({ id }) => id !== silent.id);
  expect(offer(moment)).toMatchObject({ untrue: [], toHandle: false });
  await changeGold(stage.desk, "Ana Wrong", "corrected");
  const now = await changed(moment);
  const shown = offer(now);
  expect(shown).toMatchObject({
    toHandle: true,
    first: { template: { slug: "correction" }, reasons: [{ code: "untrue" }, {}, {}] },
  });
  expect(shown.untrue.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(ids.toSorted());
  expect(idsOf(shown.accounts)).not.toContain(silent.id);
  expect(shown.accounts).toHaveLength(accounts.length - 1);
  const before = await textsAbout("Ana Wrong");
  const postId = await corrected(now);
  const said = (await textsAbout("Ana Wrong")).filter((text) => !before.includes(text));
  expect(said).toHaveLength(accounts.length - 1);
  for (const text of said) {
    expect(text).toMatch(/^Correction\./);
    expect(text).toMatch(/10[.,]69/);
    expect(text).toMatch(/10[.,]72/);
    expect(text).not.toContain("!");
  }
  expect(stage.screen.state!.posts.find(({ id }) => id === postId)).toMatchObject({
    purpose: "correction",
    momentVersion: now.version,
  });
  const rows = await record.db
    .selectFrom("deliveries")
    .select(["targetDeliveryId", "occurrence"])
    .where("postId", "=", postId)
    .execute();
  expect(new Set(rows.map(({ targetDeliveryId }) => targetDeliveryId))).toEqual(new Set(ids));
  expect(new Set(rows.map(({ occurrence }) => occurrence))).toEqual(new Set([now.version]));
  expect(offer(now)).toMatchObject({ untrue: [], toHandle: false });
});

test("an account that said nothing untrue is refused a correction, before a change and after it", async () => {
  const [one, other] = stage.screen.state!.accounts as [Account, Account];
  const { moment } = await publicGold("Bea Silent", ({ id }) => id === one.id);
  expect(await armed(moment, "correction", [one])).toEqual({ refused: "nothingToCorrect" });
  expect(await armed(moment, "retraction", [one])).toEqual({ refused: "nothingToCorrect" });
  await changeGold(stage.desk, "Bea Silent", "corrected");
  const now = await changed(moment);
  const made = await record.countMade();
  const ready = await armed(now, "correction", [one]);
  expect(ready.renderings).toHaveLength(1);
  expect(await armed(now, "correction", [one, other])).toEqual({ refused: "nothingToCorrect" });
  const wider = { ...ready.input!, accounts: [one.id, other.id] };
  expect(await command(stage.desk, await editor(), "post.fire", wider)).toMatchObject({
    ok: false,
    code: "nothingToCorrect",
    details: { field: "accounts", account: other.handle },
  });
  expect({ ...(await record.countMade()), changes: 0 }).toEqual({ ...made, changes: 0 });
});

test("pressed twice, and by two editors at once, a correction is public once", async () => {
  const { desk, screen } = stage;
  const { moment } = await publicGold("Cleo Twice");
  await changeGold(desk, "Cleo Twice", "corrected");
  const now = await changed(moment);
  const { input } = await armed(now, "correction", offer(now).accounts);
  const commandId = randomUUID();
  const [mine, theirs] = (await editorsOf(stage, 2)) as [Credential, Credential];
  const replies = await Promise.all([
    command(desk, mine, "post.fire", input!, commandId),
    command(desk, mine, "post.fire", input!, commandId),
    command(desk, theirs, "post.fire", input!),
  ]);
  const done = replies.flatMap((reply) => (reply.ok ? [reply.value.postId] : []));
  expect(new Set(done).size).toBe(1);
  for (const reply of replies)
    if (!reply.ok) expect(["alreadyPosted", "busy"]).toContain(reply.code);
  await screen.until("it is public", () => allAre(screen, done[0]!, "confirmed"));
  const late = await command(desk, await editor(), "post.fire", input!);
  expect(late).toMatchObject({ ok: false, code: "alreadyPosted" });
  const said = (await textsAbout("Cleo Twice")).filter((text) => text.startsWith("Correction"));
  expect(said).toHaveLength(input!.accounts.length);
});

test("a second change is put right again, against what the first correction said; a change back as well", async () => {
  const { desk } = stage;
  const { moment } = await publicGold("Dina Again");
  await sendGold(desk, "Dina Again", "10.69", "Dina Again");
  const second = await changed(moment);
  const first = await corrected(second);
  await sendGold(desk, "Dina Again", "10.65", "Dina Again");
  const third = await changed(second);
  const { renderings } = await armed(third, "correction", offer(third).accounts);
  for (const { text } of renderings!) {
    expect(text).toMatch(/10[.,]65/);
    expect(text).toMatch(/10[.,]69/);
    expect(text).not.toMatch(/10[.,]72/);
  }
  expect(await corrected(third)).not.toBe(first);
  await sendGold(desk, "Dina Again", "10.72", "Dina Again");
  const back = await changed(third);
  expect(offer(back).untrue).toHaveLength(stage.screen.state!.accounts.length);
  await corrected(back);
  expect(offer(back).untrue).toEqual([]);
});

test("what was skipped is put right against what is public, not against the version between", async () => {
  const { moment } = await publicGold("Eve Between");
  await sendGold(stage.desk, "Eve Between", "10.69", "Eve Between");
  const second = await changed(moment);
  await sendGold(stage.desk, "Eve Between", "10.65", "Eve Between");
  const third = await changed(second);
  const { renderings } = await armed(third, "correction", offer(third).accounts);
  for (const { text } of renderings!) expect(text).toMatch(/10[.,]72/);
  for (const { text } of renderings!) expect(text).not.toMatch(/10[.,]69/);
});

test("a correction that waits is pulled when its moment changes again, and the next takes its place", async () => {
  const { desk, screen } = stage;
  const { moment } = await publicGold("Fay Pulled");
  await changeGold(desk, "Fay Pulled", "corrected");
  const second = await changed(moment);
  const { input } = await armed(second, "correction", offer(second).accounts, 10_000);
  const { postId } = await fire(desk, await editor(), input!);
  await screen.until("it waits", () => allAre(screen, postId, "scheduled"));
  expect(offer(second).untrue).toEqual([]);
  await sendGold(desk, "Fay Pulled", "10.65", "Fay Pulled");
  const third = await changed(second);
  await screen.until("it is pulled", () => allAre(screen, postId, "missed"));
  expect(offer(third).untrue).toHaveLength(input!.accounts.length);
  await corrected(third);
});

test("of a moment that was withdrawn nothing leaves but its retraction, once; stated again, that is put right too", async () => {
  const { desk, screen } = stage;
  const { moment, postId: wrong } = await publicGold("Gia Gone");
  const gold = templateOf("gold");
  await changeGold(desk, "Gia Gone", "withdrawn");
  const now = await changed(moment);
  expect(now.status).toBe("withdrawn");
  const shown = offer(now);
  const { templates } = screen.state!;
  const all = suggest(now, templates, aroundOf(screen.state!, now), shown.untrue);
  expect(all.map(({ template }) => template.slug)).toEqual(["retraction"]);
  expect(shown.toHandle).toBe(true);
  for (const slug of [gold.slug, "update", "correction"])
    expect(await armed(now, slug, shown.accounts)).toEqual({ refused: "momentWithdrawn" });
  const { renderings } = await armed(now, "retraction", shown.accounts);
  expect(renderings!.find(({ locale }) => locale === "fr")!.text).toMatch(
    /Or pour Gia Gone, 10[.,]72.* a été retirée/s,
  );
  const again = (await armed(now, "retraction", shown.accounts)).input!;
  await corrected(now, "retraction");
  expect(stateOf(screen, wrong).every((state) => state === "confirmed")).toBe(true);
  expect(offer(now)).toMatchObject({ untrue: [], first: undefined, toHandle: false });
  expect(await command(desk, await editor(), "post.fire", again)).toMatchObject({
    ok: false,
    code: "alreadyPosted",
  });
  await sendGold(desk, "Gia Gone", "10.72", "Gia Gone");
  const back = await changed(now);
  expect(offer(back).first).toMatchObject({ template: { slug: "correction" } });
  const restored = await armed(back, "correction", offer(back).accounts);
  expect(restored.renderings!.find(({ locale }) => locale === "fr")!.text).toContain("rétablie");
});

test("nothing is put right while a protest runs, nor what nobody saw", async () => {
  const { desk, screen } = stage;
  const { moment } = await publicGold("Hana Protest");
  await changeGold(desk, "Hana Protest", "protested");
  const protested = await changed(moment);
  expect(offer(protested)).toMatchObject({ untrue: [], toHandle: true });
  const { accounts } = screen.state!;
  expect(await armed(protested, "correction", accounts)).toEqual({ refused: "momentProtested" });
  const unseen = await raiseGold(desk, screen, { key: "Ines Unseen", name: "Ines Unseen" });
  await sendMoment(desk, { key: "Ines Unseen" }, "rebond.moment.withdrawn");
  const gone = await changed(unseen);
  expect(offer(gone)).toMatchObject({ untrue: [], first: undefined, toHandle: false });
});

test("what became true again, or was only confirmed, asks for nothing", async () => {
  const { desk } = stage;
  const { moment } = await publicGold("Jo Same");
  await changeGold(desk, "Jo Same", "protested");
  const protested = await changed(moment);
  await sendGold(desk, "Jo Same", "10.72", "Jo Same");
  const again = await changed(protested);
  expect(again.version).toBeGreaterThan(moment.version);
  expect(offer(again)).toMatchObject({ untrue: [], toHandle: false });
  const { accounts } = stage.screen.state!;
  expect(await armed(again, "correction", accounts)).toEqual({ refused: "nothingToCorrect" });
});
