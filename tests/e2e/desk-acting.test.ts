import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { blockAccount } from "#server/posts/pace.ts";
import type { TestConsole } from "../harness/console.ts";
import { command } from "../harness/desk.ts";
import { arm, changeGold, fire, raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { allAre, type Stage } from "../harness/stage.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let stage: Stage;
let witness: TestConsole;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage } = theatre);
  witness = stage.screen;
});
afterAll(() => theatre?.close());
afterEach(async () => {
  await stage.network.misbehave();
  await theatre.closePages();
});

const openPage = (): Promise<Page> => theatre.openPage();

/** A gold medal, chosen with its first reaction armed. */
async function armedGold(page: Page): Promise<void> {
  const moment = await raiseGold(stage.desk, witness);
  await rowOf(page, moment.id).click();
  await armFirst(page);
}

const section = (page: Page, name: string) => page.locator(`[data-section=${name}]`);
const fireBar = (page: Page) => page.locator("[data-fire]");
const cards = (page: Page) => page.locator("article[data-exact]");
const unseen = (page: Page) => fireBar(page).getByText(/hors écran/);

const posts = (): number => witness.state!.posts.length;

test("with the keyboard alone: Space, Enter, and a receipt for each account that opens; a colleague sees it leave", async () => {
  const page = await openPage();
  const theirs = await openPage();
  const moment = await raiseGold(stage.desk, witness, { name: "Lia Moreau" });
  await rowOf(page, moment.id).waitFor();
  await page.keyboard.press("Space");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  expect(await fireBar(page).innerText()).toMatch(/4 messages[\s\S]*2 X, 2 Bluesky[\s\S]*essai/);
  for (const image of await page.locator("article[data-exact] img").all()) {
    expect(await image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(0);
    expect((await image.getAttribute("alt"))!.length).toBeGreaterThan(10);
  }
  await dwell(page);
  await page.keyboard.press("Enter");
  await section(theirs, "undoable")
    .getByText(/Part dans \d,\d/)
    .waitFor();
  await section(theirs, "undoable").getByText("par Admin").waitFor();
  const receipts = (on: Page) => on.locator("[data-section=public] [data-post] a");
  for (const on of [page, theirs])
    await shows(on, "four receipts", async () => (await receipts(on).count()) === 4);
  const steps = page.locator("[data-way] [data-step]");
  await shows(page, "its way to the public", async () => (await steps.count()) === 4);
  for (const words of await steps.allInnerTexts()) expect(words).toMatch(/^\p{L}+ \d+(,\d)?\ss$/u);
  const rail = (await page.locator("aside").boundingBox())!;
  for (const link of await receipts(page).all()) {
    const box = (await link.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(rail.x + rail.width);
  }
  await receipts(page).first().focus();
  const [receipt] = await Promise.all([
    page.context().waitForEvent("page"),
    page.keyboard.press("Enter"),
  ]);
  await receipt.waitForLoadState();
  expect(await receipt.locator("body").innerText()).toContain("Lia Moreau");
  expect(await axeFindings(page)).toEqual([]);
});

test("Shift and Enter leave a producer no time to undo, and an editor theirs", async () => {
  const spans: number[] = [];
  for (const role of ["producer", "editor"] as const) {
    const page = await theatre.openPage(await signInAs(stage.desk, { name: `A ${role}`, role }));
    const before = posts();
    await armedGold(page);
    await lookAtAll(page);
    await page.keyboard.press("Shift+Enter");
    await witness.until("it is fired", () => posts() === before + 1);
    const [post] = witness.state!.posts;
    const [first] = witness.state!.deliveries.filter(({ postId }) => postId === post!.id);
    spans.push(Date.parse(first!.dueAt) - Date.parse(post!.firedAt));
  }
  const [atOnce, undoable] = spans;
  // Both instants are the database's, a statement apart.
  expect(atOnce).toBeLessThan(1000);
  expect(undoable).toBeGreaterThanOrEqual(
    Math.max(...witness.state!.accounts.map(({ undoMs }) => undoMs)),
  );
});

test("a text over X's limit and inside Bluesky's says so, and leaves for the three others once X is left out", async () => {
  const page = await openPage();
  const key = randomUUID();
  const fr = "La finale du relais mixte est repoussée en raison de la pluie, "
    .repeat(5)
    .slice(0, 236);
  await sendMoment(stage.desk, {
    key,
    kind: "schedule",
    headline: { fr: `${fr.trim()}.`, en: "The mixed relay final is put back because of rain" },
  });
  const moment = await shownMoment(witness, key);
  await page.locator("[data-lens=all]").click();
  await rowOf(page, moment.id).click();
  await page.keyboard.press("Digit1");
  await fireBar(page)
    .getByText(/X FR.*écartez-le/)
    .waitFor();
  const long = cards(page).filter({ hasText: "de trop" });
  expect(await long.count()).toBe(1);
  expect(await long.innerText()).toMatch(/X FR[\s\S]*\d{3} \/ 280/);
  await dwell(page);
  const before = posts();
  await page.keyboard.press("Enter");
  const toggle = page.getByRole("button", { name: /Écarter X, soiree_iles/ });
  await toggle.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  expect(await fireBar(page).innerText()).toMatch(/3 messages[\s\S]*Laissé de côté\s*: X FR/);
  expect(await cards(page).count()).toBe(4);
  expect(await axeFindings(page)).toEqual([]);
  await dwell(page);
  expect(posts()).toBe(before);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  const gone = async () =>
    (await stage.network.posts()).filter(({ text }) => /relais mixte|mixed relay/.test(text));
  await shows(page, "three posts", async () => (await gone()).length === 3);
  expect((await gone()).map(({ handle }) => handle)).not.toContain("soiree_iles");
});

test("an account left out comes back where it was, and with none left nothing can be fired", async () => {
  const page = await openPage();
  await armedGold(page);
  const names = () => cards(page).evaluateAll((all) => all.map(({ id }) => id));
  const order = await names();
  const toggles = page.locator("[data-toggle]");
  for (let each = 0; each < 4; each += 1) await toggles.nth(each).click();
  await fireBar(page)
    .getByText(/Tous sont laissés de côté/)
    .waitFor();
  expect(await page.locator("article[data-out=true]").count()).toBe(4);
  await toggles.nth(2).click();
  await page.locator("[data-fire][data-ready=true]").waitFor();
  expect(await fireBar(page).innerText()).toContain("Publier 1 message");
  expect(await names()).toEqual(order);
});

test("a delivery without an answer is shown as uncertain, and that nothing is sent again", async () => {
  const page = await openPage();
  await stage.network.misbehave(
    { kind: "silent", handle: "soiree_iles" },
    { kind: "refuse", handle: "islands_evening", message: "said that a minute ago" },
  );
  await armedGold(page);
  await page.keyboard.press("Enter");
  await section(page, "uncertain")
    .getByText(/rien n’est renvoyé/)
    .first()
    .waitFor();
  await section(page, "refused").getByText("said that a minute ago").waitFor();
  await shows(
    page,
    "two receipts",
    async () =>
      (await section(page, "public").locator("[data-post]").first().locator("a").count()) === 2,
  );
  // What was refused leads back to what it is about, where it can be said in other words.
  await page.keyboard.press("Escape");
  await page.locator("#headline").waitFor({ state: "detached" });
  await section(page, "refused")
    .getByRole("button", { name: /^Le moment/ })
    .click();
  await page.locator("#headline").waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test("under a hold what was undoable is shown as held, and as missed once the hold is lifted", async () => {
  const page = await openPage();
  await armedGold(page);
  await page.keyboard.press("Enter");
  await section(page, "undoable").locator("li").first().waitFor();
  await command(stage.desk, stage.cookie, "hold.place", {});
  await section(page, "held")
    .getByText(/Ne part pas/)
    .waitFor();
  await page.getByText(/4 messages retenus/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await command(stage.desk, stage.cookie, "hold.release", {});
  await section(page, "missed")
    .getByText(/Échu pendant la retenue/)
    .first()
    .waitFor();
  expect(await section(page, "held").count()).toBe(0);
});

test("the mode changes from its lamp, by keyboard; no key in the sheet reaches what is armed", async () => {
  const page = await openPage();
  await armedGold(page);
  const before = posts();
  const lamp = page.getByRole("button", { name: /^Mode/ });
  const sheet = page.getByRole("dialog");
  await lamp.focus();
  await page.keyboard.press("Enter");
  await sheet.waitFor();
  for (const key of ["z", "2", "p"]) await page.keyboard.press(key);
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.activeElement?.closest("dialog") !== null,
    );
    expect(inside).toBe(true);
  }
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("Enter");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.locator("[data-fire][data-ready=true]").waitFor();

  await lamp.focus();
  await page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: /^En direct/ }).focus();
  await page.keyboard.press("Enter");
  await sheet.getByText(/Aucun compte public/).waitFor();
  await page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: /^Hors antenne/ }).focus();
  await page.keyboard.press("Enter");
  await fireBar(page)
    .getByText(/Hors antenne/)
    .waitFor();
  expect(witness.state!.campaign.mode).toBe("off");
  expect(posts()).toBe(before);
  await command(stage.desk, stage.cookie, "campaign.setMode", { mode: "rehearsal" });
});

