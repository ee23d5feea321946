import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { undoableStates } from "#shared/posts.ts";
import type { TestConsole } from "../harness/console.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold, sendGold } from "../harness/react.ts";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { type Stage, stateOf } from "../harness/stage.ts";
import { armFirst, axeFindings, dwell, rowOf, shows } from "./screen.ts";
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
  const waiting = witness.state!.deliveries.filter(({ state }) => undoableStates.includes(state));
  const deliveries = waiting.map(({ id }) => id);
  if (deliveries.length > 0)
    await command(stage.desk, stage.cookie, "delivery.drop", { deliveries });
  await theatre.closePages();
});

const openPage = (): Promise<Page> => theatre.openPage();

const section = (page: Page, name: string) => page.locator(`[data-section=${name}]`);
const zone = (): string => witness.state!.campaign.venueZone;
const gone = async (words: string) =>
  (await stage.network.posts()).filter(({ text }) => text.includes(words));
const statesOf = (words: string) =>
  witness.state!.deliveries.filter(({ text }) => text.includes(words)).map(({ state }) => state);
async function isPublic(page: Page, words: string): Promise<void> {
  await witness.until(`${words} is public`, () => allAre(words, "confirmed"));
  await section(page, "public").getByText(words).first().waitFor();
}

/** Whether all four deliveries of a slot are in this state. */
function allAre(words: string, state: string): boolean {
  const states = statesOf(words);
  return states.length === 4 && states.every((each) => each === state);
}

/** Plans one slot for each title, `inMs` from now, and nothing else for the day. */
async function plan(titles: readonly string[], inMs: number): Promise<void> {
  const rows = titles.map((title) => ({
    id: title,
    at: wallIn(inMs, zone()),
    zone: zone(),
    "title fr": title,
    "text fr": `${title}, à tout de suite.`,
    "text en": `${title}, see you soon.`,
  }));
  await importSheet(stage.desk, stage.cookie, sheetOf(rows));
}

/** Slots that fell due under a hold, which was then lifted. */
async function missed(titles: readonly string[]): Promise<void> {
  await command(stage.desk, stage.cookie, "hold.place", {});
  await plan(titles, 2000);
  await witness.until("all of it is held", () => titles.every((title) => allAre(title, "held")));
  await command(stage.desk, stage.cookie, "hold.release", {});
  await witness.until("all of it is missed", () =>
    titles.every((title) => allAre(title, "missed")),
  );
}

test("a slot missed under a hold is sent now with the keyboard, can be undone meanwhile, and gets its receipts", async () => {
  const page = await openPage();
  await missed(["Ouverture des portes"]);
  const line = section(page, "missed").locator("[data-missed]");
  await line.waitFor();
  expect(await line.innerText()).toMatch(/retenue[\s\S]*Prévu à [\d:]+, manqué/);
  await line.locator("summary").click();
  expect(await line.innerText()).toContain("Ouverture des portes, à tout de suite.");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("m");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await section(page, "undoable")
    .getByText(/Part dans \d,\d/)
    .waitFor();
  await isPublic(page, "Ouverture des portes");
  const receipts = section(page, "public").locator("[data-post] a");
  await shows(page, "four receipts", async () => (await receipts.count()) === 4);
  expect(await section(page, "public").innerText()).toMatch(/heure dite → public/);
  expect(await gone("Ouverture des portes")).toHaveLength(4);
});

test("what was sent by hand is taken back with Z, and waits in the tray no more", async () => {
  const page = await openPage();
  await missed(["Photo de groupe"]);
  await section(page, "missed").locator("[data-send]").focus();
  await page.keyboard.press("Enter");
  await section(page, "undoable").locator("li").waitFor();
  await page.keyboard.press("z");
  await witness.until("it was undone", () => allAre("Photo de groupe", "cancelled"));
  await section(page, "missed").waitFor({ state: "detached" });
  expect(await gone("Photo de groupe")).toEqual([]);
});

