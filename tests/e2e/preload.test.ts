/** A producer prepares the day: drops the sheet, reads what would change, applies it, and watches its slot leave. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { importSheet, sheetOf, type SheetRow, wallIn } from "../harness/sheet.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import {
  armFirst,
  axeFindings,
  openBrowser,
  openScreen,
  rowOf,
  type Screen,
  shows,
} from "./screen.ts";
import { raiseGold } from "../harness/react.ts";

const zone = "Europe/Paris";
let wire: FlakyWire;
let desk: Desk;
let browser: Browser;
let cookie: Credential;
let record: TestConsole;
let screen: Screen;

beforeAll(async () => {
  wire = await layWire();
  desk = await startDesk();
  wire.reach(desk.port);
  browser = await openBrowser(desk, wire);
  cookie = await signIn(desk);
  record = openConsole(desk, cookie);
  await record.until("the desk", ({ state }) => state !== null);
});
afterEach(async () => {
  expect(screen?.faults).toEqual([]);
  await screen?.context.close();
});
afterAll(async () => {
  record?.close();
  await browser?.close();
  await desk?.stop();
  await wire?.close();
});

function row(id: string, inMs: number, more: SheetRow = {}): SheetRow {
  return {
    id,
    at: wallIn(inMs, zone),
    zone,
    "title fr": `Créneau ${id}`,
    "title en": `Slot ${id}`,
    "text fr": `Bonsoir, ${id}.`,
    "text en": `Good evening, ${id}.`,
    ...more,
  };
}
const hourMs = 3_600_000;

/** G, then R: the rundown, with the keyboard alone. */
async function openRundown(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.locator("#rundown-title").waitFor();
}

async function openImport(page: Page): Promise<void> {
  await openRundown(page);
  await page.getByRole("button", { name: /^Importer/ }).focus();
  await page.keyboard.press("Enter");
}

async function choose(page: Page, text: string, name = "samedi.csv"): Promise<void> {
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").setInputFiles(file);
}

test("a producer drops a sheet, sees what would change, applies it, and watches its slot leave with its receipts", async () => {
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await openImport(page);
  expect(await axeFindings(page)).toEqual([]);
  await choose(page, sheetOf([row("soon", 12_000), row("later", hourMs)]));
  const steps = page.locator("details[data-what=added]");
  await steps.waitFor();
  await shows(page, "both slots and their texts", async () => {
    const words = (await steps.textContent()) ?? "";
    return words.includes("Créneau soon") && words.includes("Good evening, later.");
  });
  expect(record.state?.slots).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Appliquer : 2 nouveaux créneaux" }).focus();
  await page.keyboard.press("Enter");
  const slot = page.locator("[data-slot=soon]");
  await slot.waitFor();
  expect(await slot.textContent()).toMatch(/Prévu/);
  expect(await axeFindings(page)).toEqual([]);
  await shows(page, "the slot is public", async () =>
    /Public/.test((await slot.textContent()) ?? ""),
  );
  await slot.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await shows(page, "four receipts", async () => (await slot.getByRole("link").count()) === 4);
  expect(await page.locator("[data-slot=later]").textContent()).toMatch(/Prévu/);
  await page.keyboard.press("Escape");
  await shows(page, "the desk, with the receipts", async () =>
    page.locator("[data-section=public]").getByText("Créneau soon").isVisible(),
  );
});

test("a sheet with faults names the row, the column and what to do, and imports nothing", async () => {
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  const before = record.state?.slots.length;
  await openImport(page);
  await choose(
    page,
    sheetOf([
      row("good", hourMs),
      row("formula", hourMs, { "text fr": "=SOMME(A1:A3)" }),
      row("nowhere", hourMs, { zone: "Europe/Pari" }),
      row("long", hourMs, { "text en": "x".repeat(301) }),
    ]),
  );
  const faults = page.locator("tbody tr");
  await faults.first().waitFor();
  const words = await faults.allTextContents();
  expect(words[0]).toMatch(/^3text fr.*=SOMME.*collez la valeur/);
  expect(words[1]).toMatch(/^4zone.*Europe\/Pari.*Fuseau inconnu/);
  expect(words.slice(2).every((each) => /^5text en.*301 caractères sur (280|300)/.test(each))).toBe(
    true,
  );
  expect(await page.getByRole("button", { name: /^Appliquer/ }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  expect(record.state?.slots.length).toBe(before);
});

test("a file that is not UTF-8 is refused in words, and so is a spreadsheet's own", async () => {
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await openImport(page);
  const latin = Buffer.from(sheetOf([row("a", hourMs)]), "latin1");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "latin.csv", mimeType: "text/csv", buffer: latin });
  await shows(page, "not UTF-8", async () =>
    page.getByRole("alert").getByText("n’est pas en UTF-8").isVisible(),
  );
  const zip = Buffer.from([0x50, 0x4b, 3, 4, 0, 0]);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "jour.xlsx", mimeType: "text/csv", buffer: zip });
  await shows(page, "a spreadsheet", async () =>
    page.getByRole("alert").getByText("classeur de tableur").isVisible(),
  );
});

test("an hour that happens twice is asked in place, with both instants, and not guessed", async () => {
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await openImport(page);
  await choose(page, sheetOf([row("night", hourMs, { at: "2027-10-31 02:30:00" })]));
  const second = page.getByRole("button", { name: /La seconde fois.*UTC\+1/ });
  await second.waitFor();
  expect(await page.getByRole("button", { name: /La première fois.*UTC\+2/ }).count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  await second.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Appliquer/ }).click();
  await record.until("the slot is planned", ({ state }) =>
    (state?.slots ?? []).some(
      ({ externalId, startAt }) =>
        externalId === "night" && Date.parse(startAt) === Date.parse("2027-10-31T01:30:00Z"),
    ),
  );
});

test("while the rundown is open no key reaches what is armed on the desk", async () => {
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  const moment = await raiseGold(desk, record, { name: "Lia Marsh" });
  await shows(page, "the medal", async () => {
    await page.keyboard.press("Home");
    return rowOf(page, moment.id).isVisible();
  });
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await openRundown(page);
  const fired = record.state?.posts.length;
  for (const key of ["Enter", "Digit2", "Space", "z", "l"]) await page.keyboard.press(key);
  await page.keyboard.press("Escape");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  expect(record.state?.posts.length).toBe(fired);
});

test("a day of five hundred slots opens over a running desk, and each counts down", async () => {
  const minuteMs = 60_000;
  const rows = Array.from({ length: 500 }, (_, at) =>
    row(`long-${at}`, 2 * hourMs + at * minuteMs),
  );
  await importSheet(desk, cookie, sheetOf(rows));
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await openRundown(page);
  const last = page.locator("[data-slot=long-499]");
  await last.waitFor();
  const left = async (): Promise<string> => (await last.locator("td").last().textContent()) ?? "";
  const before = await left();
  expect(before).toMatch(/^\d+:\d\d:\d\d$/);
  await shows(page, "time going by", async () => (await left()) !== before);
});