test("what would leave unseen is shown by the first presses of Enter, and leaves by the last", async () => {
  const page = await openPage();
  await page.setViewportSize({ width: 1440, height: 620 });
  const before = posts();
  await armedGold(page);
  await unseen(page).waitFor();
  await lookAtAll(page);
  expect(await unseen(page).count()).toBe(0);
  expect(posts()).toBe(before);
  await page.keyboard.press("Enter");
  await section(page, "undoable").locator("li").first().waitFor();
});

/** A gold that is public on every account but one, and a page that shows it chosen. */
async function publicGold(page: Page, name: string): Promise<string> {
  const { desk, cookie } = stage;
  const moment = await raiseGold(desk, witness, { key: name, name });
  const [silent] = witness.state!.accounts;
  const spoke = ({ id }: { id: string }): boolean => id !== silent!.id;
  const armed = await arm(desk, cookie, witness, moment, 0, () => true, spoke);
  const { postId } = await fire(desk, stage.colleague, armed);
  await witness.until("it is public", () => allAre(witness, postId, "confirmed"));
  await page.locator("[data-lens=all]").click();
  await rowOf(page, moment.id).click();
  return moment.id;
}

const alarmed = /3 messages publics disent «\sOr pour .*\s»\s: ce n’est plus exact/;

