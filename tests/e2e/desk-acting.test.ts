import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestConsole } from "../harness/console.ts";
import { command } from "../harness/desk.ts";
import { raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { setStage, type Stage } from "../harness/stage.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import {
  armFirst,
  axeFindings,
  dwell,
  openBrowser,
  openScreen,
  rowOf,
  type Screen,
  shows,
} from "./screen.ts";

let wire: FlakyWire;
let stage: Stage;
let browser: Browser;
let witness: TestConsole;
const open: Screen[] = [];

beforeAll(async () => {
  wire = await layWire();
  stage = await setStage("postgres");
  witness = stage.screen;
  wire.reach(stage.desk.port);
  browser = await openBrowser(stage.desk, wire);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
  await wire?.close();
});
afterEach(async () => {
  await stage.network.misbehave();
  const screens = open.splice(0);
  const faults = screens.flatMap((each) => each.faults);
  await Promise.all(screens.map((each) => each.context.close()));
  expect(faults).toEqual([]);
});

async function openPage(): Promise<Screen["page"]> {
  const opened = await openScreen(browser, stage.desk, stage.cookie);
  open.push(opened);
  return opened.page;
}

/** A gold medal, chosen with its first reaction armed. */
async function armedGold(page: Screen["page"]): Promise<void> {
  const moment = await raiseGold(stage.desk, witness);
  await rowOf(page, moment.id).click();
  await armFirst(page);
}

const section = (page: Screen["page"], name: string) => page.locator(`[data-section=${name}]`);
const fireBar = (page: Screen["page"]) => page.locator("[data-fire]");
const cards = (page: Screen["page"]) => page.locator("article[data-exact]");
const unseen = (page: Screen["page"]) => fireBar(page).getByText(/hors écran/);

/** Presses Enter until every card was in view, and no further. */
async function lookAtAll(page: Screen["page"]): Promise<void> {
  await fireBar(page).focus();
  for (let press = 0; press < 4 && (await unseen(page).count()) > 0; press += 1) {
    await page.keyboard.press("Enter");
    await dwell(page);
  }
}

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
  const receipts = (on: Screen["page"]) => on.locator("[data-section=public] [data-post] a");
  for (const on of [page, theirs])
    await shows(on, "four receipts", async () => (await receipts(on).count()) === 4);
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
