import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { changeGold, raiseGold } from "../harness/react.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import { armFirst, dwell, openBrowser, openScreen, rowOf, type Screen } from "./screen.ts";

let wire: FlakyWire;
let desk: Desk;
let browser: Browser;
let cookie: Credential;
let colleague: Credential;
let witness: TestConsole;
let screen: Screen;

beforeAll(async () => {
  wire = await layWire();
  desk = await startDesk();
  wire.reach(desk.port);
  browser = await openBrowser(desk, wire);
  cookie = await signIn(desk);
  colleague = await apiToken(desk, cookie, "editor");
  witness = openConsole(desk, cookie);
  await witness.until("the desk", ({ state }) => state !== null);
});
afterAll(async () => {
  witness?.close();
  await browser?.close();
  await desk?.stop();
  await wire?.close();
});
afterEach(async () => {
  expect(screen.faults).toEqual([]);
  await screen.context.close();
});

const claimOn = (momentId: string) =>
  witness.state?.claims.find(({ id }) => id === momentId)?.personName ?? null;
const claimed = (momentId: string, by: string | null) =>
  witness.until(`${by ?? "nobody"} is on it`, () => claimOn(momentId) === by);
const takeAsColleague = (momentId: string, takeOver: boolean) =>
  command(desk, colleague, "moment.claim", { momentId: momentId as never, takeOver });

test("Space takes the first moment nobody is on and arms its first reaction; Esc twice lets it go", async () => {
  const [first, second] = [await raiseGold(desk, witness), await raiseGold(desk, witness)];
  await takeAsColleague(second.id, false);
  await claimed(second.id, "test editor");
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await page.keyboard.press("Space");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await claimed(first.id, "Admin");
  await rowOf(page, first.id).getByText("Vous").waitFor();
  await rowOf(page, second.id).getByText("test editor").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await claimed(first.id, null);
  expect(witness.state!.posts).toEqual([]);
});

test("while a colleague is on a moment Enter publishes nothing; T takes it over, and then it does", async () => {
  const moment = await raiseGold(desk, witness);
  await takeAsColleague(moment.id, false);
  await claimed(moment.id, "test editor");
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await rowOf(page, moment.id).click();
  await page.keyboard.press("Digit1");
  await page.getByText(/test editor est sur ce moment/).waitFor();
  await page.keyboard.press("Enter");
  expect(witness.state!.posts).toEqual([]);
  await page.keyboard.press("t");
  await claimed(moment.id, "Admin");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  // Enter is a decision only some time after arming, and all of the above may take less.
  await dwell(page);
  await page.keyboard.press("Enter");
  await witness.until("it was fired", ({ state }) => state!.posts.length === 1);
});

test("when a colleague takes over, what was armed is disarmed and says who it was", async () => {
  const moment = await raiseGold(desk, witness);
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await claimed(moment.id, "Admin");
  await takeAsColleague(moment.id, true);
  await page.getByText(/test editor a repris ce moment/).waitFor();
  expect(await page.locator("[data-fire][data-ready=true]").count()).toBe(0);
});

test("P leaves a moment as it is, and every desk sees who did; U, or a correction, brings it back", async () => {
  const moment = await raiseGold(desk, witness, { name: "Ana Passée", key: "Ana Passée" });
  const standing = () => rowOf(page, moment.id).getByText("Passé par Admin");
  screen = await openScreen(browser, desk, cookie);
  const { page } = screen;
  await rowOf(page, moment.id).click();
  await page.keyboard.press("p");
  await standing().waitFor();
  await claimed(moment.id, null);
  const passed = () => witness.state!.moments.find(({ id }) => id === moment.id)!.passed;
  await witness.until("a colleague sees it", () => passed()?.by === "Admin");
  await page.keyboard.press("u");
  await standing().waitFor({ state: "detached" });
  expect(await rowOf(page, moment.id).getAttribute("data-selected")).toBe("true");
  await page.getByRole("button", { name: "Passer P" }).click();
  await standing().waitFor();
  await changeGold(desk, "Ana Passée", "corrected");
  await standing().waitFor({ state: "detached" });
  await rowOf(page, moment.id).getByText(/10.69/).waitFor();
});