test("a gold that was wrong: the desk says what is public and where, its correction is first, Space and Enter send it there and nowhere else", async () => {
  const page = await openPage();
  const id = await publicGold(page, "Mia Corrigée");
  await changeGold(stage.desk, "Mia Corrigée", "corrected");
  const untrue = page.locator("[data-untrue]");
  await untrue.getByText("Or pour Mia Corrigée, 10.72").waitFor();
  expect(await untrue.locator("a").count()).toBe(3);
  // On every desk, whatever is looked at there.
  for (const desk of [page, await openPage()])
    await desk.locator("[data-alarm=untrue]").getByText(alarmed).waitFor();
  await rowOf(page, id)
    .getByText(/Changé après publication/)
    .waitFor();
  await page.keyboard.press("Space");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  const pressed = page.locator("[data-digit='1'][aria-pressed=true]");
  expect(await pressed.innerText()).toMatch(/Correction[\s\S]*corrige 3 messages publics/);
  expect(await cards(page).count()).toBe(3);
  for (const text of await cards(page).allInnerTexts()) expect(text).toMatch(/Correction\./);
  expect(await fireBar(page).innerText()).toMatch(/Publier 3 messages/);
  expect(await axeFindings(page)).toEqual([]);
  await lookAtAll(page);
  await dwell(page);
  await page.keyboard.press("Enter");
  await section(page, "undoable")
    .getByText(/Correction\s: Or pour Mia Corrigée, 10.69/)
    .waitFor();
  expect(await untrue.count()).toBe(0);
  await page.locator("[data-alarm=untrue]").waitFor({ state: "detached" });
  const said = async () =>
    (await stage.network.posts()).filter(({ text }) => /Correction\..*Mia Corrigée/s.test(text));
  await shows(page, "three corrections", async () => (await said()).length === 3);
  await rowOf(page, id)
    .getByText(/Publié/)
    .waitFor();
});