test("pressing Enter again after sending from the tray never publishes what was armed", async () => {
  const page = await openPage();
  const moment = await raiseGold(stage.desk, witness, { name: "Lia Moreau" });
  await missed(["Le mot du capitaine"]);
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await page.keyboard.press("m");
  await page.keyboard.press("Enter");
  await dwell(page);
  await page.keyboard.press("Enter");
  await isPublic(page, "Le mot du capitaine");
  expect(witness.state!.posts.filter(({ momentId }) => momentId === moment.id)).toEqual([]);
  await armFirst(page);
  await page.keyboard.press("Enter");
  await isPublic(page, "Lia Moreau");
});

test("a missed reaction whose moment was corrected is refused, in words, and stays in the tray", async () => {
  const page = await openPage();
  const key = randomUUID();
  const moment = await raiseGold(stage.desk, witness, { key, name: "Ines Baudry" });
  const armed = await arm(stage.desk, stage.cookie, witness, moment, 2000);
  const { postId } = await fire(stage.desk, stage.cookie, armed);
  await command(stage.desk, stage.cookie, "hold.place", {});
  await witness.until("it is held", () => stateOf(witness, postId).includes("held"));
  await command(stage.desk, stage.cookie, "hold.release", {});
  await section(page, "missed").locator("[data-send]").waitFor();
  await sendGold(stage.desk, key, "10.69", "Ines Baudry");
  await witness.until("it was corrected", ({ state }) =>
    state!.moments.some(({ id, version }) => id === moment.id && version > moment.version),
  );
  await page.keyboard.press("m");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Le moment a changé avant l’ordre").waitFor();
  expect(await section(page, "missed").locator("[data-missed]").count()).toBe(1);
  expect(await gone("Ines Baudry")).toEqual([]);
});

test("another time: the venue's clock with the team's beside, then it waits in the rail", async () => {
  const page = await openPage();
  await missed(["Portrait du soir"]);
  await section(page, "missed")
    .getByRole("button", { name: /Autre heure/ })
    .click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: /\+15 min/ }).click();
  expect(await sheet.locator("output").innerText()).toMatch(
    /\d\d:\d\d Saint-Denis, (?:\S+ )?\d\d:\d\d Castries\s+dans 1\d:\d\d/,
  );
  expect(await axeFindings(page)).toEqual([]);
  const time = sheet.getByLabel("Heure, Saint-Denis", { exact: true }).last();
  await sheet.getByLabel("Jour, Saint-Denis").fill("2020-01-01");
  await sheet.getByText("cette heure est passée").waitFor();
  await sheet.getByRole("button", { name: /\+30 min/ }).click();
  await time.focus();
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
  const next = section(page, "planned").locator("[data-planned]");
  await next.waitFor();
  expect(await next.innerText()).toMatch(/Portrait du soir[\s\S]*(?:29|30):\d\d/);
  const slot = witness.state!.slots.find(({ title }) => title.fr === "Portrait du soir")!;
  expect(Date.parse(slot.startAt) - Date.now()).toBeGreaterThan(29 * 60_000);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("z");
  await dwell(page);
  expect(statesOf("Portrait du soir")).toEqual(Array(4).fill("scheduled"));
});

/** The last Sunday of next year's October: the venue's clocks go back at 3. */
function clocksGoBack(): string {
  const end = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 9, 31));
  end.setUTCDate(31 - end.getUTCDay());
  return end.toISOString().slice(0, 10);
}

test("a time that happens twice is asked, with both clocks, and answered in place", async () => {
  const page = await openPage();
  await missed(["La nuit du changement d’heure"]);
  await section(page, "missed")
    .getByRole("button", { name: /Autre heure/ })
    .click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Jour, Saint-Denis").fill(clocksGoBack());
  await sheet.locator("input[type=time]").fill("02:30");
  await page.keyboard.press("Enter");
  await sheet.getByText(/02:30 existe deux fois/).waitFor();
  const [first, second] = await sheet.locator("fieldset button:has(span)").allInnerTexts();
  expect(first).toMatch(/première[\s\S]*02:30 Saint-Denis[\s\S]*20:30 Castries/);
  expect(second).toMatch(/seconde[\s\S]*02:30 Saint-Denis[\s\S]*21:30 Castries/);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
  await witness.until("its slot moved", (self) =>
    self.state!.slots.some(({ startAt }) => startAt === `${clocksGoBack()}T01:30:00.000Z`),
  );
});

