/** How the desk calls whoever looks elsewhere, through the real console; what the browser would sound or show is counted. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command } from "../harness/desk.ts";
import { raiseGold } from "../harness/react.ts";
import { axeFindings, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
  // A gold of one's own is as big as moments get.
  const { desk, cookie } = theatre.stage;
  await command(desk, cookie, "campaign.lookFor", { houseTeams: ["NOR"] });
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

type Counted = Window & { notes: number; calls: string[] };

/** Puts a counter where the loudspeaker and the notifications are. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counted = window as unknown as Counted;
    counted.notes = 0;
    counted.calls = [];
    class Loudspeaker extends AudioContext {
      override createOscillator() {
        counted.notes += 1;
        return super.createOscillator();
      }
    }
    class Call extends EventTarget {
      static readonly permission = "granted";
      static requestPermission = () => Promise.resolve("granted");
      constructor(title: string) {
        super();
        counted.calls.push(title);
      }
      close() {}
    }
    Object.assign(window, { AudioContext: Loudspeaker, Notification: Call });
  });
}

const notes = (page: Page) => page.evaluate(() => (window as unknown as Counted).notes);
const calls = (page: Page) => page.evaluate(() => (window as unknown as Counted).calls);

/** As a tab that is put behind another, or back in front. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

const sheet = (page: Page) => page.getByRole("dialog");
const arrives = async (page: Page) => {
  const moment = await raiseGold(theatre.stage.desk, theatre.stage.screen);
  await page.locator(`[data-moment="${moment.id}"]`).waitFor();
};

test("silent until somebody asks for sounds; then a big moment is heard, and a handful at once no oftener than one", async () => {
  const page = await theatre.openPage();
  await listen(page);
  await arrives(page);
  expect(await notes(page)).toBe(0);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await sheet(page).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Sons" }).check();
  const tried = await notes(page);
  expect(tried).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "detached" });
  await Promise.all([1, 2, 3, 4, 5].map(() => arrives(page)));
  await shows(page, "that it was heard", async () => (await notes(page)) > tried);
  expect(await notes(page)).toBe(2 * tried);
});

test("a tab behind another says how many wait, and calls for what is big where that was asked for", async () => {
  const page = await theatre.openPage();
  await listen(page);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("checkbox", { name: "Notifications" }).click();
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "detached" });
  await arrives(page);
  expect(await calls(page)).toEqual([]);
  await hide(page, true);
  await raiseGold(theatre.stage.desk, theatre.stage.screen);
  const { headline } = await raiseGold(theatre.stage.desk, theatre.stage.screen);
  await shows(page, "two in its title", async () => (await page.title()).startsWith("(2) Rebond"));
  expect(await page.title()).toContain("Répétition");
  expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/rebond-asked.svg");
  await shows(page, "two calls", async () => (await calls(page)).length === 2);
  expect(await calls(page)).toContain(headline.fr);
  await hide(page, false);
  await shows(page, "a plain title", async () => (await page.title()) === "Rebond");
  expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/rebond.svg");
});