test("of a gold that was withdrawn only its retraction can leave, by the same two keys", async () => {
  const page = await openPage();
  const id = await publicGold(page, "Noa Retirée");
  await changeGold(stage.desk, "Noa Retirée", "withdrawn");
  await page.locator("[data-alarm=untrue]").getByText(alarmed).waitFor();
  // From wherever the eye is: R goes there and arms what puts it right.
  await page.keyboard.press("Escape");
  expect(await page.locator("[data-digit]").count()).toBe(0);
  await page.keyboard.press("r");
  expect(await page.locator("[data-digit]").count()).toBe(1);
  await page.locator("[data-fire][data-ready=true]").waitFor();
  for (const text of await cards(page).allInnerTexts()) expect(text).toMatch(/retirée|withdrawn/);
  await dwell(page);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  const said = async () =>
    (await stage.network.posts()).filter(({ text }) => /Correction\..*Noa Retirée/s.test(text));
  await shows(page, "three retractions", async () => (await said()).length === 3);
  await section(page, "public")
    .getByText(/faux pendant/)
    .first()
    .waitFor();
  await fireBar(page).getByText("Moment retiré").waitFor();
  expect(await page.locator("[data-digit]").count()).toBe(0);
  await rowOf(page, id)
    .getByText(/Publié/)
    .waitFor();
});

test("an account that would leave later than the others is left out with one key, and taken back with it", async () => {
  const page = await openPage();
  await armedGold(page);
  const record = await openRecord(stage.desk);
  const { id, handle } = witness.state!.accounts.find(({ wears }) => wears === "x")!;
  await record.db.transaction().execute((tx) => blockAccount(tx, id, 41_000));
  await record.close();
  await fireBar(page)
    .getByText(/X attend \d\d\ss \(L\s: sans\)/u)
    .waitFor();
  await page.keyboard.press("l");
  await fireBar(page).getByText("Laissé de côté").waitFor();
  expect(await fireBar(page).innerText()).not.toMatch(/attend/);
  await page.keyboard.press("l");
  await fireBar(page).getByText("4 messages").waitFor();
  await page.keyboard.press("l");
  await fireBar(page).getByText("Laissé de côté").waitFor();
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await dwell(page);
  await lookAtAll(page);
  const before = posts();
  await page.keyboard.press("Enter");
  await witness.until("it is said", () => posts() > before);
  const [post] = witness.state!.posts;
  const said = witness.state!.deliveries.filter(({ postId }) => postId === post!.id);
  expect(said.map(({ account }) => account.handle)).not.toContain(handle);
  expect(said.length).toBe(3);
});

test("leaving the page is asked about while the desk is on air, and only then", async () => {
  const asked: string[] = [];
  for (const mode of ["rehearsal", "onAir"] as const) {
    await command(stage.desk, stage.cookie, "campaign.setMode", { mode });
    await witness.until("the mode", ({ state }) => state?.campaign.mode === mode);
    const page = await openPage();
    page.on("dialog", (dialog) => {
      asked.push(`${mode}: ${dialog.type()}`);
      dialog.accept().catch(() => undefined);
    });
    await page.locator(`[data-mode=${mode}]`).first().waitFor();
    // A browser asks only for a page somebody did something on.
    await page.keyboard.press("ArrowDown");
    const closed = page.waitForEvent("close");
    await page.close({ runBeforeUnload: true });
    await closed;
  }
  expect(asked).toEqual(["onAir: beforeunload"]);
  await command(stage.desk, stage.cookie, "campaign.setMode", { mode: "rehearsal" });
});