test("what is given up is asked twice, singly and all at once, and never leaves", async () => {
  const page = await openPage();
  const titles = ["Une", "Deux", "Trois", "Quatre", "Cinq"].map((each) => `${each} à jeter`);
  await missed(titles);
  const lines = section(page, "missed").locator("[data-missed]");
  await shows(page, "five lines", async () => (await lines.count()) === 5);
  await lines
    .first()
    .getByRole("button", { name: /Abandonner/ })
    .focus();
  await page.keyboard.press("Enter");
  expect(await lines.count()).toBe(5);
  await dwell(page);
  await page.keyboard.press("Enter");
  await shows(page, "four lines", async () => (await lines.count()) === 4);
  await page.getByRole("button", { name: "Tout abandonner" }).click();
  await dwell(page);
  await page.getByRole("button", { name: "Abandonner les 4 manqués" }).click();
  await section(page, "missed").waitFor({ state: "detached" });
  expect(statesOf("à jeter")).toEqual(Array(20).fill("cancelled"));
  expect(await gone("à jeter")).toEqual([]);
});

test("sent all at once, what was missed is said to follow each other, oldest first, before and after; and does", async () => {
  const page = await openPage();
  await missed(["Première partie", "Seconde partie"]);
  const tray = section(page, "missed");
  await tray.getByText(/Du plus ancien au plus récent.*sur un même compte/).waitFor();
  await tray.getByRole("button", { name: "Tout envoyer" }).focus();
  await page.keyboard.press("Enter");
  await tray.getByRole("button", { name: "Envoyer ces 8 messages\u202f?" }).waitFor();
  expect(statesOf("partie")).toEqual(Array(8).fill("missed"));
  await dwell(page);
  await page.keyboard.press("Enter");
  const notice = page.getByText(/8 messages partent l’un après l’autre.*de [\d:]+ à [\d:]+/);
  await notice.waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await isPublic(page, "Première partie");
  await isPublic(page, "Seconde partie");
  expect(await gone("Première partie")).toHaveLength(4);
  expect(await gone("Seconde partie")).toHaveLength(4);
});

test("slots count down in the rail, Z leaves them alone, and each leaves at its time; off air the tray sends nothing", async () => {
  const page = await openPage();
  await plan(["Bonsoir des îles"], 4000);
  const next = section(page, "planned").locator("[data-next=true]");
  await next.getByText(/0:0\d$/).waitFor();
  expect(await next.innerText()).toMatch(/[\d:]+ Saint-Denis, [\d:]+ Castries/);
  await page.keyboard.press("z");
  await isPublic(page, "Bonsoir des îles");
  expect(await gone("Bonsoir des îles")).toHaveLength(4);
  await missed(["Trop tard"]);
  await page.keyboard.press("m");
  await command(stage.desk, stage.cookie, "campaign.setMode", { mode: "off" });
  await page.getByText("Hors antenne : rien ne peut partir").first().waitFor();
  await page.keyboard.press("Enter");
  await command(stage.desk, stage.cookie, "campaign.setMode", { mode: "rehearsal" });
  expect(statesOf("Trop tard")).toEqual(Array(4).fill("missed"));
});

test("on a phone the tray is a tab away: send, and the buttons are large enough to touch", async () => {
  const page = await openPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await missed(["Depuis la tribune"]);
  await page.getByRole("button", { name: /Ce qui part/ }).click();
  const send = section(page, "missed").locator("[data-send]");
  expect((await send.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await send.click();
  await section(page, "undoable").getByText("Depuis la tribune").waitFor();
});

test("G then R opens the rundown from the desk, where no key reaches what is armed", async () => {
  const page = await openPage();
  const moment = await raiseGold(stage.desk, witness, { name: "Rose Tamar" });
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  expect(new URL(page.url()).pathname).toBe("/rundown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  expect(witness.state!.posts.filter(({ momentId }) => momentId === moment.id)).toEqual([]);
});
